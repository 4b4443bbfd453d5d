//! The `bangyang` program: arguments in, exit status out.

fn main() -> std::process::ExitCode {
    bangyang::cli::main()
}
