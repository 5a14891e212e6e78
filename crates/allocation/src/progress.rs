//! Where a long search stands, and being told to stop.
//!
//! The search asks before every call of the solver. Stopped, it makes no further call: what it has found by
//! then is whole and verified, and becomes the plan. Only what must be found for there to be a plan at all
//! (decisions by hand, what quotas ask at least) is searched to the end.

use std::cell::Cell;

use domain::allocation::Stage;

/// What a long search tells between two steps, and is told.
pub trait Watch: Sync {
    /// Told where the search stands; answers whether it goes on. Once it does not, it is not asked again.
    fn goes_on(&self, at: &Progress) -> bool;
}

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps done, of [`Progress::all`]; never fewer than told before. Steps are no measure of time.
    pub done: u32,
    /// All steps.
    pub all: u32,
    /// What is being settled.
    pub phase: Phase,
    /// Needs served by the best verified choice so far.
    pub served: u64,
}

/// What a search settles, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// What was decided by hand, and what quotas ask.
    Decisions,
    /// Who is served, down the order (`strict`).
    Order,
    /// What the stage counts.
    Stage(Stage),
    /// That nobody refused could be served (`strict`).
    Refusals,
    /// The draw among equal plans (`count`).
    Ties,
    /// What the other rule would serve.
    OtherRule,
    /// What the rule alone would serve, when more is asked.
    Alone,
}

/// Never stops.
pub(crate) struct Onward;

impl Watch for Onward {
    fn goes_on(&self, _: &Progress) -> bool {
        true
    }
}

/// The steps of a search, and whether it goes on.
pub(crate) struct Meter<'a> {
    watch: &'a dyn Watch,
    /// Each phase that there will be, and its steps.
    phases: Vec<(Phase, u32)>,
    at: Cell<Progress>,
    /// The steps before the present phase, and those of it.
    span: Cell<(u32, u32)>,
    stopped: Cell<bool>,
}

impl<'a> Meter<'a> {
    /// Before the first of some phases.
    pub fn new(watch: &'a dyn Watch, phases: Vec<(Phase, u32)>) -> Self {
        let all = phases.iter().map(|(_, steps)| steps).sum();
        let at = Progress { done: 0, all, phase: Phase::Decisions, served: 0 };
        let (at, span, stopped) = (Cell::new(at), Cell::new((0, 0)), Cell::new(false));
        Self { watch, phases, at, span, stopped }
    }

    /// Comes to a phase.
    pub fn begin(&self, phase: Phase) {
        let Some(found) = self.phases.iter().position(|(known, _)| *known == phase) else { return };
        let before = self.phases.iter().take(found).map(|(_, steps)| steps).sum();
        let steps = self.phases.get(found).map_or(0, |(_, steps)| *steps);
        self.span.set((before, steps));
        self.at.set(Progress { phase, ..self.at.get() });
        self.part(0, 1);
    }

    /// Comes so far in the present phase.
    pub fn part(&self, done: usize, all: usize) {
        let (before, steps) = self.span.get();
        let inside = u64::from(steps) * done.min(all) as u64 / all.max(1) as u64;
        let at = self.at.get();
        // At most the phase's own steps.
        self.at.set(Progress { done: at.done.max(before + inside as u32), ..at });
    }

    /// Tells where the search stands; whether it goes on.
    pub fn goes_on(&self, served: Option<u64>) -> bool {
        let at = self.at.get();
        let at = Progress { served: served.unwrap_or(at.served), ..at };
        self.at.set(at);
        if !self.stopped.get() && !self.watch.goes_on(&at) {
            self.stopped.set(true);
        }
        !self.stopped.get()
    }

    /// Whether the search was told to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.get()
    }
}
