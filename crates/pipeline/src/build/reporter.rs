//! Reports the progress of a build.

/// A phase of the work, for the progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and checking.
    Load,
    /// Rendering pages.
    Render,
    /// Making pictures.
    Images,
    /// Publishing.
    Publish,
}

/// Receives progress. Called from many threads.
pub trait Reporter: Sync {
    /// A stage begins; it has this many steps.
    fn begin(&self, stage: Stage, steps: usize);
    /// A step is done.
    fn step(&self);
    /// A named part of the work is finished; for benchmarks.
    fn mark(&self, _name: &'static str) {}
}

/// Reports nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Reporter for Silent {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}
