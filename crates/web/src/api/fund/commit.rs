//! Committing and settling.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::{AgreementId, CommitmentId, SettlementId};
use serde::Deserialize;
use store::{Commit, Settle, SettleRefused, VerbError};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::line::Done;
use crate::api::problem::ApiError;
use crate::api::read::Sent;
use crate::api::values::{Price, Text};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund as say;

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
        on: app.clock.today(),
    };
    let done = app.store.commit(&order, who.by(), app.clock.now()).await;
    done.map_err(|error| ApiError::of_verb(error, say::commit))?;
    Ok((StatusCode::CREATED, Json(Done { id: sent.id })))
}

/// Une facture à liquider.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlementIn {
    /// L’identifiant de la liquidation, choisi par qui appelle.
    id: Uuid,
    /// Le numéro de la facture, une fois par fournisseur.
    #[schema(inline)]
    invoice: Short,
    /// Le montant, toutes taxes comprises.
    amount: Price,
}

/// Recognises a debt.
pub async fn settle(
    State(app): State<AppState>,
    who: Who,
    Path(commitment): Path<CommitmentId>,
    Sent(sent): Sent<SettlementIn>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    let order = Settle {
        id: SettlementId(sent.id),
        commitment,
        invoice: sent.invoice.0,
        amount: sent.amount.0,
        on: app.clock.today(),
    };
    match app.store.settle(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(Done { id: sent.id }))),
        Err(VerbError::Refused(SettleRefused::UnknownCommitment)) => Err(ApiError::NotFound),
        Err(error) => Err(ApiError::of_verb(error, say::settle)),
    }
}
