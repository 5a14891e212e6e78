//! Searches for plans: each runs on the node that was asked for it, tells the database how far it has come,
//! and reads there whether somebody wants it stopped. It can be left, found again, and seen from any node.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use allocation::{BuiltIn, Infeasible, Progress, Watch};
use domain::allocation::{Plan, Policy, Situation};
use domain::ids::{NeedId, PlanId};
use serde::{Deserialize, Serialize};
use store::{Base, By, KeepPlanRefused, SolveState, VerbError};
use tokio::sync::Semaphore;

use crate::error::PageError;
use crate::state::AppState;

/// Searches of this node at once: each takes a processor to itself.
const AT_ONCE: usize = 2;
/// How often a search tells where it stands.
const TELLS_EVERY: Duration = Duration::from_millis(700);
/// How long a request waits for a short search before it shows the progress.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// How long a trial searches.
const QUICK: Duration = Duration::from_secs(4);
/// How often it looks.
const LOOKS_EVERY: Duration = Duration::from_millis(60);

/// The searches of this node.
#[derive(Debug, Clone)]
pub struct Solving(Arc<Semaphore>);

impl Default for Solving {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// Why a search ended without a plan, as the database keeps it: ids and codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Decisions by hand that cannot all be kept.
    Decisions(Vec<NeedId>),
    /// A quota beyond what there is.
    Quota {
        /// Of which school.
        of: String,
        /// So many were asked.
        least: u32,
        /// The most that is possible.
        possible: u32,
    },
    /// The round was closed meanwhile, or a decision by hand no longer holds.
    Moved,
    /// The program broke, or its node has gone.
    Broken,
}

impl Fault {
    /// As the database keeps it; what cannot be read is broken.
    #[must_use]
    pub fn read(kept: &str) -> Self {
        serde_json::from_str(kept).unwrap_or(Self::Broken)
    }

    /// A stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Decisions(_) => "decisions",
            Self::Quota { .. } => "quota",
            Self::Moved => "moved",
            Self::Broken => "broken",
        }
    }

    fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Fault {
    /// Why these rules leave no plan.
    #[must_use]
    pub fn of(why: Infeasible, policy: &Policy) -> Self {
        match why {
            Infeasible::Pins { needs } => {
                Self::Decisions(needs.iter().filter_map(|need| need.parse().ok()).collect())
            }
            Infeasible::Quota { at, possible } => {
                let quota = policy.fairness.quotas().get(at);
                let of = quota.map(|quota| quota.of.clone()).unwrap_or_default();
                Self::Quota { of, least: quota.map_or(0, |quota| quota.least), possible }
            }
        }
    }
}

/// What a search tells and is told, between its own thread and the requests.
#[derive(Debug, Default)]
struct Telling {
    done: AtomicU32,
    all: AtomicU32,
    served: AtomicU64,
    stop: AtomicBool,
}

impl Telling {
    fn steps(&self) -> (u32, u32) {
        let all = self.all.load(Ordering::Relaxed).max(1);
        (self.done.load(Ordering::Relaxed).min(all), all)
    }
}

