//! `/api/v1/items`: what is in the register, where it stands, where it has been.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::{ItemId, LotId};
use domain::item_life::DeskAction;
use domain::stock::{Grade, ItemKind, ItemState};
use domain::wipe::{LONGEST_CERTIFICATE, Wipe, WipeMethod, WipeResult};
use serde::{Deserialize, Serialize};
use store::{AtDesk, AtDeskRefused, FoundItem, Holder, ItemFile, ItemSearch, Step, VerbError};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::line::Done;
use super::problem::ApiError;
use super::read::{Asked, Sent};
use super::values::{Code, Day, Listed, Moment, PageNumber, PageSize, Sought, Text, window};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::at_desk_refused;

type Kind = Code<ItemKind>;
type Condition = Code<Grade>;
type Place = Code<ItemState>;
type Action = Code<DeskAction>;
type Method = Code<WipeMethod>;
type Outcome = Code<WipeResult>;
type Certificate = Text<{ LONGEST_CERTIFICATE }>;

/// The most steps of an item's life that are told.
const STEPS: usize = 100;

/// What a search asks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ItemQuery {
    /// Chiffres d’un numéro d’inventaire, ou partie d’un numéro de série, d’un IMEI ou d’un ICCID.
    #[param(inline)]
    q: Option<Sought>,
    /// Seulement ce type d’appareil.
    #[param(inline)]
    kind: Option<Kind>,
    /// Seulement dans cet état.
    #[param(inline)]
    state: Option<Place>,
    /// Seulement de ce lot.
    lot: Option<Uuid>,
    /// La page, à partir de 1.
    #[param(inline)]
    page: Option<PageNumber>,
    /// Lignes par page.
    #[param(inline)]
    size: Option<PageSize>,
}

/// Un appareil ou une clé 4G.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemOut {
    /// Son identifiant.
    id: Uuid,
    /// Son numéro d’inventaire.
    #[schema(example = "TLS-T-0042-7")]
    tag: String,
    /// Ce que c’est.
    kind: Kind,
    /// Son lot.
    lot: Uuid,
    /// Où il en est.
    state: Place,
    /// Le dernier état constaté.
    grade: Condition,
    /// Le numéro de série du fabricant.
    serial: Option<String>,
    /// L’IMEI.
    imei: Option<String>,
    /// Le numéro de la carte SIM.
    iccid: Option<String>,
    /// Le numéro de la ligne.
    msisdn: Option<String>,
    /// Le jour de la réception.
    received_on: Day,
    /// Qui l’a, s’il est prêté.
    holder: Option<HolderOut>,
}

/// La famille qui a un appareil.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolderOut {
    /// Le prêt.
    loan: Uuid,
    /// La famille.
    household: Uuid,
    /// Comment elle est appelée.
    label: String,
    /// Le jour où l’appareil est à rendre.
    due_on: Day,
}

/// Une étape de la vie d’un appareil.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepOut {
    /// Quand.
    at: Moment,
    /// Le geste, tel que le journal le nomme.
    #[schema(example = "take_back")]
    verb: String,
    /// L’état d’avant ; aucun à la réception.
    from: Option<Place>,
    /// L’état d’après.
    to: Place,
    /// L’état constaté.
    grade: Condition,
    /// La famille d’où il vient ou à qui il va.
    household: Option<Uuid>,
}

/// Un appareil et son histoire.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemWithHistory {
    /// L’appareil.
    item: ItemOut,
    /// Les cent dernières étapes, la plus récente d’abord.
    #[schema(max_items = 100)]
    history: Vec<StepOut>,
}

impl ItemOut {
    fn new(item: store::Item, holder: Option<Holder>) -> Self {
        Self {
            id: item.id.into(),
            tag: item.tag,
            kind: Code(item.kind),
            lot: item.lot.into(),
            state: Code(item.state),
            grade: Code(item.grade),
            serial: item.serial,
            imei: item.imei,
            iccid: item.iccid,
            msisdn: item.msisdn,
            received_on: Day(item.received_on),
            holder: holder.map(HolderOut::from),
        }
    }
}

impl From<FoundItem> for ItemOut {
    fn from(found: FoundItem) -> Self {
        Self::new(found.item, found.holder)
    }
}

impl From<Holder> for HolderOut {
    fn from(holder: Holder) -> Self {
        Self {
            loan: holder.loan.into(),
            household: holder.household.into(),
            label: holder.label,
            due_on: Day(holder.due_on),
        }
    }
}

impl From<Step> for StepOut {
    fn from(step: Step) -> Self {
        Self {
            at: Moment(step.at),
            verb: step.verb,
            from: step.from.map(Code),
            to: Code(step.to),
            grade: Code(step.grade),
            household: step.household.map(|(id, _)| id.into()),
        }
    }
}

impl From<ItemFile> for ItemWithHistory {
    fn from(file: ItemFile) -> Self {
        let history = file.steps.into_iter().take(STEPS).map(StepOut::from).collect();
        Self { item: ItemOut::new(file.item, file.holder), history }
    }
}

/// Lists what a search finds.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<ItemQuery>,
) -> Result<Json<Listed<ItemOut>>, ApiError> {
    let window = window(asked.page, asked.size);
    let search = ItemSearch {
        text: asked.q.unwrap_or_default().0,
        kind: asked.kind.map(|kind| kind.0),
        state: asked.state.map(|state| state.0),
        lot: asked.lot.map(LotId),
    };
    let (found, total) =
        app.store.find_items(&search, window.offset(), window.limit(), who.by()).await?;
    Ok(Json(window.shows(found, total)))
}

/// Shows one.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ItemId>,
) -> Result<Json<ItemWithHistory>, ApiError> {
    let file = app.store.item(id, who.by()).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(file.into()))
}

/// Ce que le guichet fait d’un appareil qu’aucune famille n’a.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionIn {
    /// L’identifiant de cette demande, choisi par qui appelle.
    id: Uuid,
    /// Le geste.
    action: Action,
    /// L’effacement, sans lequel un appareil qui garde des données ne redevient pas disponible.
    wipe: Option<WipeIn>,
}

/// Comment un appareil a été effacé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WipeIn {
    /// Par quel moyen.
    method: Method,
    /// Ce qu’il en est.
    result: Outcome,
    /// Le numéro du certificat, s’il y en a un.
    certificate: Option<Certificate>,
}

impl From<WipeIn> for Wipe {
    fn from(wipe: WipeIn) -> Self {
        let certificate = wipe.certificate.map(|number| number.0);
        Self { method: wipe.method.0, result: wipe.result.0, certificate }
    }
}

/// Does one thing of the desk.
pub async fn act(
    State(app): State<AppState>,
    who: Who,
    Path(item): Path<ItemId>,
    Sent(sent): Sent<ActionIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let wipe = sent.wipe.map(Wipe::from);
    let order = AtDesk { form: sent.id, item, action: sent.action.0, wipe };
    match app.store.at_desk(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: item.into() }))),
        Err(VerbError::Refused(AtDeskRefused::Unknown)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, at_desk_refused)),
    }
}
