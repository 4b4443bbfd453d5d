//! The `bangyang` program: arguments in, exit status out.

/// What a site is made of are very many small pieces: this allocator gives them out a fifth faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // The kernel would round what it gives out up to two mebibytes a piece: a fifth more memory, and no time gained by it. Where it
    // does not know the call, nothing is lost.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    bangyang::cli::main()
}
