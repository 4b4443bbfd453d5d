//! The URL of everything: patterns, collisions, aliases.
