//! `/api/v1/lots`: what came together, and receiving more.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::delivery::{DeliveredLot, Delivery, Giver, Origin, Terms};
use domain::identifiers::{Iccid, Imei, Msisdn, SerialNumber};
use domain::ids::{CommitmentId, DonorId, ItemId, LotId};
use domain::stock::{ItemKind, Level, LotCondition, Restriction, TransferMode};
use exchange::stock::{StockRow, StockRowError};
use serde::{Deserialize, Serialize};
use store::{AddToLot, Lot, ReceiveRefused, VerbError};
use utoipa::ToSchema;
use uuid::Uuid;

use super::line::Done;
use super::problem::{ApiError, FieldError};
use super::read::{Asked, Sent};
use super::values::{Code, Day, Few, Listed, Object, PageQuery, Text, window};
use crate::pages::stock::receive::read::{made, received};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::numbers::row_error;
use crate::wording::stock::{delivery_fault, receive_refused};

type Kind = Code<ItemKind>;
type State_ = Code<LotCondition>;
type Mode = Code<TransferMode>;
type Levels = Few<Code<Level>, 0, 5>;
type Label = Text<80>;
type Act = Text<120>;
type Number = Text<40>;
type NewItems = Few<Object<ItemIn>, 1, 500>;
type NewItem = Object<ItemIn>;

/// Un lot : ce qui a été reçu ensemble.
#[derive(Debug, Serialize, ToSchema)]
pub struct LotOut {
    /// Son identifiant.
    id: Uuid,
    /// Son nom.
    label: String,
    /// `town`, `donor` ou `fund`.
    #[schema(example = "town")]
    origin: String,
    /// Qui l’a donné.
    donor: Option<Uuid>,
    /// L’engagement qui l’a payé.
    commitment: Option<Uuid>,
    /// Ce que sont ses appareils.
    kind: Kind,
    /// L’état à la réception.
    condition: State_,
    /// Prêté ou donné.
    mode: Mode,
    /// Le jour de la réception.
    received_on: Day,
}

impl From<Lot> for LotOut {
    fn from(lot: Lot) -> Self {
        Self {
            id: lot.id.into(),
            label: lot.label,
            origin: lot.origin,
            donor: lot.donor.map(|(id, _)| id.into()),
            commitment: lot.bought.map(|bought| bought.commitment.into()),
            kind: Code(lot.kind),
            condition: Code(lot.condition),
            mode: Code(lot.mode),
            received_on: Day(lot.received_on),
        }
    }
}

/// Lists the lots, the latest first.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<LotOut>>, ApiError> {
    let lots = app.store.lots(who.by()).await?;
    Ok(Json(window(asked.page, asked.size).cuts(lots)))
}

/// Shows one.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<LotId>,
) -> Result<Json<LotOut>, ApiError> {
    let lot = app.store.lot(id, who.by()).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(lot.into()))
}

/// Les numéros d’un appareil : un au moins, l’ICCID pour une clé 4G.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemIn {
    /// Le numéro de série du fabricant.
    #[schema(inline)]
    serial: Option<Number>,
    /// L’IMEI : 15 chiffres, dont une clé de contrôle.
    #[schema(inline)]
    imei: Option<Number>,
    /// Le numéro de la carte SIM.
    #[schema(inline)]
    iccid: Option<Number>,
    /// Le numéro de la ligne.
    #[schema(inline)]
    msisdn: Option<Number>,
}

/// D’où vient un lot. Sans donateur ni engagement, il vient de la ville ; jamais les deux.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LotIn {
    /// L’identifiant de cette demande, choisi par qui appelle.
    id: Uuid,
    /// Le nom du lot, unique dans la cité.
    #[schema(inline)]
    label: Label,
    /// Ce que sont ses appareils.
    kind: Kind,
    /// L’état à la réception.
    condition: State_,
    /// Le jour de la réception.
    received_on: Day,
    /// Un donateur que le registre connaît.
    donor: Option<Uuid>,
    /// L’acte qui accepte le don, s’il est connu.
    #[schema(inline)]
    acceptance: Option<Act>,
    /// L’engagement qui paie le lot.
    commitment: Option<Uuid>,
    /// Seulement pour des élèves de ces niveaux ; vide pour tous.
    #[serde(default)]
    #[schema(inline)]
    levels: Levels,
    /// Seulement pour des familles des quartiers prioritaires.
    #[serde(default)]
    priority_neighbourhood: bool,
    /// Les appareils, dans l’ordre de la livraison.
    #[schema(inline)]
    items: NewItems,
}

