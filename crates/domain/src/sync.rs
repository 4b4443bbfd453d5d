//! Locks that stay usable after a thread has panicked while it held them.
//!
//! What they guard is whole after each statement, so a panic elsewhere does not make it wrong; and a build that panics reports that by
//! itself.

use std::sync::{LockResult, Mutex, MutexGuard, PoisonError};

/// Locks a mutex.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    unpoisoned(mutex.lock())
}

/// The guard or value of a lock, whether or not a thread has panicked.
pub fn unpoisoned<T>(locked: LockResult<T>) -> T {
    locked.unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_elsewhere_leaves_the_lock_usable() {
        let mutex = Mutex::new(7);
        let broken = std::panic::catch_unwind(|| {
            let _held = mutex.lock().unwrap();
            panic!("while it is held");
        });
        assert!(broken.is_err() && mutex.is_poisoned());
        *lock(&mutex) += 1;
        assert_eq!(unpoisoned(mutex.into_inner()), 8);
    }
}
