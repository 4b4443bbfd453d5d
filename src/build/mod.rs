//! The order of the stages and the threads.
