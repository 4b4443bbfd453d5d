//! The immutable, sorted site: records with their references resolved both ways.
