//! Proposing a plan: a search is begun at `/attributions/{round}`; while it runs, `/attributions/plans/{plan}`
//! shows how far it has come, and it can be stopped there.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::ids::{PlanId, RoundId};
use store::{BeginSolveRefused, Round, Solve, SolveState, VerbError};

use super::sees_families;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other, see_other_saying};
use crate::solving::{Fault, wait_a_moment};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions as say;
use crate::wording::{count, thousands};

/// A search that runs, or that ended without a plan.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/searching.html")]
pub struct Searching {
    page: Page,
    runs: bool,
    round: Round,
    solve: Solve,
    /// Why it ended without a plan.
    fault: String,
    plan_id: PlanId,
}

impl Searching {
    fn running(&self) -> bool {
        self.solve.state == SolveState::Running
    }

    fn served(&self) -> String {
        count(self.solve.served, "besoin", "besoins")
    }

    fn step(&self) -> String {
        let (done, all) = (self.solve.done.into(), self.solve.steps.into());
        format!("Étape {} sur {}", thousands(done), thousands(all))
    }
}

/// Begins the search that a round asks for.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    Path(round): Path<RoundId>,
    form: Form,
) -> Result<Response, PageError> {
    let plan: PlanId = form.hidden("id")?;
    let by = who.by();
    let base = app.store.situation(round, by).await?.ok_or(PageError::NotFound)?;
    if !base.broken_pins.is_empty() {
        return Ok(see_other_saying(
            &format!("/attributions/{round}/decisions"),
            "Des décisions prises à la main ne peuvent plus être tenues : revoyez celles qui sont signalées, puis proposez un plan.",
        ));
    }
    match app.store.begin_solve(plan, round, by, app.clock.now()).await {
        Ok(true) => app.solving.begin(app.clone(), base, plan, by),
        Ok(false) => {}
        Err(VerbError::Refused(BeginSolveRefused::AnotherRuns(other))) => {
            return Ok(see_other(&format!("/attributions/plans/{other}")));
        }
        Err(VerbError::Refused(BeginSolveRefused::UnknownRound)) => {
            return Err(PageError::NotFound);
        }
        Err(error) => {
            return Err(PageError::of_verb(error, |why| say::begin_solve_refused(why).to_owned()));
        }
    }
    wait_a_moment(&app, plan, by).await?;
    Ok(see_other(&format!("/attributions/plans/{plan}")))
}

/// The page of a plan that is not there yet.
pub(super) async fn searching(
    app: &AppState,
    who: &Who,
    page: Page,
    plan: PlanId,
) -> Result<Response, PageError> {
    let by = who.by();
    let solve = app.store.solve(plan, by, app.clock.now()).await?.ok_or(PageError::NotFound)?;
    let round = app.store.round(solve.round, by).await?.ok_or(PageError::NotFound)?;
    let runs = sees_families(who.seat());
    let fault = match solve.state {
        SolveState::Failed => fault(app, who, &Fault::read(&solve.fault)).await?,
        SolveState::Running | SolveState::Kept => String::new(),
    };
    Ok(Searching { page, runs, round, solve, fault, plan_id: app.mint.id() }.into_response())
}

/// Names families only to who sees them.
async fn fault(app: &AppState, who: &Who, fault: &Fault) -> Result<String, PageError> {
    let mut families = Vec::new();
    if let (Fault::Decisions(needs), true) = (fault, sees_families(who.seat())) {
        let labels = app.store.need_labels(needs, who.by()).await?;
        families.extend(needs.iter().filter_map(|need| labels.get(need).cloned()));
    }
    let names = super::names(app, who).await?;
    Ok(say::search_fault(fault, &families, &names))
}

/// Stops a search: the best plan that it has is kept, and says so.
pub async fn stop(
    State(app): State<AppState>,
    who: Who,
    Path(plan): Path<PlanId>,
) -> Result<Response, PageError> {
    let by = who.by();
    if app.store.solve(plan, by, app.clock.now()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    app.store.stop_solve(plan, by).await?;
    wait_a_moment(&app, plan, by).await?;
    Ok(see_other(&format!("/attributions/plans/{plan}")))
}
