//! The `bangyang` program: arguments in, exit status out.

fn main() {}
