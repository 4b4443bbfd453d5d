//! Manifest, writing what changed, pruning.
