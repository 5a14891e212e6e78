//! The troïka: a state is what the answers come to, and nothing exceeds what was agreed.

use std::collections::{BTreeMap, BTreeSet};

use domain::Seat;
use domain::fund::{AgreementState, Answer, decide};
use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::Finding;
use super::fund::{of, sums};
use crate::Failure;
use crate::entities::{agreement, agreement_answer, commitment};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let commitments = commitment::Entity::find().all(tx).await?;
    // A cancelled commitment still used what had been settled on it.
    let used = sums(commitments.iter().map(|row| {
        let cents = if row.state == "open" { row.amount_cents } else { row.settled_cents };
        (row.agreement_id, cents)
    }));
    let mut answers: BTreeMap<Uuid, Vec<agreement_answer::Model>> = BTreeMap::new();
    for one in agreement_answer::Entity::find().all(tx).await? {
        answers.entry(one.agreement_id).or_default().push(one);
    }
    for row in agreement::Entity::find().order_by_asc(agreement::Column::Id).all(tx).await? {
        let agreement = row.id.to_string();
        let committed = of(&used, row.id);
        let agreed = if row.state == "agreed" { row.amount_cents } else { 0 };
        if committed > agreed {
            let agreement = agreement.clone();
            findings.push(Finding::AgreementExceeded { agreement, committed, agreed });
        }
        let given = answers.remove(&row.id).unwrap_or_default();
        let persons = given.iter().map(|one| one.account_id).collect::<BTreeSet<_>>().len();
        let come_to = decide(&said(&row, &given)?);
        let alone = come_to == AgreementState::Agreed && persons < Seat::TROIKA.len();
        if row.state != come_to.code() || alone {
            let yes = given.iter().filter(|one| one.answer == Answer::Yes.code()).count();
            let state = row.state;
            findings.push(Finding::AgreementAnswers { agreement, state, yes, persons });
        }
    }
    Ok(())
}

fn said(
    row: &agreement::Model,
    given: &[agreement_answer::Model],
) -> Result<BTreeMap<Seat, Answer>, Failure> {
    let bad = |problem| Failure::row("agreement_answers", row.id, problem);
    let said = given
        .iter()
        .map(|one| Ok((one.seat.parse().map_err(bad)?, one.answer.parse().map_err(bad)?)));
    said.collect()
}