impl Watch for Telling {
    fn goes_on(&self, at: &Progress) -> bool {
        self.done.store(at.done, Ordering::Relaxed);
        self.all.store(at.all, Ordering::Relaxed);
        self.served.store(at.served, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }
}

fn search(situation: &Situation, policy: &Policy, telling: &Telling) -> Result<Plan, Infeasible> {
    allocation::plan_watched(situation, policy, &BuiltIn, telling)
}

/// The plan of a question that nobody keeps, within some seconds; none where decisions cannot be kept.
///
/// # Errors
/// When the program breaks.
pub async fn quickly((situation, policy): (Situation, Policy)) -> Result<Option<Plan>, PageError> {
    let telling = Arc::new(Telling::default());
    let told = Arc::clone(&telling);
    let mut searching = tokio::task::spawn_blocking(move || search(&situation, &policy, &told));
    let found = match tokio::time::timeout(QUICK, &mut searching).await {
        Ok(found) => found,
        Err(_) => {
            telling.stop.store(true, Ordering::Relaxed);
            searching.await
        }
    };
    Ok(found.map_err(PageError::fault)?.ok())
}

impl Solving {
    /// Begins a search that was noted; its plan is kept under `plan`.
    pub fn begin(&self, app: AppState, base: Base, plan: PlanId, by: By) {
        let permits = Arc::clone(&self.0);
        tokio::spawn(async move {
            // Never closed.
            let _permit = permits.acquire_owned().await;
            let ended = run(&app, &base, plan, by).await;
            if let Err(fault) = &ended {
                tracing::warn!(%plan, ?fault, "a search ended without a plan");
            }
            let fault = ended.err().map(|fault| fault.kept());
            if let Err(failure) = app.store.end_solve(plan, fault.as_deref()).await {
                tracing::error!(%plan, %failure, "the end of a search was not noted");
            }
        });
    }
}

async fn run(app: &AppState, base: &Base, plan: PlanId, by: By) -> Result<(), Fault> {
    let telling = Arc::new(Telling::default());
    let (situation, policy) = (base.situation.clone(), base.policy.clone());
    let told = Arc::clone(&telling);
    let mut searching = tokio::task::spawn_blocking(move || search(&situation, &policy, &told));
    let found = loop {
        match tokio::time::timeout(TELLS_EVERY, &mut searching).await {
            Ok(ended) => break ended.map_err(|_| Fault::Broken)?,
            Err(_) => {
                let served = telling.served.load(Ordering::Relaxed);
                let now = app.clock.now();
                // A database that fails for a moment stops no search.
                if let Ok(false) = app.store.tell_solve(plan, telling.steps(), served, now).await {
                    telling.stop.store(true, Ordering::Relaxed);
                }
            }
        }
    };
    let found = found.map_err(|why| Fault::of(why, &base.policy))?;
    match app.store.keep_plan(plan, base, &found, by, app.clock.now()).await {
        Ok(()) => Ok(()),
        Err(VerbError::Refused(
            KeepPlanRefused::UnknownRound
            | KeepPlanRefused::RoundClosed
            | KeepPlanRefused::BrokenDecisions,
        )) => Err(Fault::Moved),
        Err(VerbError::OtherContent) => Err(Fault::Moved),
        Err(VerbError::Failed(failure)) => {
            tracing::error!(%plan, %failure, "a plan was not kept");
            Err(Fault::Broken)
        }
    }
}

/// Waits a moment for a search to end.
///
/// # Errors
/// When the database fails.
pub async fn wait_a_moment(app: &AppState, plan: PlanId, by: By) -> Result<(), PageError> {
    let mut waited = Duration::ZERO;
    while waited < PATIENCE {
        let found = app.store.solve(plan, by, app.clock.now()).await?;
        if found.is_none_or(|solve| solve.state != SolveState::Running) {
            break;
        }
        tokio::time::sleep(LOOKS_EVERY).await;
        waited += LOOKS_EVERY;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::Euros;
    use domain::allocation::{
        Alternative, Rows, Rule, SituationFund, SituationItem, SituationNeed,
    };
    use domain::stock::{Level, LotCondition};

    use super::*;

    /// Three who want a tablet, and money for two.
    fn scarce() -> Situation {
        let need = |n: u16| SituationNeed {
            need: format!("n{n}"),
            household: String::new(),
            asks: vec![Alternative::single("tablet")],
            tier: 1,
            score: 100 + n,
            commune: String::new(),
            school: String::new(),
            level: Level::College,
            flags: Vec::new(),
            accepts_loan: true,
            accepts_refurbished: true,
        };
        let fund = SituationFund {
            fund: "f".into(),
            available: Euros::from_cents(40_000),
            categories: Vec::new(),
            communes: Vec::new(),
            levels: Vec::new(),
            requires: Vec::new(),
            refuses: Vec::new(),
            flexibility: 0,
        };
        let item = SituationItem {
            item: "t".into(),
            kind: "tablet".into(),
            category: "equipment".into(),
            condition: LotCondition::New,
            price: Euros::from_cents(15_000),
            minimum_order: 0,
            penalty: 0,
        };
        let (needs, funds, catalogue) = ((1..=3).map(need).collect(), vec![fund], vec![item]);
        Situation::new(Rows { needs, funds, catalogue, ..Rows::default() }).unwrap()
    }

    #[test]
    fn a_search_tells_its_steps_and_stops_when_told() {
        let (situation, policy) = (scarce(), Policy::new(Rule::Strict, 0));
        let telling = Telling::default();
        let whole = search(&situation, &policy, &telling).unwrap();
        let (done, all) = telling.steps();
        assert!(!whole.stopped && all > 1 && done <= all, "{done} of {all}");
        assert_eq!(telling.served.load(Ordering::Relaxed), 2);

        telling.stop.store(true, Ordering::Relaxed);
        let stopped = search(&situation, &policy, &telling).unwrap();
        assert!(stopped.stopped);
        assert_eq!(stopped.served, whole.served, "the first plan serves as many here");
    }

    #[test]
    fn a_fault_is_kept_as_ids_and_codes() {
        use domain::allocation::{Fairness, PlaceKind, Quota};

        let need: NeedId = uuid::Uuid::from_u128(7).into();
        let quota = Fault::Quota { of: "S1".into(), least: 4, possible: 3 };
        for fault in [Fault::Decisions(vec![need]), quota.clone(), Fault::Moved] {
            assert_eq!(Fault::read(&fault.kept()), fault);
        }
        assert_eq!(Fault::read(""), Fault::Broken, "its node has gone without a word");
        let why = Infeasible::Pins { needs: vec![need.to_string()] };
        let one = |of: &str, least| Quota { of: of.into(), tier: None, least, most: None };
        let quotas = vec![one("S0", 1), one("S1", 4)];
        let fairness = Fairness::Quota { by: PlaceKind::School, quotas };
        let policy = Policy { fairness, ..Policy::default() };
        assert_eq!(Fault::of(why, &policy), Fault::Decisions(vec![need]));
        let why = Infeasible::Quota { at: 1, possible: 3 };
        assert_eq!(Fault::of(why, &policy), quota);
    }
}
