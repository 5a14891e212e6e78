//! Long work: begun by a request, waited for a moment, found again by the next one.
//!
//! A piece of work runs on this node beside the requests. Whoever asks for it waits a little; if it is not
//! done by then, they get a page that asks again by itself. Nothing is lost with a node: a reading is
//! begun again, and a change that was not committed never was.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

/// How long a request waits before it shows the progress.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Finished readings kept at most: each holds a file's rows.
const MOST_KEPT: usize = 6;

domain::vocabulary! {
    /// Where the work on a file stands.
    Phase {
        /// Its bytes are being read.
        Reading = "reading",
        /// Its rows are being compared with the register.
        Comparing = "comparing",
        /// They are being written.
        Writing = "writing",
    }
}

/// One piece of work.
#[derive(Debug)]
struct Work<T> {
    phase: watch::Receiver<Phase>,
    outcome: watch::Receiver<Option<T>>,
}

impl<T> Clone for Work<T> {
    fn clone(&self) -> Self {
        Self { phase: self.phase.clone(), outcome: self.outcome.clone() }
    }
}

/// The outcome of a piece of work, or where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waited<T> {
    /// It is done.
    Done(T),
    /// It is under way.
    Underway(Phase),
    /// It has ended without an outcome: a fault.
    Broken,
}

/// Pieces of work in the order in which they were begun.
type Begun<K, T> = VecDeque<(K, Work<T>)>;

/// Pieces of work of one sort, each under its key.
#[derive(Debug)]
pub struct Works<K, T> {
    all: Arc<Mutex<Begun<K, T>>>,
    patience: Duration,
}

impl<K, T> Clone for Works<K, T> {
    fn clone(&self) -> Self {
        Self { all: Arc::clone(&self.all), patience: self.patience }
    }
}

impl<K, T> Default for Works<K, T> {
    fn default() -> Self {
        Self { all: Arc::default(), patience: PATIENCE }
    }
}

impl<K: PartialEq, T: Clone + Send + Sync + 'static> Works<K, T> {
    /// Waits a moment for the work under this key, which `begin` starts if it is not under way or done.
    pub async fn wait_for<F>(
        &self,
        key: K,
        begin: impl FnOnce(watch::Sender<Phase>) -> F,
    ) -> Waited<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let work = self.found_or_begun(key, begin);
        await_a_moment(work, self.patience).await
    }

    /// Waits a moment for the work under this key, if there is any.
    pub async fn wait_if_there(&self, key: &K) -> Option<Waited<T>> {
        let work =
            self.locked().iter().find(|(known, _)| known == key).map(|(_, work)| work.clone());
        Some(await_a_moment(work?, self.patience).await)
    }

    /// Forgets the work under these keys.
    pub fn forget(&self, of: impl Fn(&K) -> bool) {
        self.locked().retain(|(key, _)| !of(key));
    }

    fn found_or_begun<F>(&self, key: K, begin: impl FnOnce(watch::Sender<Phase>) -> F) -> Work<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let mut all = self.locked();
        if let Some((_, work)) = all.iter().find(|(known, _)| *known == key) {
            return work.clone();
        }
        let (phase, phases) = watch::channel(Phase::Reading);
        let (outcome, outcomes) = watch::channel(None);
        let work = begin(phase);
        tokio::spawn(async move {
            let done = work.await;
            outcome.send_replace(Some(done));
        });
        let work = Work { phase: phases, outcome: outcomes };
        // What is still under way is never let go: whoever asked for it would begin it again.
        while all.len() >= MOST_KEPT
            && let Some(at) = all.iter().position(|(_, work)| work.outcome.borrow().is_some())
        {
            all.remove(at);
        }
        all.push_back((key, work.clone()));
        work
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Begun<K, T>> {
        // No code that holds the lock can panic half way.
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn await_a_moment<T: Clone>(mut work: Work<T>, patience: Duration) -> Waited<T> {
    let phase = *work.phase.borrow();
    let waited = tokio::time::timeout(patience, work.outcome.wait_for(Option::is_some)).await;
    match waited {
        Err(_) => Waited::Underway(*work.phase.borrow()),
        Ok(Err(_)) => Waited::Broken,
        Ok(Ok(outcome)) => outcome.clone().map_or(Waited::Underway(phase), Waited::Done),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn work_is_begun_once_waited_for_and_found_again() {
        let works: Works<u32, u32> =
            Works { patience: Duration::from_millis(20), ..Works::default() };
        let begun = Arc::new(AtomicUsize::new(0));
        let (reached, go_on) =
            (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
        let ask = || {
            let (begun, reached, go_on) =
                (Arc::clone(&begun), Arc::clone(&reached), Arc::clone(&go_on));
            works.wait_for(7, |phase| async move {
                begun.fetch_add(1, Ordering::SeqCst);
                go_on.notified().await;
                phase.send_replace(Phase::Comparing);
                reached.notify_one();
                go_on.notified().await;
                42
            })
        };
        assert_eq!(ask().await, Waited::Underway(Phase::Reading));
        go_on.notify_one();
        reached.notified().await;
        assert_eq!(ask().await, Waited::Underway(Phase::Comparing));
        go_on.notify_one();
        while ask().await != Waited::Done(42) {}
        assert_eq!(works.wait_if_there(&7).await, Some(Waited::Done(42)));
        assert_eq!(begun.load(Ordering::SeqCst), 1);
        works.forget(|key| *key == 7);
        assert_eq!(works.wait_if_there(&7).await, None);
    }

    #[tokio::test]
    async fn finished_work_is_let_go_when_there_is_much() {
        let works: Works<usize, usize> = Works::default();
        for key in 0..20 {
            assert_eq!(works.wait_for(key, |_| async move { key }).await, Waited::Done(key));
        }
        assert!(works.locked().len() <= MOST_KEPT);
    }

    #[tokio::test]
    async fn work_that_breaks_is_told() {
        let works: Works<u32, u32> = Works::default();
        let broken = works.wait_for(1, |_| async { panic!("on purpose") }).await;
        assert_eq!(broken, Waited::Broken);
    }
}