/// Receives a lot and numbers its items.
pub async fn receive(
    State(app): State<AppState>,
    who: Who,
    Sent(sent): Sent<LotIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let form = sent.id;
    let mut errors = Vec::new();
    let rows = (0..).zip(&sent.items.0).map(|(line, item)| {
        row(line, sent.kind.0, &item.0, &format!("items[{line}]"), &mut errors)
    });
    let rows: Vec<StockRow> = rows.collect();
    let origin = match (sent.donor, sent.commitment) {
        (None, None) => Origin::Town,
        (Some(donor), None) => Origin::Donor {
            giver: Giver::Known { donor: DonorId(donor) },
            acceptance: sent.acceptance.map(|act| act.0),
        },
        (None, Some(commitment)) => Origin::Fund { commitment: CommitmentId(commitment) },
        (Some(_), Some(_)) => {
            let detail = "Un lot est donné ou payé par le fonds : indiquez l’un ou l’autre.";
            errors.push(FieldError { field: "commitment".into(), detail: detail.into() });
            Origin::Town
        }
    };
    if !errors.is_empty() {
        return Err(ApiError::Invalid(errors));
    }
    let requires = if sent.priority_neighbourhood { vec!["qpv".to_owned()] } else { Vec::new() };
    let levels = sent.levels.0.iter().map(|level| level.0).collect();
    let terms = Terms {
        origin,
        condition: sent.condition.0,
        mode: TransferMode::Loan,
        restriction: Restriction { levels, requires, refuses: Vec::new() },
        received_on: sent.received_on.0,
    };
    let lot = LotId(made(form, "lot", 0));
    let items = rows.iter().map(|row| received(item_id(form, row), row)).collect();
    let delivered = DeliveredLot { lot, label: sent.label.0, kind: sent.kind.0, items };
    let delivery = Delivery::new(form, terms, vec![delivered]).map_err(|faults| {
        let told = faults.iter().take(10).map(delivery_fault);
        ApiError::field("items", told.collect::<Vec<_>>().join(" "))
    })?;
    let done = app.store.receive(&delivery, who.by(), app.clock.now()).await;
    done.map_err(|error| {
        let line = |known: &store::KnownNumber| {
            rows.iter().find(|row| item_id(form, row) == known.item).map_or(0, |row| row.line + 1)
        };
        ApiError::of_verb(error, |why| receive_refused(&why, line))
    })?;
    Ok((StatusCode::CREATED, Json(Done { id: lot.into() })))
}

/// Un appareil de plus pour un lot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OneMoreIn {
    /// L’identifiant de cette demande, choisi par qui appelle.
    id: Uuid,
    /// Ses numéros.
    item: NewItem,
}

/// Adds one item to a lot.
pub async fn add(
    State(app): State<AppState>,
    who: Who,
    Path(lot): Path<LotId>,
    Sent(sent): Sent<OneMoreIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let kind = app.store.lot(lot, who.by()).await?.ok_or(ApiError::NotFound)?.kind;
    let mut errors = Vec::new();
    let row = row(0, kind, &sent.item.0, "item", &mut errors);
    if !errors.is_empty() {
        return Err(ApiError::Invalid(errors));
    }
    // Its id follows from the request's: the caller's own could be another item's already.
    let item = received(ItemId(made(sent.id, "one more item", 0)), &row);
    if let Some(fault) = domain::delivery::fault_of(&item, kind) {
        return Err(ApiError::field("item", delivery_fault(&fault)));
    }
    let id = item.id;
    let order = AddToLot { lot, item };
    match app.store.add_to_lot(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(_) => Ok((StatusCode::CREATED, Json(Done { id: id.into() }))),
        Err(VerbError::Refused(ReceiveRefused::UnknownLot)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, |why| receive_refused(&why, |_| 1))),
    }
}

fn item_id(form: Uuid, row: &StockRow) -> ItemId {
    ItemId(made(form, "item", row.line))
}

/// An item's numbers, each in its one writing; what does not fit is noted.
fn row(
    line: u64,
    kind: ItemKind,
    sent: &ItemIn,
    place: &str,
    errors: &mut Vec<FieldError>,
) -> StockRow {
    let mut note = |field: &str, why: &StockRowError| {
        errors.push(FieldError { field: format!("{place}.{field}"), detail: row_error(why) });
    };
    let text = |number: &Option<Number>| number.as_ref().map(|number| number.0.clone());
    let serial = text(&sent.serial).and_then(|text| {
        SerialNumber::parse(&text).map_err(|why| note("serial", &StockRowError::Serial(why))).ok()
    });
    let imei = text(&sent.imei).and_then(|text| {
        Imei::parse(&text).map_err(|why| note("imei", &StockRowError::Imei(why))).ok()
    });
    let iccid = text(&sent.iccid).and_then(|text| {
        Iccid::parse(&text).map_err(|why| note("iccid", &StockRowError::Iccid(why))).ok()
    });
    let msisdn = text(&sent.msisdn).and_then(|text| {
        Msisdn::parse(&text).map_err(|why| note("msisdn", &StockRowError::Msisdn(why))).ok()
    });
    StockRow { serial, imei, iccid, msisdn, ..StockRow::bare(line, kind) }
}
