//! The serialisable public face of records: the only types that templates and feeds see.
