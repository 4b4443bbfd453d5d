//! The vocabulary: collections, fields, values, quantities, dates, periods, regions, ids.
