//! One file a diagnostic: checks over content and over output.
