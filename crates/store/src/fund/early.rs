//! What was ordered before a convention was signed, and what may be: one list a year (`domain.md` §2.1).

use std::collections::BTreeMap;

use domain::Euros;
use domain::fund::{BeforeConvention, ConventionLife, Share};
use domain::ids::{AgreementId, CiteId, CommitmentId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::commitments::spent_early;
use super::values::FundLine;
use super::{conventions, rows};
use crate::Store;
use crate::base::error::Failure;
use crate::entities::{agreement_answer, commitment, convention, fund_line};

/// An order that did not wait for a convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyOrder {
    /// The order.
    pub commitment: CommitmentId,
    /// The day it was committed.
    pub on: Date,
    /// Its number.
    pub order_number: String,
    /// Who is paid.
    pub supplier: String,
    /// What for.
    pub purpose: String,
    /// Its line's code.
    pub line: String,
    /// What it holds, or has spent: nothing of one that was given up.
    pub held: Euros,
    /// Its agreement.
    pub agreement: AgreementId,
    /// When the last seat answered.
    pub agreed_at: Option<Timestamp>,
    /// The convention that it did not wait for, and where that stands.
    pub convention: Option<(String, ConventionLife)>,
}

/// A line that may be spent in part before its convention is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyPurse {
    /// The line.
    pub line: FundLine,
    /// The part.
    pub share: Share,
    /// What it comes to.
    pub ceiling: Euros,
    /// What is held or spent of it.
    pub used: Euros,
}

impl Store {
    /// What was ordered early on the lines of a fiscal year, oldest first; and the lines that may be opened
    /// early, by code.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn spent_before_convention(
        &self,
        cite: CiteId,
        fiscal_year: i16,
    ) -> Result<(Vec<EarlyOrder>, Vec<EarlyPurse>), Failure> {
        let lines = fund_line::Entity::find()
            .filter(fund_line::Column::CiteId.eq(Uuid::from(cite)))
            .filter(fund_line::Column::FiscalYear.eq(i64::from(fiscal_year)))
            .order_by_asc(fund_line::Column::Code)
            .all(&self.db)
            .await?;
        let (mut orders, mut purses) = (Vec::new(), Vec::new());
        for row in lines {
            let early = commitment::Entity::find()
                .filter(commitment::Column::FundLineId.eq(row.id))
                .filter(commitment::Column::BeforeConvention.eq(true))
                .all(&self.db)
                .await?;
            let mut of_line = None;
            if let Some(id) = row.convention_id {
                let named = convention::Entity::find_by_id(id).one(&self.db).await?;
                let life = conventions::lives(&self.db, &[id]).await?.remove(&id);
                of_line = named.map(|named| (named.title, life.unwrap_or_default()));
            }
            let agreed = self.answered(early.iter().map(|order| order.agreement_id)).await?;
            for order in early {
                orders.push(EarlyOrder {
                    commitment: CommitmentId(order.id),
                    held: rows::money(&order)?.held(),
                    on: order.committed_on.0,
                    order_number: order.order_number,
                    supplier: order.supplier,
                    purpose: order.purpose,
                    line: row.code.clone(),
                    agreement: AgreementId(order.agreement_id),
                    agreed_at: agreed.get(&order.agreement_id).copied(),
                    convention: of_line.clone(),
                });
            }
            let used = spent_early(&self.db, row.id).await?;
            let line = FundLine::try_from(row)?;
            if let BeforeConvention::EarlyRelease(share) = line.settings.before {
                let ceiling = line.rules().ceiling(line.sums).unwrap_or_default();
                purses.push(EarlyPurse { line, share, ceiling, used });
            }
        }
        orders.sort_by(|a, b| (a.on, &a.order_number).cmp(&(b.on, &b.order_number)));
        Ok((orders, purses))
    }

    /// When the last seat answered on each of these requests.
    async fn answered(
        &self,
        agreements: impl Iterator<Item = Uuid>,
    ) -> Result<BTreeMap<Uuid, Timestamp>, Failure> {
        let answers = agreement_answer::Entity::find()
            .filter(agreement_answer::Column::AgreementId.is_in(agreements));
        let mut last: BTreeMap<Uuid, Timestamp> = BTreeMap::new();
        for answer in answers.all(&self.db).await? {
            let at = answer.answered_at.timestamp();
            let kept = last.entry(answer.agreement_id).or_insert(at);
            *kept = at.max(*kept);
        }
        Ok(last)
    }
}
