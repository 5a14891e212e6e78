//! `/attributions/{round}`: one round, its money, its decisions by hand, its plans; giving it up.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::ids::{PlanId, RoundId};
use store::{AbandonRoundRefused, PlanHead, Round, RoundFund, RoundState, Solve};

use super::sees_families;
use crate::error::PageError;
use crate::page::{Page, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
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
    /// What it may spend, line by line.
    money: Vec<RoundFund>,
    /// The decisions by hand there are.
    pins: u64,
    /// The search that runs.
    solve: Option<Solve>,
}

impl ShowRound {
    fn needs(&self) -> String {
        count(self.round.needs.len() as u64, "besoin gelé", "besoins gelés")
    }

    fn pinned(&self) -> String {
        match self.pins {
            0 => "Décisions à la main".to_owned(),
            pins => count(pins, "décision à la main", "décisions à la main"),
        }
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
    let by = who.by();
    Ok(ShowRound {
        page,
        runs: sees_families(who.seat()),
        plans,
        plan_id: app.mint.id(),
        money: app.store.round_money(id, by).await?,
        pins: app.store.pins(id, by).await?.len() as u64,
        solve: app.store.solve_of(id, by, app.clock.now()).await?,
        round,
    })
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
