//! Money: every running sum is that of its documents, and that of the journal; nothing is overdrawn;
//! a commitment is closed when it is settled in full (invariant 3).

use std::collections::BTreeMap;

use domain::fund::LineCents;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{
    carry_over, commitment, fund_line, journal, notification, repayment, settlement,
};
use crate::fund::derive::{MOVES, deltas};
use crate::fund::rows;

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let settlements = settlement::Entity::find().all(tx).await?;
    let settled = sums(
        settlements
            .into_iter()
            .filter(|row| row.state != "rejected")
            .map(|row| (row.commitment_id, row.amount_cents)),
    );
    let commitments =
        commitment::Entity::find().order_by_asc(commitment::Column::OrderNumber).all(tx).await?;
    for row in &commitments {
        let derived = of(&settled, row.id);
        if row.settled_cents != derived {
            let order = row.order_number.clone();
            findings.push(Finding::CommitmentSettled { order, kept: row.settled_cents, derived });
        }
        let left = row.amount_cents - row.settled_cents;
        if (row.state == "closed") != (left == 0) {
            let (order, state) = (row.order_number.clone(), row.state.clone());
            findings.push(Finding::CommitmentState { order, state, left });
        }
    }
    let notified = notification::Entity::find().all(tx).await?;
    let notified = sums(notified.into_iter().map(|row| (row.fund_line_id, row.amount_cents)));
    let spent = sums(commitments.iter().map(|row| (row.fund_line_id, row.settled_cents)));
    let open = sums(
        commitments
            .iter()
            .filter(|row| row.state == "open")
            .map(|row| (row.fund_line_id, row.amount_cents - row.settled_cents)),
    );
    let carried = carry_over::Entity::find().all(tx).await?;
    let into = sums(carried.iter().map(|row| (row.to_line_id, row.amount_cents)));
    let out = sums(carried.iter().map(|row| (row.from_line_id, row.amount_cents)));
    let repaid = repayment::Entity::find().all(tx).await?;
    let repaid = sums(repaid.into_iter().map(|row| (row.fund_line_id, row.amount_cents)));
    let reserved = super::purchases::reserved(tx).await?;
    let told = told(tx).await?;
    for line in fund_line::Entity::find().order_by_asc(fund_line::Column::Code).all(tx).await? {
        let kept = rows::cents(&line);
        let told = told.get(&line.id).copied().unwrap_or_default();
        let derived = LineCents {
            notified: of(&notified, line.id),
            carried_in: of(&into, line.id),
            carried_out: of(&out, line.id),
            repaid: of(&repaid, line.id),
            reserved: of(&reserved, line.id),
            open: of(&open, line.id),
            settled: of(&spent, line.id),
        };
        for (((what, kept), (_, derived)), (_, told)) in
            kept.named().into_iter().zip(derived.named()).zip(told.named())
        {
            let code = || line.code.clone();
            if kept != derived {
                findings.push(Finding::FundSum { code: code(), what, kept, derived });
            }
            if kept != told {
                findings.push(Finding::FundJournal { code: code(), what, kept, derived: told });
            }
        }
        let available = kept.available();
        if available < 0 && !line.reduced {
            findings.push(Finding::FundOverdrawn { code: line.code, cents: -available });
        }
    }
    Ok(())
}

/// What the journal alone makes of each line.
async fn told(tx: &DatabaseTransaction) -> Result<BTreeMap<Uuid, LineCents>, Failure> {
    let moves = journal::Entity::find().filter(journal::Column::Verb.is_in(MOVES));
    let mut told: BTreeMap<Uuid, LineCents> = BTreeMap::new();
    for line in moves.all(tx).await? {
        for one in deltas(&line)? {
            let sums = told.entry(one.line).or_default();
            let next = sums.checked_add(one.moved);
            *sums = next.ok_or_else(|| Failure::row("journal", line.seq, "too much"))?;
        }
    }
    Ok(told)
}

pub(super) fn sums(amounts: impl Iterator<Item = (Uuid, i64)>) -> BTreeMap<Uuid, i64> {
    amounts.fold(BTreeMap::new(), |mut sums, (id, cents)| {
        *sums.entry(id).or_default() += cents;
        sums
    })
}

pub(super) fn of(sums: &BTreeMap<Uuid, i64>, id: Uuid) -> i64 {
    sums.get(&id).copied().unwrap_or_default()
}
