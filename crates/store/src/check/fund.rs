//! Money: every running sum is that of its documents, nothing is overdrawn, nothing exceeds what the
//! troïka agreed to (invariant 3).

use std::collections::BTreeMap;

use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{agreement, commitment, fund_line, notification, settlement};

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
    }
    agreements(tx, &commitments, findings).await?;
    let notified = notification::Entity::find().all(tx).await?;
    let notified = sums(notified.into_iter().map(|row| (row.fund_line_id, row.amount_cents)));
    let spent = sums(commitments.iter().map(|row| (row.fund_line_id, row.settled_cents)));
    let open = sums(
        commitments
            .iter()
            .filter(|row| row.state == "open")
            .map(|row| (row.fund_line_id, row.amount_cents - row.settled_cents)),
    );
    for line in fund_line::Entity::find().order_by_asc(fund_line::Column::Code).all(tx).await? {
        for (what, kept, derived) in [
            ("notified", line.notified_cents, of(&notified, line.id)),
            ("open", line.open_cents, of(&open, line.id)),
            ("settled", line.settled_cents, of(&spent, line.id)),
        ] {
            if kept != derived {
                findings.push(Finding::FundSum { code: line.code.clone(), what, kept, derived });
            }
        }
        let available = line.notified_cents - line.open_cents - line.settled_cents;
        if available < 0 && !line.reduced {
            findings.push(Finding::FundOverdrawn { code: line.code, cents: -available });
        }
    }
    Ok(())
}

async fn agreements(
    tx: &DatabaseTransaction,
    commitments: &[commitment::Model],
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    // A cancelled commitment still used what had been settled on it.
    let used = sums(commitments.iter().map(|row| {
        let cents = if row.state == "open" { row.amount_cents } else { row.settled_cents };
        (row.agreement_id, cents)
    }));
    for row in agreement::Entity::find().order_by_asc(agreement::Column::Id).all(tx).await? {
        let committed = of(&used, row.id);
        let agreed = if row.state == "agreed" { row.amount_cents } else { 0 };
        if committed > agreed {
            findings.push(Finding::AgreementExceeded {
                agreement: row.id.to_string(),
                committed,
                agreed,
            });
        }
    }
    Ok(())
}

fn sums(amounts: impl Iterator<Item = (Uuid, i64)>) -> BTreeMap<Uuid, i64> {
    amounts.fold(BTreeMap::new(), |mut sums, (id, cents)| {
        *sums.entry(id).or_default() += cents;
        sums
    })
}

fn of(sums: &BTreeMap<Uuid, i64>, id: Uuid) -> i64 {
    sums.get(&id).copied().unwrap_or_default()
}
