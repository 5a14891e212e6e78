//! `/attributions/{round}`: one round, its plans; proposing, giving up.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{PlanId, RoundId};
use store::{AbandonRoundRefused, PlanHead, Round, RoundState};

use super::sees_families;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions::keep_plan_refused;
use crate::wording::{French as _, Label as _, count};

/// The round.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/show.html")]
pub struct ShowRound {
    page: Page,
    runs: bool,
    round: Round,
    plans: Vec<PlanHead>,
    plan_id: PlanId,
}

impl ShowRound {
    fn needs(&self) -> String {
        count(self.round.needs.len() as u64, "besoin gelé", "besoins gelés")
    }

    fn open(&self) -> bool {
        self.round.state == RoundState::Open
    }
}

/// Shows the round.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<RoundId>,
) -> Result<ShowRound, PageError> {
    let round = app.store.round(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let plans = app.store.plans_of(id, who.by()).await?;
    let runs = sees_families(who.seat());
    Ok(ShowRound { page, runs, round, plans, plan_id: app.mint.id() })
}

/// Reads the situation, asks the engine, keeps the plan.
pub async fn propose(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<RoundId>,
    form: Form,
) -> Result<Response, PageError> {
    let plan_id: PlanId = form.hidden("id")?;
    let base = app.store.situation(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let (situation, policy) = (base.situation.clone(), base.policy.clone());
    let plan = tokio::task::spawn_blocking(move || allocation::plan(&situation, &policy))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    let kept = app.store.keep_plan(plan_id, &base, &plan, who.by(), app.clock.now()).await;
    kept.map_err(|error| PageError::of_verb(error, |why| keep_plan_refused(why).to_owned()))?;
    Ok(see_other(&format!("/attributions/plans/{plan_id}")))
}

/// Gives the round up.
pub async fn abandon(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<RoundId>,
) -> Result<Response, PageError> {
    match app.store.abandon_round(id, who.by(), app.clock.now()).await {
        Ok(()) => {
            Ok(see_other_saying("/attributions", "Tour abandonné. Son tirage reste au journal."))
        }
        Err(store::VerbError::Refused(AbandonRoundRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Ce tour est déjà clos : il n’y a rien à abandonner.".to_owned()
        })),
    }
}
