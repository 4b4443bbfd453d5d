//! The `bangyang` program: arguments in, exit status out.

/// A site consists of very many small allocations: this allocator serves them a fifth faster than the
/// system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // The kernel would round allocations up to two mebibytes: a fifth more memory, and no faster. If it does
    // not know the call, nothing is lost.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    bangyang::cli::main()
}
