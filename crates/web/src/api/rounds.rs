//! `/api/v1/rounds`: the rounds of allocation, and opening one.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::RoundId;
use serde::{Deserialize, Serialize};
use store::{OpenRound, PlanHead, PlanState, Round, RoundState};
use utoipa::ToSchema;
use uuid::Uuid;

use super::line::Done;
use super::problem::ApiError;
use super::read::{Asked, Sent};
use super::values::{Code, Listed, Moment, PageQuery, Text, window};
use crate::state::AppState;
use crate::who::{Who, sees_families};
use crate::wording::decisions::open_round_refused;

type Stands = Code<RoundState>;
type PlanStands = Code<PlanState>;
type Name = Text<80>;

/// The most plans of a round that are told.
const PLANS: usize = 100;

/// Un tour d’attribution.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundOut {
    /// Son identifiant.
    id: Uuid,
    /// Son nom.
    name: String,
    /// Le numéro du barème qu’il suit.
    #[schema(minimum = 1)]
    policy_version: i64,
    /// Quand les besoins ont été gelés.
    frozen_at: Moment,
    /// Où il en est.
    state: Stands,
    /// Combien de besoins ont été gelés ; seulement pour qui voit les familles.
    #[schema(minimum = 0)]
    needs: Option<u64>,
}

/// Un plan, en peu de mots.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanHeadOut {
    /// Son identifiant.
    id: Uuid,
    /// Où il en est.
    state: PlanStands,
    /// Quand il a été proposé.
    made_at: Moment,
    /// Son empreinte.
    digest: String,
}

/// Un tour et ses plans.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundWithPlans {
    /// Le tour.
    round: RoundOut,
    /// Les cent derniers plans, le plus récent d’abord.
    #[schema(max_items = 100)]
    plans: Vec<PlanHeadOut>,
}

impl RoundOut {
    /// Beside a plan's hidden figures, a round's total would give one back.
    fn new(round: Round, who: &Who) -> Self {
        Self {
            id: round.id.into(),
            name: round.name,
            policy_version: round.policy_version,
            frozen_at: Moment(round.frozen_at),
            state: Code(round.state),
            needs: sees_families(who.seat()).then_some(round.needs.len() as u64),
        }
    }
}

impl From<PlanHead> for PlanHeadOut {
    fn from(head: PlanHead) -> Self {
        Self {
            id: head.id.into(),
            state: Code(head.state),
            made_at: Moment(head.made_at),
            digest: head.digest,
        }
    }
}

/// Lists the rounds, the latest first.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<RoundOut>>, ApiError> {
    let window = window(asked.page, asked.size);
    let (rounds, total) = app.store.rounds(window.offset(), window.limit(), who.by()).await?;
    let rounds = rounds.into_iter().map(|round| RoundOut::new(round, &who)).collect();
    Ok(Json(window.shows::<RoundOut, RoundOut>(rounds, total)))
}

/// Shows one with its plans.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<RoundId>,
) -> Result<Json<RoundWithPlans>, ApiError> {
    let round = app.store.round(id, who.by()).await?.ok_or(ApiError::NotFound)?;
    let plans = app.store.plans_of(id, who.by()).await?;
    let plans = plans.into_iter().take(PLANS).map(PlanHeadOut::from).collect();
    Ok(Json(RoundWithPlans { round: RoundOut::new(round, &who), plans }))
}

/// Un tour à ouvrir.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundIn {
    /// L’identifiant du tour, choisi par qui appelle.
    id: Uuid,
    /// Son nom, unique dans la cité.
    #[schema(inline)]
    name: Name,
}

/// Opens a round: the needs are frozen, then the seed is drawn.
pub async fn open(
    State(app): State<AppState>,
    who: Who,
    Sent(sent): Sent<RoundIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let order = OpenRound { id: RoundId(sent.id), name: sent.name.0 };
    let mint = app.mint.clone();
    let draw = move || u32::from_be_bytes(mint.bytes::<4>());
    let done = app.store.open_round(&order, draw, who.by(), app.clock.now()).await;
    done.map_err(|error| ApiError::of_verb(error, |why| open_round_refused(why).to_owned()))?;
    Ok((StatusCode::CREATED, Json(Done { id: sent.id })))
}
