//! Runs the stages in order and manages the threads.
//!
//! Walk, load, model, edition, routes, views and plan run one after another, each to its end. Then pages are
//! rendered and pictures made on all threads, and each file is passed on as soon as it is finished.
//! Publishing comes last. With `hold_back`, records with errors are removed and everything after loading runs
//! again.

mod pass;
mod early_publisher;
mod consents;
mod context;
mod figures;
mod fixable;
mod input;
mod persist;
mod live;
mod emit;
mod options;
mod outcome;
mod pictures;
mod places;
mod portraits;
mod private;
mod publish;
mod reporter;
mod review;
mod run;
mod told;
mod unused;
mod reuse;

pub use consents::{Person, consents};
pub use figures::ProgramFigures;
pub use fixable::{Readable, fixable};
pub use live::{Draft, Live, LiveFile, live};
pub use options::BuildOptions;
pub use outcome::{BuildSummary, Held, Outcome, Status};
pub use reporter::{Reporter, Silent, Stage};
pub use review::{Refusal, Signed, Target, sign};
pub use run::{STACK, build};
