//! What would have changed the decision on a need: every change that is told has been tried, so that it
//! may take seconds where things can be bought.

use std::time::Duration;

use domain::allocation::{Counterfactual, Reason};
use store::KeptPlan;
use tokio::sync::Semaphore;

use crate::error::PageError;
use crate::wording::rounds::Names;
use crate::wording::what_if::{Asked, TOO_LONG, Trials, sentences, spared};

/// Whoever opens ten explanations at once waits in line, and leaves the other requests a processor.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// How long a page waits for the trials of one need.
const PATIENCE: Duration = Duration::from_secs(30);

/// For each of these needs, sentences on what would have served it, or on how much it could have lost; none
/// for a need that the plan does not know.
pub(super) async fn tried(
    kept: &KeptPlan,
    needs: &[&str],
    names: &Names,
) -> Result<Vec<Vec<String>>, PageError> {
    let mut told = Vec::with_capacity(needs.len());
    for need in needs {
        told.push(match kept.plan.explain(need).map(|told| &told.line.reason) {
            Some(reason) if !reason.is_served() => one(kept, need, reason, names).await?,
            Some(Reason::ServiStock | Reason::ServiAchat) if has_no_cut_offs(kept) => {
                margin(kept, need).await?
            }
            _ => Vec::new(),
        });
    }
    Ok(told)
}

async fn one(
    kept: &KeptPlan,
    need: &str,
    reason: &Reason,
    names: &Names,
) -> Result<Vec<String>, PageError> {
    let asked = Asked { rule: kept.policy.rule, situation: &kept.situation };
    if matches!(reason, Reason::FratrieDejaServie { .. }) {
        return Ok(sentences(Trials::BySiblings, asked, names));
    }
    if reason.is_decision() {
        return Ok(sentences(Trials::ByHand, asked, names));
    }
    if kept.plan.stopped {
        return Ok(sentences(Trials::Stopped, asked, names));
    }
    // Whoever does not wait any longer leaves the trials to their end: they keep their turn until then.
    let Ok(changes) = tokio::time::timeout(PATIENCE, changes(kept, need)).await else {
        return Ok(sentences(Trials::TooLong, asked, names));
    };
    Ok(sentences(Trials::Done(&changes?), asked, names))
}

/// Where a plan buys there is no cut-off to measure from: how much a served need could lose is found by
/// trying; not where the search was stopped.
fn has_no_cut_offs(kept: &KeptPlan) -> bool {
    let by_rank = kept.situation.is_stock_alone() && kept.policy.fairness.is_none();
    !by_rank && !kept.plan.stopped
}

async fn margin(kept: &KeptPlan, need: &str) -> Result<Vec<String>, PageError> {
    let (asked, seed) = (need.to_owned(), kept.clone());
    let found = tokio::time::timeout(PATIENCE, async move {
        let turn = ONE_AT_A_TIME.acquire().await.map_err(PageError::fault)?;
        let found = tokio::task::spawn_blocking(move || {
            let found = allocation::margin(&seed.situation, &seed.policy, &seed.plan, &asked);
            drop(turn);
            found
        });
        found.await.map_err(PageError::fault)
    });
    Ok(match found.await {
        Ok(points) => vec![spared(points?)],
        Err(_) => vec![TOO_LONG.to_owned()],
    })
}

async fn changes(kept: &KeptPlan, need: &str) -> Result<Vec<Counterfactual>, PageError> {
    let turn = ONE_AT_A_TIME.acquire().await.map_err(PageError::fault)?;
    let (situation, policy) = (kept.situation.clone(), kept.policy.clone());
    let (plan, need) = (kept.plan.clone(), need.to_owned());
    let changes = tokio::task::spawn_blocking(move || {
        let changes = allocation::counterfactuals(&situation, &policy, &plan, &need);
        drop(turn);
        changes
    });
    changes.await.map_err(PageError::fault)
}
