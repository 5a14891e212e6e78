//! The troïka: a state is what the answers come to under the rule that the request was asked under, nothing
//! exceeds what was agreed, and the files are those whose hash was kept.

use std::collections::{BTreeMap, BTreeSet};

use domain::fund::{AgreementState, Answer, Answers, decide};
use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::Finding;
use super::fund::{of, sums};
use crate::Failure;
use crate::entities::{agreement, agreement_answer, agreement_file, commitment};
use crate::fund::agreement_files::sha256;
use crate::fund::answers::{given, question};

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
        let said = answers.remove(&row.id).unwrap_or_default();
        if row.state != comes_to(&row, &said)?.code() {
            let persons = said.iter().map(|one| one.account_id).collect::<BTreeSet<_>>().len();
            let yes = said.iter().filter(|one| one.answer == Answer::Yes.code()).count();
            let state = row.state;
            findings.push(Finding::AgreementAnswers { agreement, state, yes, persons });
        }
    }
    files(tx, findings).await
}

/// The state that the answers lead to; a question taken back was one that nothing had decided.
fn comes_to(
    row: &agreement::Model,
    said: &[agreement_answer::Model],
) -> Result<AgreementState, Failure> {
    let answers = said.iter().map(given).collect::<Result<Answers, Failure>>()?;
    let decided = decide(question(row)?, &answers);
    let withdrawn = row.withdrawn_at.is_some() && decided == AgreementState::Asked;
    Ok(if withdrawn { AgreementState::Withdrawn } else { decided })
}

/// Each file's bytes still have the hash that the proof shows. One at a time: they may be large.
async fn files(tx: &DatabaseTransaction, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let ids: Vec<Uuid> = agreement_file::Entity::find()
        .order_by_asc(agreement_file::Column::Id)
        .select_only()
        .column(agreement_file::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    for id in ids {
        let Some(row) = agreement_file::Entity::find_by_id(id).one(tx).await? else { continue };
        let length = i64::try_from(row.content.len()).unwrap_or(i64::MAX);
        if row.sha256 != sha256(&row.content) || row.size != length {
            let (file, agreement) = (id.to_string(), row.agreement_id.to_string());
            findings.push(Finding::AgreementFile { file, agreement });
        }
    }
    Ok(())
}
