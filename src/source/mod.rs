//! File ids, site-relative paths, and the `System` trait through which all files and the clock are reached.
