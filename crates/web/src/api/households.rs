//! `/api/v1/households` and `/api/v1/needs`: finding a family, recording what it has, who waits.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::HouseholdId;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use serde::{Deserialize, Serialize};
use store::{
    FoundHousehold, HomeState, RecordNeeds, RecordNeedsRefused, Search, VerbError, Waiting,
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::line::Done;
use super::plans::RankOut;
use super::problem::ApiError;
use super::read::{Asked, Sent};
use super::values::{Code, Day, Listed, PageNumber, PageQuery, PageSize, Sought, window};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions::record_needs_refused;

type Kind = Code<NeedKind>;
type Standing = Code<NeedState>;
type Has = Code<Equipment>;
type Reaches = Code<Connection>;
type Language = Code<ContactLanguage>;
type Ground = Code<PriorityReason>;

/// Which families.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct HouseholdQuery {
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

/// Une famille, en peu de mots : ce qu’il faut pour la reconnaître et la servir.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseholdOut {
    /// Son identifiant.
    id: Uuid,
    /// Comment elle est appelée.
    label: String,
    /// Sa commune.
    commune: String,
    /// Ses besoins qui restent à servir : un de chaque sorte au plus.
    #[schema(max_items = 2)]
    needs: Vec<StandingNeed>,
    /// Personne n’a encore demandé ce qu’elle a.
    to_ask: bool,
}

/// Un besoin qui reste à servir.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingNeed {
    /// De quoi.
    kind: Kind,
    /// Le combientième appareil du foyer, à partir de 1.
    nth: u8,
    /// Où il en est.
    state: Standing,
}

impl From<FoundHousehold> for HouseholdOut {
    fn from(found: FoundHousehold) -> Self {
        let need = |(kind, nth, state)| StandingNeed { kind: Code(kind), nth, state: Code(state) };
        Self {
            id: found.id.into(),
            label: found.label,
            commune: found.commune,
            needs: found.needs.into_iter().map(need).collect(),
            to_ask: found.to_ask,
        }
    }
}

/// Finds families.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<HouseholdQuery>,
) -> Result<Json<Listed<HouseholdOut>>, ApiError> {
    let window = window(asked.page, asked.size);
    let text = asked.q.unwrap_or_default().0;
    let search = Search { text: &text, ..Search::default() };
    let (found, total) =
        app.store.find_households(search, window.offset(), window.limit(), who.by()).await?;
    Ok(Json(window.shows(found, total)))
}

/// Un besoin en attente.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedOut {
    /// Son identifiant.
    id: Uuid,
    /// De quoi.
    kind: Kind,
    /// Le combientième appareil du foyer, à partir de 1.
    nth: u8,
    /// La famille.
    household: Uuid,
    /// Comment elle est appelée.
    label: String,
    /// Depuis quand.
    opened_on: Day,
    /// Son rang dans le dernier plan adopté.
    rank: Option<RankOut>,
}

impl From<Waiting> for NeedOut {
    fn from(waiting: Waiting) -> Self {
        Self {
            id: waiting.need.into(),
            kind: Code(waiting.kind),
            nth: waiting.nth,
            household: waiting.household.into(),
            label: waiting.label,
            opened_on: Day(waiting.opened_on),
            rank: waiting.rank.map(RankOut::from),
        }
    }
}

/// Lists who waits, in the order of the last adopted plan.
pub async fn waiting(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<NeedOut>>, ApiError> {
    let window = window(asked.page, asked.size);
    let (rows, total) = app.store.waiting_list(window.offset(), window.limit(), who.by()).await?;
    Ok(Json(window.shows(rows, total)))
}

/// Ce qu’une famille a chez elle ; les besoins en suivent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedsIn {
    /// L’identifiant de cette demande, choisi par qui appelle.
    id: Uuid,
    /// Sur quoi les enfants travaillent.
    equipment: Has,
    /// Comment la famille accède au réseau.
    connection: Reaches,
    /// Elle accepte un prêt.
    accepts_loan: bool,
    /// Elle accepte un appareil reconditionné.
    accepts_refurbished: bool,
    /// Elle habite un quartier prioritaire.
    in_qpv: bool,
    /// Perdue de vue.
    lost_contact: bool,
    /// La langue dans laquelle on lui écrit.
    language: Language,
    /// Le motif d’une priorité sociale, pour tous ses besoins.
    priority: Option<Ground>,
}

/// Records.
pub async fn record(
    State(app): State<AppState>,
    who: Who,
    Path(household): Path<HouseholdId>,
    Sent(sent): Sent<NeedsIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let state = HomeState {
        equipment: sent.equipment.0,
        connection: sent.connection.0,
        accepts_loan: sent.accepts_loan,
        accepts_refurbished: sent.accepts_refurbished,
        in_qpv: sent.in_qpv,
        lost_contact: sent.lost_contact,
        language: sent.language.0,
        priority: sent.priority.map(|ground| ground.0),
    };
    let order = RecordNeeds { form: sent.id, household, state };
    match app.store.record_needs(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: household.into() }))),
        Err(VerbError::Refused(RecordNeedsRefused::Unknown)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, record_needs_refused)),
    }
}
