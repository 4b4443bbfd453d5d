//! Describes the machine in general terms.

/// A machine.
pub struct Machine {
    pub cores: usize,
    /// In GiB; 0 if unknown.
    pub memory: u64,
    /// The system and its version, without vendor additions.
    pub system: String,
}

impl Machine {
    /// The current machine.
    pub fn find() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let memory = read("/proc/meminfo");
        let kib: u64 = memory
            .lines()
            .find_map(|line| line.strip_prefix("MemTotal:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
            .unwrap_or(0);
        let kernel = read("/proc/sys/kernel/osrelease");
        let version: Vec<&str> = kernel.trim().split(['.', '-']).take(2).collect();
        Self {
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            memory: kib.div_ceil(1 << 20),
            system: format!("{} {}", std::env::consts::OS, version.join(".")).trim().to_owned(),
        }
    }
}
