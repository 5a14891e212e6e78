//! `/api/v1/fund-lines` and `/api/v1/commitments`: what is left of each line, and every document behind it.

mod answers;
mod commit;

use axum::Json;
use axum::extract::{Path, State};
use domain::ids::{CommitmentId, FundLineId};

pub use answers::{AgreementOut, CommitmentOut, FundLineOut, NotificationOut, SettlementOut};
pub use commit::{CommitmentIn, InvoiceIn, SettlementIn, commit, invoice, settle};

use super::problem::ApiError;
use super::read::Asked;
use super::values::{Listed, PageQuery, window};
use crate::state::AppState;
use crate::who::Who;

/// Lists the lines, latest year first.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<FundLineOut>>, ApiError> {
    let lines = app.store.fund_lines(who.by()).await?;
    Ok(Json(window(asked.page, asked.size).cuts(lines)))
}

async fn book(app: &AppState, who: &Who, id: FundLineId) -> Result<store::FundLineBook, ApiError> {
    app.store.fund_line(id, who.by()).await?.ok_or(ApiError::NotFound)
}

/// Shows one line.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundLineId>,
) -> Result<Json<FundLineOut>, ApiError> {
    Ok(Json(book(&app, &who, id).await?.line.into()))
}

/// Lists a line's notifications, oldest first.
pub async fn notifications(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundLineId>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<NotificationOut>>, ApiError> {
    let book = book(&app, &who, id).await?;
    Ok(Json(window(asked.page, asked.size).cuts(book.notifications)))
}

/// Lists a line's agreements, oldest first.
pub async fn agreements(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundLineId>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<AgreementOut>>, ApiError> {
    let book = book(&app, &who, id).await?;
    Ok(Json(window(asked.page, asked.size).cuts(book.agreements)))
}

/// Lists a line's commitments, oldest first.
pub async fn commitments(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundLineId>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<CommitmentOut>>, ApiError> {
    let book = book(&app, &who, id).await?;
    Ok(Json(window(asked.page, asked.size).cuts(book.commitments)))
}

/// Lists a line's settlements, oldest first.
pub async fn settlements(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundLineId>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<SettlementOut>>, ApiError> {
    let book = book(&app, &who, id).await?;
    Ok(Json(window(asked.page, asked.size).cuts(book.settlements)))
}

/// Shows one commitment.
pub async fn commitment(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<CommitmentId>,
) -> Result<Json<CommitmentOut>, ApiError> {
    let book = app.store.commitment(id, who.by()).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(book.commitment.into()))
}
