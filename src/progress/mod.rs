//! Figures of programs, computed from records.
