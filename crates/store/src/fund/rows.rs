//! Rows of the fund to values and back; a row that breaks its type's rule is a named fault.

use domain::Euros;
use domain::codes::UnknownCode;
use domain::fund::{
    Amount, BeforeConvention, BudgetCodes, Category, Commitment, LineCents, LineSums, Share,
    Standing,
};
use domain::identifiers::Siret;
use domain::ids::{
    AccountId, AgreementId, CarryOverId, CiteId, CommitmentId, ConventionId, FundLineId, InvoiceId,
    NotificationId, RepaymentId, RevenueOrderId, SchoolId, SettlementId,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{
    agreement, carry_over, commitment, fund_line, notification, repayment, revenue_order,
    settlement,
};
use crate::fund::derive::Deltas;
use crate::fund::values::{
    CarryOver, CommitmentRecord, FundLine, LineSettings, Notification, Repayment, RevenueOrder,
    SettlementRecord,
};

/// A line of this cité, if there is one.
pub(crate) async fn line(
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

/// A line's sums in cents, right or wrong.
pub(crate) const fn cents(row: &fund_line::Model) -> LineCents {
    LineCents {
        notified: row.notified_cents,
        carried_in: row.carried_in_cents,
        carried_out: row.carried_out_cents,
        repaid: row.repaid_cents,
        reserved: row.reserved_cents,
        open: row.open_cents,
        settled: row.settled_cents,
    }
}

/// A line's sums.
pub(crate) fn sums(row: &fund_line::Model) -> Result<LineSums, Failure> {
    LineSums::new(cents(row)).ok_or_else(|| Failure::row("fund_lines", row.id, "sums out of range"))
}

/// A commitment's money.
pub(super) fn money(row: &commitment::Model) -> Result<Commitment, Failure> {
    let bad = |problem: String| Failure::row("commitments", row.id, problem);
    Ok(Commitment {
        amount: Amount::from_cents(row.amount_cents).map_err(|error| bad(error.to_string()))?,
        settled: Euros::from_cents(row.settled_cents),
        state: row.state.parse().map_err(|error: UnknownCode| bad(error.to_string()))?,
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

/// What the agreement of a commitment still allows.
pub(super) async fn agreement_of(
    db: &impl ConnectionTrait,
    order: &commitment::Model,
) -> Result<Standing, Failure> {
    let agreed = agreement::Entity::find_by_id(order.agreement_id).one(db).await?;
    let agreed = agreed.ok_or_else(|| Failure::row("commitments", order.id, "no agreement"))?;
    let under = commitment::Entity::find()
        .filter(commitment::Column::AgreementId.eq(agreed.id))
        .all(db)
        .await?;
    standing(&agreed, &under)
}

/// Writes a line's new sums, and says by how much each changed, for the journal.
pub(crate) async fn write_sums(
    verb: &Verb,
    row: fund_line::Model,
    after: LineSums,
) -> Result<Deltas, Failure> {
    let before = sums(&row)?;
    let cents = after.cents();
    let moved = cents.since(before.cents());
    let moved = moved.ok_or_else(|| Failure::row("fund_lines", row.id, "sums out of range"))?;
    let deltas = Deltas { line: row.id, moved };
    // Only a notification may mark a line as reduced; whatever brings it back up clears the mark.
    let reduced =
        after.is_reduced_below_nothing() && (row.reduced || after.notified() < before.notified());
    let mut row = row.into_active_model();
    row.notified_cents = Set(cents.notified);
    row.carried_in_cents = Set(cents.carried_in);
    row.carried_out_cents = Set(cents.carried_out);
    row.repaid_cents = Set(cents.repaid);
    row.reserved_cents = Set(cents.reserved);
    row.open_cents = Set(cents.open);
    row.settled_cents = Set(cents.settled);
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

/// What is written of a line's settings.
pub(super) const fn before_code(before: BeforeConvention) -> (&'static str, Option<i64>) {
    match before {
        BeforeConvention::Allowed => ("allowed", None),
        BeforeConvention::EarlyRelease(share) => ("early_release", Some(share.hundredths() as i64)),
        BeforeConvention::Forbidden => ("forbidden", None),
    }
}

fn before(code: &str, share: Option<i64>) -> Option<BeforeConvention> {
    Some(match (code, share) {
        ("allowed", None) => BeforeConvention::Allowed,
        ("early_release", Some(share)) => {
            BeforeConvention::EarlyRelease(Share::new(u16::try_from(share).ok()?).ok()?)
        }
        ("forbidden", None) => BeforeConvention::Forbidden,
        _ => return None,
    })
}

impl TryFrom<fund_line::Model> for FundLine {
    type Error = Failure;
    fn try_from(row: fund_line::Model) -> Result<Self, Failure> {
        let sums = sums(&row)?;
        let bad = |problem: String| Failure::row("fund_lines", row.id, problem);
        let settings = LineSettings {
            purse: row.purse.parse().map_err(|error: UnknownCode| bad(error.to_string()))?,
            codes: BudgetCodes::new(&row.service, &row.domaine, &row.activite),
            from: row.spend_from.map(|day| day.0),
            until: row.spend_until.map(|day| day.0),
            convention: row.convention_id.map(ConventionId),
            before: before(&row.before_convention, row.early_release)
                .ok_or_else(|| bad("no such rule before a convention".to_owned()))?,
            report_months: row
                .report_months
                .map(u8::try_from)
                .transpose()
                .map_err(|error| bad(error.to_string()))?,
        };
        Ok(Self {
            id: FundLineId(row.id),
            fiscal_year: i16::try_from(row.fiscal_year).map_err(|error| bad(error.to_string()))?,
            terms: serde_json::from_str(&row.terms).map_err(|error| bad(error.to_string()))?,
            code: row.code,
            label: row.label,
            funder: row.funder,
            sums,
            settings,
            closed_on: row.closed_on.map(|day| day.0),
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
            conditions: row.conditions,
        }
    }
}

impl From<revenue_order::Model> for RevenueOrder {
    fn from(row: revenue_order::Model) -> Self {
        Self {
            id: RevenueOrderId(row.id),
            amount: Euros::from_cents(row.amount_cents),
            number: row.number,
            on: row.received_on.0,
        }
    }
}

impl TryFrom<carry_over::Model> for CarryOver {
    type Error = Failure;
    fn try_from(row: carry_over::Model) -> Result<Self, Failure> {
        let amount = Amount::from_cents(row.amount_cents);
        Ok(Self {
            id: CarryOverId(row.id),
            from: FundLineId(row.from_line_id),
            to: FundLineId(row.to_line_id),
            amount: amount.map_err(|error| Failure::row("carry_overs", row.id, error))?,
            act: row.act,
            on: row.carried_on.0,
        })
    }
}

impl TryFrom<repayment::Model> for Repayment {
    type Error = Failure;
    fn try_from(row: repayment::Model) -> Result<Self, Failure> {
        let amount = Amount::from_cents(row.amount_cents);
        Ok(Self {
            id: RepaymentId(row.id),
            amount: amount.map_err(|error| Failure::row("repayments", row.id, error))?,
            reference: row.reference,
            on: row.repaid_on.0,
        })
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
        before_convention: row.before_convention,
        siret: siret(row.supplier_siret.as_deref(), row.id)?,
        category: category(row.category.as_deref(), row.id)?,
        quote: row.quote,
        delivered_to: row.delivered_to.map(SchoolId),
    })
}

impl TryFrom<settlement::Model> for SettlementRecord {
    type Error = Failure;
    fn try_from(row: settlement::Model) -> Result<Self, Failure> {
        let state = row.state.parse();
        Ok(Self {
            id: SettlementId(row.id),
            commitment: CommitmentId(row.commitment_id),
            amount: Euros::from_cents(row.amount_cents),
            state: state.map_err(|error| Failure::row("settlements", row.id, error))?,
            paper: row.invoice_id.map(InvoiceId),
            remark: row.remark,
            payment_order: row.payment_order,
            bordereau: row.bordereau,
            ordered_on: row.ordered_on.map(|day| day.0),
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

fn siret(digits: Option<&str>, id: Uuid) -> Result<Option<Siret>, Failure> {
    let siret = digits.map(Siret::parse).transpose();
    siret.map_err(|error| Failure::row("commitments", id, error))
}

fn category(code: Option<&str>, id: Uuid) -> Result<Option<Category>, Failure> {
    let category = code.map(str::parse).transpose();
    category.map_err(|error| Failure::row("commitments", id, error))
}
