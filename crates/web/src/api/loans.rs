//! `/api/v1/loans`: handing over, taking back, and what is out.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::{HouseholdId, ItemId, LoanId};
use domain::loan::{HandedOver, Lend, LendFault, MOST_ITEMS, Outcome, TakeBack};
use domain::stock::{Grade, ItemKind};
use serde::{Deserialize, Serialize};
use store::{Loan, LoanLine, TakeBackRefused, VerbError};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::line::Done;
use super::problem::{ApiError, FieldError};
use super::read::{Asked, Sent};
use super::values::{Code, Day, Few, Listed, Moment, Object, PageNumber, PageSize, Word, window};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;
use crate::wording::stock::{lend_refused, take_back_refused};

type Kind = Code<ItemKind>;
type Condition = Code<Grade>;
type Which = Code<LoanState>;
type Back = Code<Return>;
type Lent = Few<Object<LentIn>, 1, MOST_ITEMS>;
type Returned = Few<Object<ReturnedIn>, 1, MOST_ITEMS>;

domain::vocabulary! {
    /// Which loans are listed.
    LoanState {
        /// Something is still out.
        Open = "open",
        /// Something is still out after the day it was due.
        Overdue = "overdue",
    }
}

domain::vocabulary! {
    /// How an item comes out of its loan.
    Return {
        /// Here, and works without a mark.
        Good = "good",
        /// Here, and works, with marks of use.
        Worn = "worn",
        /// Here, and needs a look.
        Damaged = "damaged",
        /// Here, and out of order.
        Broken = "broken",
        /// Declared lost or stolen.
        Lost = "lost",
    }
}

impl Word for LoanState {
    const NAME: &'static str = "LoanState";
    const WORDS: &'static [Self] = Self::ALL;
}

impl Word for Return {
    const NAME: &'static str = "Return";
    const WORDS: &'static [Self] = Self::ALL;
}

impl Return {
    const fn outcome(self) -> Outcome {
        match self {
            Self::Good => Outcome::Returned(Grade::Good),
            Self::Worn => Outcome::Returned(Grade::Worn),
            Self::Damaged => Outcome::Returned(Grade::Damaged),
            Self::Broken => Outcome::Returned(Grade::Broken),
            Self::Lost => Outcome::Lost,
        }
    }
}

/// Which loans.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct LoanQuery {
    /// En cours (par défaut) ou en retard.
    #[param(inline)]
    state: Option<Which>,
    /// Tous les prêts de cette famille, en cours ou terminés ; l’état demandé ne compte plus.
    household: Option<Uuid>,
    /// La page, à partir de 1.
    #[param(inline)]
    page: Option<PageNumber>,
    /// Lignes par page.
    #[param(inline)]
    size: Option<PageSize>,
}

/// Un prêt.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoanOut {
    /// Son identifiant.
    id: Uuid,
    /// La famille.
    household: Uuid,
    /// Comment elle est appelée.
    label: String,
    /// Le jour de la remise.
    lent_on: Day,
    /// Le jour où tout est à rendre.
    due_on: Day,
    /// Plus rien n’est dehors.
    closed: bool,
    /// Ce qui a été remis.
    #[schema(max_items = 40)]
    items: Vec<LoanLineOut>,
}

/// Un appareil d’un prêt.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoanLineOut {
    /// L’appareil.
    item: Uuid,
    /// Son numéro d’inventaire.
    tag: String,
    /// Ce que c’est.
    kind: Kind,
    /// L’état à la remise.
    grade_out: Condition,
    /// L’état au retour.
    grade_in: Option<Condition>,
    /// Déclaré perdu ou volé.
    lost: bool,
    /// Quand il est revenu ou a été déclaré perdu.
    closed_at: Option<Moment>,
    /// Le besoin auquel il a répondu.
    need: Option<Uuid>,
}

impl From<Loan> for LoanOut {
    fn from(loan: Loan) -> Self {
        Self {
            id: loan.id.into(),
            household: loan.household.into(),
            closed: loan.is_closed(),
            label: loan.label,
            lent_on: Day(loan.lent_on),
            due_on: Day(loan.due_on),
            items: loan.lines.into_iter().map(LoanLineOut::from).collect(),
        }
    }
}

