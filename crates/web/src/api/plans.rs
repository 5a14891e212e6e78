//! `/api/v1/plans`: what a plan does, figures as the seat may read them, names for who sees families.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::allocation::{Assignment, Rank};
use domain::disclosure::Shown;
use domain::ids::{PlanId, RoundId};
use domain::people::equipment::NeedKind;
use serde::{Deserialize, Serialize};
use store::{AdoptPlan, AdoptRefused, KeepPlanRefused, LineFilter, PlanLine, PlanState, VerbError};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::line::Done;
use super::problem::ApiError;
use super::read::{Asked, Sent};
use super::values::{Code, Listed, Moment, PageNumber, PageSize, Sought, Word, window};
use crate::error::PageError;
use crate::pages::rounds::names;
use crate::pages::rounds::plan::tiers;
use crate::solving::Fault;
use crate::state::AppState;
use crate::who::{Who, sees_families};
use crate::wording::decisions::{adopt_refused, keep_plan_refused, search_fault};

type Stands = Code<PlanState>;
type Kind = Code<NeedKind>;
type Reads = Code<Reading>;

domain::vocabulary! {
    /// How a count is to be read.
    Reading {
        /// As it is.
        Exact = "exact",
        /// Hidden: it is under this number.
        Under = "under",
        /// Hidden: it is this number at least.
        AtLeast = "at_least",
        /// Hidden, beside a hidden one.
        Withheld = "withheld",
    }
}

impl Word for Reading {
    const NAME: &'static str = "Reading";
    const WORDS: &'static [Self] = Self::ALL;
}

/// Un nombre de familles, tel que ce siège peut le lire : les petits nombres sont masqués.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountOut {
    /// Comment le lire.
    reading: Reads,
    /// Le nombre, ou la limite que la lecture annonce.
    #[schema(minimum = 0)]
    number: Option<u64>,
}

impl From<Shown> for CountOut {
    fn from(shown: Shown) -> Self {
        let (reading, number) = match shown {
            Shown::Exact(count) => (Reading::Exact, Some(count)),
            Shown::Under(least) => (Reading::Under, Some(least)),
            Shown::AtLeast(least) => (Reading::AtLeast, Some(least)),
            Shown::Withheld => (Reading::Withheld, None),
        };
        Self { reading: Code(reading), number }
    }
}

/// Une place dans l’ordre de priorité.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankOut {
    /// La priorité, 1 d’abord.
    #[schema(minimum = 1)]
    tier: u8,
    /// Les points.
    score: u16,
    /// La place parmi tous les besoins, à partir de 1.
    #[schema(minimum = 1)]
    position: u32,
}

impl From<Rank> for RankOut {
    fn from(rank: Rank) -> Self {
        Self { tier: rank.tier, score: rank.score, position: rank.position }
    }
}

/// Les besoins d’une priorité.
#[derive(Debug, Serialize, ToSchema)]
pub struct TierOut {
    /// La priorité, 1 d’abord.
    #[schema(minimum = 1)]
    tier: u8,
    /// Combien il y en a.
    needs: CountOut,
    /// Combien ce plan en sert.
    served: CountOut,
    /// Combien l’autre règle en servirait.
    other_rule: CountOut,
    /// Combien l’ancienne pratique en aurait servi.
    former_practice: CountOut,
}

/// Un plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanOut {
    /// Son identifiant.
    id: Uuid,
    /// Son tour.
    round: Uuid,
    /// Où il en est.
    state: Stands,
    /// Quand il a été proposé.
    made_at: Moment,
    /// La règle suivie.
    #[schema(example = "strict")]
    rule: String,
    /// Le numéro du barème.
    #[schema(minimum = 1)]
    policy_version: i64,
    /// Son empreinte.
    digest: String,
    /// Il est prouvé que rien de mieux n’existe.
    proved: bool,
    /// Les chiffres, par priorité.
    #[schema(max_items = 255)]
    tiers: Vec<TierOut>,
}

