//! Settings of the site, its regions, programs, collections and theme, validated.
