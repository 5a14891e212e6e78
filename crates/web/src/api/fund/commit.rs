//! Committing and settling.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::fund::{InvoicePart, Taxed, VatRate};
use domain::identifiers::Siret;
use domain::ids::{AgreementId, CommitmentId, InvoiceId, SettlementId};
use serde::Deserialize;
use store::{
    Commit, InvoicedLine, NoteInvoice, NoteInvoiceRefused, Settle, SettleRefused, VerbError,
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::line::Done;
use crate::api::problem::ApiError;
use crate::api::read::Sent;
use crate::api::values::{Day, Price, Text};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{fund as say, orders};

type Short = Text<60>;
type Name = Text<120>;
type Purpose = Text<200>;

/// Un engagement à prendre.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitmentIn {
    /// L’identifiant de l’engagement, choisi par qui appelle.
    id: Uuid,
    /// L’accord de la troïka sur lequel il repose.
    agreement: Uuid,
    /// Le fournisseur.
    #[schema(inline)]
    supplier: Name,
    /// L’objet de la dépense.
    #[schema(inline)]
    purpose: Purpose,
    /// Le numéro du bon de commande, unique dans la cité.
    #[schema(inline)]
    order_number: Short,
    /// Le montant, toutes taxes comprises.
    amount: Price,
}

/// Commits.
pub async fn commit(
    State(app): State<AppState>,
    who: Who,
    Sent(sent): Sent<CommitmentIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let order = Commit {
        id: CommitmentId(sent.id),
        agreement: AgreementId(sent.agreement),
        supplier: sent.supplier.0,
        purpose: sent.purpose.0,
        order_number: sent.order_number.0,
        amount: sent.amount.0,
        siret: None,
        category: None,
        quote: String::new(),
        delivered_to: None,
        lines: Vec::new(),
        on: app.clock.today(),
    };
    let done = app.store.commit(&order, who.by(), app.clock.now()).await;
    done.map_err(|error| ApiError::of_verb(error, say::commit))?;
    Ok((StatusCode::CREATED, Json(Done { id: sent.id })))
}

/// Une facture reçue.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceIn {
    /// L’identifiant de la facture, choisi par qui appelle.
    id: Uuid,
    /// Son numéro, une fois par fournisseur.
    #[schema(inline)]
    number: Short,
    /// Le SIRET du fournisseur, 14 chiffres.
    #[schema(inline)]
    siret: Text<14>,
    /// Sa date.
    issued_on: Day,
    /// Le jour de sa réception.
    received_on: Day,
    /// Son montant, toutes taxes comprises.
    amount: Price,
    /// Son taux de TVA, en centièmes de pour cent : 2000 pour 20 %.
    #[schema(maximum = 10000)]
    rate: u16,
}

/// Notes an invoice, as one line beside the order.
pub async fn invoice(
    State(app): State<AppState>,
    who: Who,
    Path(commitment): Path<CommitmentId>,
    Sent(sent): Sent<InvoiceIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let siret = Siret::parse(&sent.siret.0)
        .map_err(|why| ApiError::field("siret", crate::wording::identifiers::siret(&why)))?;
    let rate = VatRate::from_hundredths(sent.rate);
    let rate = rate.map_err(|_| ApiError::field("rate", NO_RATE.to_owned()))?;
    let amount = Taxed::of_gross(sent.amount.0.euros(), rate);
    let amount = amount.map_err(|_| ApiError::field("amount", NO_RATE.to_owned()))?;
    let part = InvoicePart { line: None, units: 1, rate, amount };
    let order = NoteInvoice {
        id: InvoiceId(sent.id),
        commitment,
        siret,
        lines: vec![InvoicedLine { label: sent.number.0.clone(), part }],
        number: sent.number.0,
        issued_on: sent.issued_on.0,
        received_on: sent.received_on.0,
        today: app.clock.today(),
    };
    match app.store.note_invoice(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: sent.id }))),
        Err(VerbError::Refused(NoteInvoiceRefused::UnknownCommitment)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, orders::invoice)),
    }
}

const NO_RATE: &str = "Il faut un taux de 0 à 10000, en centièmes de pour cent.";

/// Une facture à liquider.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlementIn {
    /// L’identifiant de la liquidation, choisi par qui appelle.
    id: Uuid,
    /// La facture.
    invoice: Uuid,
}

/// Recognises a debt.
pub async fn settle(
    State(app): State<AppState>,
    who: Who,
    Path(commitment): Path<CommitmentId>,
    Sent(sent): Sent<SettlementIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let book = app.store.commitment(commitment, who.by()).await?.ok_or(ApiError::NotFound)?;
    let invoice = InvoiceId(sent.invoice);
    if book.invoices.iter().all(|one| one.id != invoice) {
        return Err(ApiError::NotFound);
    }
    let remark = String::new();
    let order = Settle { id: SettlementId(sent.id), invoice, remark, on: app.clock.today() };
    match app.store.settle(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: sent.id }))),
        Err(VerbError::Refused(SettleRefused::UnknownInvoice)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, say::settle)),
    }
}