/// Shows one.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<PlanId>,
) -> Result<Json<PlanOut>, ApiError> {
    let kept = app.store.plan(id, who.by()).await?.ok_or(ApiError::NotFound)?;
    let tiers = tiers(&kept, sees_families(who.seat())).into_iter().map(|row| {
        let [needs, served, other_rule, former_practice] = row.cells.map(CountOut::from);
        TierOut { tier: row.tier, needs, served, other_rule, former_practice }
    });
    Ok(Json(PlanOut {
        id: kept.id.into(),
        round: kept.round.id.into(),
        state: Code(kept.state),
        made_at: Moment(kept.made_at),
        rule: kept.policy.rule.code().to_owned(),
        policy_version: kept.round.policy_version,
        proved: kept.plan.is_exact(),
        tiers: tiers.collect(),
        digest: kept.plan.digest,
    }))
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct LineQuery {
    /// Seulement les besoins servis, ou seulement les autres.
    served: Option<bool>,
    /// Lettres d’un nom, ou chiffres d’un numéro de téléphone.
    #[param(inline)]
    q: Option<Sought>,
    /// La page, à partir de 1.
    #[param(inline)]
    page: Option<PageNumber>,
    /// Lignes par page.
    #[param(inline)]
    size: Option<PageSize>,
}

/// Ce qu’un plan décide d’un besoin.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanLineOut {
    /// Le besoin.
    need: Uuid,
    /// De quoi.
    kind: Kind,
    /// Le combientième appareil du foyer, à partir de 1.
    nth: u8,
    /// La famille.
    household: Uuid,
    /// Comment elle est appelée ; vide quand elle a été oubliée.
    label: String,
    /// Son rang.
    rank: RankOut,
    /// Servi par ce plan.
    served: bool,
    /// Le motif, comme dans les fichiers publiés.
    #[schema(example = "servi_stock")]
    reason: String,
    /// Le lot qui le sert.
    lot: Option<String>,
}

impl From<PlanLine> for PlanLineOut {
    fn from(line: PlanLine) -> Self {
        Self {
            need: line.need.into(),
            kind: Code(line.kind),
            nth: line.nth,
            household: line.household.into(),
            label: line.label,
            rank: line.rank.into(),
            served: line.reason.is_served(),
            reason: line.reason.code().to_owned(),
            lot: line.given.iter().find_map(Assignment::lot).map(str::to_owned),
        }
    }
}

/// Lists the lines of one.
pub async fn lines(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<PlanId>,
    Asked(asked): Asked<LineQuery>,
) -> Result<Json<Listed<PlanLineOut>>, ApiError> {
    let kept = app.store.plan(id, who.by()).await?.ok_or(ApiError::NotFound)?;
    let window = window(asked.page, asked.size);
    let text = asked.q.unwrap_or_default().0;
    let filter = LineFilter { served: asked.served, text: &text };
    let (lines, total) =
        app.store.plan_lines(&kept, filter, window.offset(), window.limit(), who.by()).await?;
    Ok(Json(window.shows(lines, total)))
}

/// Une demande sans rien d’autre que son identifiant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BareIn {
    /// L’identifiant de cette demande, choisi par qui appelle ; pour un plan, celui du plan.
    id: Uuid,
}

/// Reads the situation, asks the engine, keeps the plan.
pub async fn propose(
    State(app): State<AppState>,
    who: Who,
    Path(round): Path<RoundId>,
    Sent(sent): Sent<BareIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let base = app.store.situation(round, who.by()).await?.ok_or(ApiError::NotFound)?;
    let (situation, policy) = (base.situation.clone(), base.policy.clone());
    let plan = tokio::task::spawn_blocking(move || allocation::plan(&situation, &policy)).await;
    // What no plan keeps is for people to sort out: the ids say where.
    let plan = match plan.map_err(PageError::fault)? {
        Ok(plan) => plan,
        Err(why) => {
            let fault = Fault::of(why, &base.policy);
            let names = names(&app, &who).await?;
            let sentence = search_fault(&fault, &[], &names);
            return Err(ApiError::Refused(fault.code().to_owned(), sentence));
        }
    };
    let id = PlanId(sent.id);
    match app.store.keep_plan(id, &base, &plan, who.by(), app.clock.now()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: sent.id }))),
        Err(VerbError::Refused(KeepPlanRefused::UnknownRound)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, |why| keep_plan_refused(why).to_owned())),
    }
}

/// Adopts.
pub async fn adopt(
    State(app): State<AppState>,
    who: Who,
    Path(plan): Path<PlanId>,
    Sent(sent): Sent<BareIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let order = AdoptPlan { form: sent.id, plan };
    match app.store.adopt_plan(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: plan.into() }))),
        Err(VerbError::Refused(AdoptRefused::Unknown)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, |why| adopt_refused(&why))),
    }
}