impl From<LoanLine> for LoanLineOut {
    fn from(line: LoanLine) -> Self {
        Self {
            item: line.item.id.into(),
            tag: line.item.tag,
            kind: Code(line.item.kind),
            grade_out: Code(line.grade_out),
            grade_in: line.grade_in.map(Code),
            lost: line.lost,
            closed_at: line.closed_at.map(Moment),
            need: line.need.map(Uuid::from),
        }
    }
}

/// Lists loans: the earliest due first, a household's latest first.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<LoanQuery>,
) -> Result<Json<Listed<LoanOut>>, ApiError> {
    let window = window(asked.page, asked.size);
    let (offset, limit, by) = (window.offset(), window.limit(), who.by());
    if let Some(home) = asked.household {
        return Ok(Json(window.cuts(app.store.loans_of(HouseholdId(home), by).await?)));
    }
    let (found, total) = match asked.state {
        Some(Code(LoanState::Overdue)) => {
            app.store.overdue(app.clock.today(), offset, limit, by).await?
        }
        _ => app.store.open_loans(offset, limit, by).await?,
    };
    Ok(Json(window.shows(found, total)))
}

/// Shows one.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<LoanId>,
) -> Result<Json<LoanOut>, ApiError> {
    let loan = app.store.loan(id, who.by()).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(loan.into()))
}

/// Un appareil à remettre.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LentIn {
    /// L’appareil.
    item: Uuid,
    /// L’état que les deux parties constatent.
    grade: Condition,
}

/// Une remise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanIn {
    /// L’identifiant du prêt, choisi par qui appelle.
    id: Uuid,
    /// La famille.
    household: Uuid,
    /// Ce qui est remis, chaque appareil une fois.
    #[schema(inline)]
    items: Lent,
    /// À rendre ce jour-là : après aujourd’hui, dans trois ans au plus.
    due_on: Day,
}

/// Hands over.
pub async fn lend(
    State(app): State<AppState>,
    who: Who,
    Sent(sent): Sent<LoanIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let line = |Object(line): &Object<LentIn>| HandedOver::plain(ItemId(line.item), line.grade.0);
    let items = sent.items.0.iter().map(line).collect();
    let (loan, home) = (LoanId(sent.id), HouseholdId(sent.household));
    let order = Lend::new(loan, home, items, sent.due_on.0, app.clock.today());
    let order = order.map_err(|faults| ApiError::Invalid(faults.iter().map(fault).collect()))?;
    let done = app.store.lend(&order, who.by(), app.clock.now()).await;
    done.map_err(|error| ApiError::of_verb(error, |why| lend_refused(&why)))?;
    Ok((StatusCode::CREATED, Json(Done { id: sent.id })))
}

fn fault(fault: &LendFault) -> FieldError {
    let (field, detail) = match fault {
        LendFault::NoItem => ("items", "Il faut au moins un appareil.".to_owned()),
        LendFault::TooMany => ("items", format!("{MOST_ITEMS} appareils au plus par remise.")),
        LendFault::Twice(item) => ("items", format!("L’appareil {item} figure deux fois.")),
        LendFault::DueTooSoon => ("due_on", "Ce jour n’est pas à venir.".to_owned()),
        LendFault::DueTooLate { latest } => {
            ("due_on", format!("C’est trop loin : le {} au plus tard.", latest.french()))
        }
    };
    FieldError { field: field.to_owned(), detail }
}

/// Un appareil qui sort du prêt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnedIn {
    /// L’appareil.
    item: Uuid,
    /// Comment il revient, ou qu’il est perdu.
    outcome: Back,
}

/// Un retour, de tout ou partie.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnIn {
    /// L’identifiant de cette demande, choisi par qui appelle.
    id: Uuid,
    /// Ce qui revient, chaque appareil une fois.
    #[schema(inline)]
    items: Returned,
}

/// Takes back.
pub async fn take_back(
    State(app): State<AppState>,
    who: Who,
    Path(loan): Path<LoanId>,
    Sent(sent): Sent<ReturnIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let items =
        sent.items.0.iter().map(|Object(line)| (ItemId(line.item), line.outcome.0.outcome()));
    let order = TakeBack::new(sent.id, loan, items);
    let order =
        order.map_err(|_| ApiError::field("items", "Le même appareil figure deux fois."))?;
    match app.store.take_back(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: loan.into() }))),
        Err(VerbError::Refused(TakeBackRefused::Unknown)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, |why| take_back_refused(&why))),
    }
}
