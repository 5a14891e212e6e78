//! What is out of the ordinary among a month's acts (`domain.md` §2.6).

use std::collections::{BTreeMap, BTreeSet};

use domain::Euros;
use domain::fund::{LedgerAct, LedgerEntry, PaymentClock};
use domain::ids::CiteId;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::conventions::covering;
use crate::Store;
use crate::base::error::Failure;
use crate::entities::{agreement, commitment, delivery, invoice, school, settlement};

/// Something that the troïka should know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundException {
    /// Of which sort.
    pub why: OutOfOrdinary,
    /// The number of the operation's document.
    pub number: String,
    /// The supplier; may be empty.
    pub party: String,
    /// How much is at stake.
    pub amount: Euros,
}

/// Why an operation is out of the ordinary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutOfOrdinary {
    /// Ordered before the convention of its line was signed, on this day.
    BeforeConvention(Date),
    /// In a category that its line's terms do not name, for this reason.
    OtherCategory(String),
    /// The order of this rank of the year with the same supplier.
    SameSupplier(usize),
    /// Delivered to this school, which no convention in force covers.
    OutsideConvention(String),
    /// Paid so many days after it was due.
    LatePayment(i32),
}

/// The first order with one supplier in a year that is told of.
const ORDERS_TO_ONE: usize = 3;

