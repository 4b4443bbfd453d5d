//! bangyang
