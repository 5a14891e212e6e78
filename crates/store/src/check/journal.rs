//! The chain: every number once, every hash true, the head at the end; and every form carried out has
//! its line (invariant 4).

use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::Finding;
use crate::Failure;
use crate::base::journal::Entry;
use crate::entities::{journal, journal_head, submission};

/// Lines read at a time.
const PAGE: u64 = 5_000;

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let (mut last, mut hash) = (0, String::new());
    loop {
        let lines = journal::Entity::find()
            .filter(journal::Column::Seq.gt(last))
            .order_by_asc(journal::Column::Seq)
            .limit(PAGE)
            .all(tx)
            .await?;
        if lines.is_empty() {
            break;
        }
        for line in lines.into_iter().map(Entry::from) {
            for seq in last + 1..line.seq {
                findings.push(Finding::JournalGap { seq });
            }
            if line.previous != hash || line.hash != line.sealed() {
                findings.push(Finding::JournalAltered { seq: line.seq });
            }
            (last, hash) = (line.seq, line.hash);
        }
    }
    let head = journal_head::Entity::find_by_id(1).one(tx).await?;
    let head = head.ok_or_else(|| Failure::row("journal_head", 1, "missing"))?;
    if head.seq != last || head.hash != hash {
        findings.push(Finding::JournalHead { head: head.seq, last });
    }
    let lines = Query::select().column(journal::Column::Seq).from(journal::Entity).to_owned();
    let without_line = submission::Entity::find()
        .filter(submission::Column::Seq.not_in_subquery(lines))
        .order_by_asc(submission::Column::Seq);
    for form in without_line.all(tx).await? {
        findings.push(Finding::SubmissionLine { form: form.id.to_string(), seq: form.seq });
    }
    Ok(())
}
