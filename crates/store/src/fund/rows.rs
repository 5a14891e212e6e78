//! Rows of the fund to values and back; a row that breaks its type's rule is a named fault.

use domain::Euros;
use domain::fund::{Amount, Commitment, LineSums, Standing};
use domain::ids::{
    AccountId, AgreementId, CiteId, CommitmentId, FundLineId, NotificationId, SettlementId,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{agreement, commitment, fund_line, notification, settlement};
use crate::fund::values::{CommitmentRecord, FundLine, Notification, SettlementRecord};

/// A line of this cité, if there is one.
pub(super) async fn line(
    db: &impl ConnectionTrait,
    id: FundLineId,
    cite: CiteId,
) -> Result<Option<fund_line::Model>, Failure> {
    let found = fund_line::Entity::find_by_id(Uuid::from(id))
        .filter(fund_line::Column::CiteId.eq(Uuid::from(cite)));
    Ok(found.one(db).await?)
}

/// A commitment of this cité, if there is one.
pub(super) async fn commitment(
    db: &impl ConnectionTrait,
    id: CommitmentId,
    cite: CiteId,
) -> Result<Option<commitment::Model>, Failure> {
    let found = commitment::Entity::find_by_id(Uuid::from(id))
        .filter(commitment::Column::CiteId.eq(Uuid::from(cite)));
    Ok(found.one(db).await?)
}

/// The line a stored document names: it must be there.
pub(super) async fn line_of(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<fund_line::Model, Failure> {
    let row = fund_line::Entity::find_by_id(id).one(db).await?;
    row.ok_or_else(|| Failure::row("fund_lines", id, "missing"))
}

/// A line's sums.
pub(super) fn sums(row: &fund_line::Model) -> Result<LineSums, Failure> {
    LineSums::from_cents(row.notified_cents, row.open_cents, row.settled_cents)
        .ok_or_else(|| Failure::row("fund_lines", row.id, "sums out of range"))
}

/// A commitment's money.
pub(super) fn money(row: &commitment::Model) -> Result<Commitment, Failure> {
    let bad = |problem: String| Failure::row("commitments", row.id, problem);
    Ok(Commitment {
        amount: Amount::from_cents(row.amount_cents).map_err(|error| bad(error.to_string()))?,
        settled: Euros::from_cents(row.settled_cents),
        state: row
            .state
            .parse()
            .map_err(|error: domain::codes::UnknownCode| bad(error.to_string()))?,
    })
}

/// What an agreement still allows, given the commitments made under it.
pub(super) fn standing(
    row: &agreement::Model,
    orders: &[commitment::Model],
) -> Result<Standing, Failure> {
    let mut left = row.amount_cents;
    for order in orders.iter().filter(|order| order.agreement_id == row.id) {
        left -= money(order)?.held().cents();
    }
    let state = row.state.parse().map_err(|error| Failure::row("agreements", row.id, error))?;
    Ok(Standing { state, remainder: Euros::from_cents(left) })
}

/// Writes a line's new sums, and says by how much each changed, for the journal.
pub(super) async fn write_sums(
    verb: &Verb,
    row: fund_line::Model,
    after: LineSums,
) -> Result<Value, Failure> {
    let before = sums(&row)?;
    let deltas = json!({
        "line": row.id,
        "notified": after.notified().cents() - before.notified().cents(),
        "open": after.open_commitments().cents() - before.open_commitments().cents(),
        "settled": after.settled().cents() - before.settled().cents(),
    });
    // Only a notification may mark a line as reduced; whatever brings it back up clears the mark.
    let reduced =
        after.is_reduced_below_nothing() && (row.reduced || after.notified() < before.notified());
    let mut row = row.into_active_model();
    row.notified_cents = Set(after.notified().cents());
    row.open_cents = Set(after.open_commitments().cents());
    row.settled_cents = Set(after.settled().cents());
    row.reduced = Set(reduced);
    row.update(&verb.tx).await?;
    Ok(deltas)
}

/// Writes a commitment's new money.
pub(super) async fn write_money(
    verb: &Verb,
    row: commitment::Model,
    after: Commitment,
) -> Result<(), Failure> {
    let mut row = row.into_active_model();
    row.settled_cents = Set(after.settled.cents());
    row.state = Set(after.state.code().to_owned());
    row.update(&verb.tx).await?;
    Ok(())
}

impl TryFrom<fund_line::Model> for FundLine {
    type Error = Failure;
    fn try_from(row: fund_line::Model) -> Result<Self, Failure> {
        let sums = sums(&row)?;
        let year = i16::try_from(row.fiscal_year)
            .map_err(|error| Failure::row("fund_lines", row.id, error))?;
        let terms = serde_json::from_str(&row.terms)
            .map_err(|error| Failure::row("fund_lines", row.id, error))?;
        Ok(Self {
            id: FundLineId(row.id),
            code: row.code,
            label: row.label,
            funder: row.funder,
            fiscal_year: year,
            sums,
            terms,
        })
    }
}

impl From<notification::Model> for Notification {
    fn from(row: notification::Model) -> Self {
        Self {
            id: NotificationId(row.id),
            amount: Euros::from_cents(row.amount_cents),
            reference: row.reference,
            on: row.notified_on.0,
        }
    }
}

/// A commitment with its line's label.
pub(super) fn commitment_record(
    row: commitment::Model,
    line_label: &str,
) -> Result<CommitmentRecord, Failure> {
    Ok(CommitmentRecord {
        id: CommitmentId(row.id),
        line: FundLineId(row.fund_line_id),
        line_label: line_label.to_owned(),
        agreement: AgreementId(row.agreement_id),
        money: money(&row)?,
        supplier: row.supplier,
        purpose: row.purpose,
        order_number: row.order_number,
        on: row.committed_on.0,
    })
}

impl TryFrom<settlement::Model> for SettlementRecord {
    type Error = Failure;
    fn try_from(row: settlement::Model) -> Result<Self, Failure> {
        let bad = |problem: String| Failure::row("settlements", row.id, problem);
        Ok(Self {
            id: SettlementId(row.id),
            commitment: CommitmentId(row.commitment_id),
            amount: Amount::from_cents(row.amount_cents).map_err(|error| bad(error.to_string()))?,
            state: row
                .state
                .parse()
                .map_err(|error: domain::codes::UnknownCode| bad(error.to_string()))?,
            on: row.settled_on.0,
            by: AccountId(row.settled_by),
            paid_on: row.paid_on.map(|day| day.0),
            supplier: row.supplier,
            invoice: row.invoice,
            payment_reference: row.payment_reference,
            rejection_reason: row.rejection_reason,
        })
    }
}
