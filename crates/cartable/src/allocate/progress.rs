//! Where the search stands, on one line of the terminal, and being told to stop.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use allocation::{Phase, Progress, Watch};
use domain::allocation::Stage;

use crate::stop;

/// Draws the search where somebody looks, and stops it when told.
#[derive(Default)]
pub(super) struct Bar {
    stops: Arc<AtomicBool>,
    draws: bool,
}

impl Bar {
    /// Listens to signals, and draws if the standard error is a terminal.
    pub(super) fn new() -> Self {
        let bar = Self { draws: std::io::stderr().is_terminal(), ..Self::default() };
        let stops = Arc::clone(&bar.stops);
        let listens = stop::when_told(move || {
            stops.store(true, Ordering::Relaxed);
            eprintln!(
                "\nArrêt demandé : le calcul en cours se termine, puis le meilleur plan trouvé est écrit."
            );
        });
        if let Err(error) = listens {
            // The search can still be ended, only not politely.
            tracing::warn!("no signal can be waited for: {error}");
        }
        bar
    }

    /// Told to stop before it begins.
    #[cfg(test)]
    pub(super) fn stopped() -> Self {
        let bar = Self::default();
        bar.stops.store(true, Ordering::Relaxed);
        bar
    }

    /// Whether the program was told to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stops.load(Ordering::Relaxed)
    }

    /// Leaves the line empty.
    pub(super) fn clear(&self) {
        self.draw("");
    }

    fn draw(&self, text: &str) {
        if self.draws {
            let mut out = std::io::stderr();
            // What cannot be drawn is not missed.
            let _ = write!(out, "\r\x1b[K{text}").and_then(|()| out.flush());
        }
    }
}

impl Watch for Bar {
    fn goes_on(&self, at: &Progress) -> bool {
        self.draw(&line(at));
        !self.is_stopped()
    }
}

const WIDTH: u32 = 20;

fn line(at: &Progress) -> String {
    let done = u64::from(at.done) * u64::from(WIDTH) / u64::from(at.all.max(1));
    let bar: String =
        (0..u64::from(WIDTH)).map(|cell| if cell < done { '#' } else { '.' }).collect();
    let percent = u64::from(at.done) * 100 / u64::from(at.all.max(1));
    let phase = match at.phase {
        Phase::Decisions => "décisions prises à la main".to_owned(),
        Phase::Order => "qui est servi, dans l’ordre".to_owned(),
        Phase::Stage(Stage::Tier(tier)) => format!("qui est servi, priorité {tier}"),
        Phase::Stage(Stage::Score) => "score".to_owned(),
        Phase::Refusals | Phase::Stage(Stage::Refusals(..)) => "preuve des refus".to_owned(),
        Phase::Stage(Stage::Cost) => "dépense".to_owned(),
        Phase::Stage(Stage::Spread) => "emploi des lignes du fonds".to_owned(),
        Phase::Stage(Stage::Fit) => "souhaits".to_owned(),
        Phase::Ties => "tirage".to_owned(),
        Phase::OtherRule => "autre règle, pour comparer".to_owned(),
        Phase::Alone => "sans l’équité, pour comparer".to_owned(),
    };
    format!("[{bar}] {percent:>3} %  {phase} ; {} servis (Ctrl-C pour arrêter là)", at.served)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_the_search_is() {
        let phase = Phase::Stage(Stage::Tier(2));
        let told = line(&Progress { done: 250, all: 1000, phase, served: 12 });
        assert_eq!(
            told,
            "[#####...............]  25 %  qui est servi, priorité 2 ; 12 servis (Ctrl-C pour arrêter là)"
        );
        let nothing = line(&Progress { done: 0, all: 0, phase: Phase::Decisions, served: 0 });
        assert!(nothing.starts_with("[....................]   0 %"), "{nothing}");
    }
}