impl Store {
    /// What is out of the ordinary among these acts of a cité's fund, in their order; `before` are those of
    /// the year that came before them.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn fund_exceptions(
        &self,
        cite: CiteId,
        before: &[LedgerEntry],
        acts: &[LedgerEntry],
    ) -> Result<Vec<FundException>, Failure> {
        let cite = Uuid::from(cite);
        let orders = commitment::Entity::find().filter(commitment::Column::CiteId.eq(cite));
        let orders: BTreeMap<Uuid, commitment::Model> =
            orders.all(&self.db).await?.into_iter().map(|row| (row.id, row)).collect();
        let asked = agreement::Entity::find()
            .filter(agreement::Column::CiteId.eq(cite))
            .filter(agreement::Column::OffTerms.ne(""));
        let off_terms: BTreeMap<Uuid, String> =
            asked.all(&self.db).await?.into_iter().map(|row| (row.id, row.off_terms)).collect();
        let mut suppliers: BTreeMap<&str, usize> = BTreeMap::new();
        for one in before.iter().filter(|one| one.act == LedgerAct::Committed) {
            *suppliers.entry(one.party.as_str()).or_default() += 1;
        }
        let mut found = Vec::new();
        for one in acts {
            let tell = |why| FundException {
                why,
                number: one.number.clone(),
                party: one.party.clone(),
                amount: one.amount,
            };
            match one.act {
                LedgerAct::Committed => {
                    let order = one.commitment.and_then(|id| orders.get(&Uuid::from(id)));
                    if let Some(order) = order.filter(|order| order.before_convention) {
                        found.push(tell(OutOfOrdinary::BeforeConvention(order.committed_on.0)));
                    }
                    let many = suppliers.entry(one.party.as_str()).or_default();
                    *many += 1;
                    if *many >= ORDERS_TO_ONE {
                        found.push(tell(OutOfOrdinary::SameSupplier(*many)));
                    }
                }
                LedgerAct::Agreed => {
                    let reason = one.agreement.and_then(|id| off_terms.get(&Uuid::from(id)));
                    if let Some(reason) = reason {
                        found.push(tell(OutOfOrdinary::OtherCategory(reason.clone())));
                    }
                }
                _ => {}
            }
        }
        found.extend(self.uncovered(cite, acts).await?);
        found.extend(self.paid_late(cite, acts).await?);
        Ok(found)
    }

    /// Deliveries certified among these acts to schools that no convention then in force covers.
    async fn uncovered(
        &self,
        cite: Uuid,
        acts: &[LedgerEntry],
    ) -> Result<Vec<FundException>, Failure> {
        let certified: Vec<&LedgerEntry> =
            acts.iter().filter(|one| one.act == LedgerAct::Certified).collect();
        if certified.is_empty() {
            return Ok(Vec::new());
        }
        let covers = covering(&self.db, cite).await?;
        let schools = school::Entity::find().filter(school::Column::CiteId.eq(cite));
        let schools: BTreeMap<Uuid, String> =
            schools.all(&self.db).await?.into_iter().map(|row| (row.id, row.name)).collect();
        let papers = delivery::Entity::find()
            .filter(delivery::Column::CiteId.eq(cite))
            .filter(delivery::Column::SchoolId.is_not_null())
            .order_by_asc(delivery::Column::Id)
            .all(&self.db)
            .await?;
        let mut found = Vec::new();
        for paper in papers {
            let of = |one: &&&LedgerEntry| {
                one.commitment.is_some_and(|id| Uuid::from(id) == paper.commitment_id)
                    && one.number == paper.number
            };
            let (Some(act), Some(school)) = (certified.iter().find(of), paper.school_id) else {
                continue;
            };
            if !covers(school, paper.delivered_on.0) {
                found.push(FundException {
                    why: OutOfOrdinary::OutsideConvention(
                        schools.get(&school).cloned().unwrap_or_default(),
                    ),
                    number: paper.number,
                    party: act.party.clone(),
                    amount: act.amount,
                });
            }
        }
        Ok(found)
    }

    /// Debts paid among these acts after they were due.
    async fn paid_late(
        &self,
        cite: Uuid,
        acts: &[LedgerEntry],
    ) -> Result<Vec<FundException>, Failure> {
        let paid: BTreeSet<&str> = acts
            .iter()
            .filter(|one| one.act == LedgerAct::Paid)
            .map(|one| one.number.as_str())
            .collect();
        if paid.is_empty() {
            return Ok(Vec::new());
        }
        let debts = settlement::Entity::find()
            .filter(settlement::Column::CiteId.eq(cite))
            .filter(settlement::Column::PaidOn.is_not_null())
            .order_by_asc(settlement::Column::PaidOn)
            .order_by_asc(settlement::Column::Id)
            .all(&self.db)
            .await?;
        let papers = invoice::Entity::find().filter(invoice::Column::CiteId.eq(cite));
        let papers: BTreeMap<Uuid, Date> = papers
            .all(&self.db)
            .await?
            .into_iter()
            .map(|row| (row.id, row.received_on.0))
            .collect();
        let certified = self.certified(cite).await?;
        let mut found = Vec::new();
        for debt in debts {
            let reference = debt.payment_reference.as_deref().unwrap_or_default();
            let received = debt.invoice_id.and_then(|id| papers.get(&id));
            let (Some(received), Some(on), true) =
                (received, debt.paid_on, paid.contains(reference))
            else {
                continue;
            };
            // What is settled was certified before: the last time until then.
            let days = certified.get(&debt.commitment_id).into_iter().flatten();
            let service = days.filter(|day| **day <= debt.settled_on.0).max();
            let clock = PaymentClock::new(*received, *service.unwrap_or(received));
            let Some(late) = clock.map(|clock| -clock.days_left(on.0)).filter(|days| *days > 0)
            else {
                continue;
            };
            found.push(FundException {
                why: OutOfOrdinary::LatePayment(late),
                number: debt.invoice,
                party: debt.supplier,
                amount: Euros::from_cents(debt.amount_cents),
            });
        }
        Ok(found)
    }

    /// The days on which what came of each order was certified.
    async fn certified(&self, cite: Uuid) -> Result<BTreeMap<Uuid, Vec<Date>>, Failure> {
        let mut days: BTreeMap<Uuid, Vec<Date>> = BTreeMap::new();
        let notes = delivery::Entity::find().filter(delivery::Column::CiteId.eq(cite));
        for note in notes.all(&self.db).await? {
            let of_order = days.entry(note.commitment_id).or_default();
            of_order.extend(note.certified_on.map(|day| day.0));
        }
        Ok(days)
    }
}
