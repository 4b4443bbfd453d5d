//! The `bangyang` program: arguments in, exit status out.

/// What a site is made of are very many small pieces: this allocator gives them out a fifth faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    bangyang::cli::main()
}
