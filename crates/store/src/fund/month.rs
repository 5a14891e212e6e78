//! What a month's statement says beside its figures: what is out of the ordinary, and where what the fund
//! bought is (`domain.md` §2.6).

use std::collections::{BTreeMap, BTreeSet};

use domain::Euros;
use domain::fund::{LedgerAct, LedgerEntry, PaymentClock};
use domain::ids::CiteId;
use domain::stock::{ItemKind, ItemState};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use uuid::Uuid;

use super::conventions::covering;
use crate::Store;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{
    agreement, commitment, delivery, delivery_line, fund_line, invoice, order_line, school,
    settlement,
};

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

/// Things bought with the year's money, and where they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoughtThings {
    /// What they are.
    pub what: BoughtKind,
    /// How many stood in each state; of what is no item, how many were certified, under no state.
    pub states: BTreeMap<Option<ItemState>, u64>,
}

/// What was bought.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoughtKind {
    /// Items of the register.
    Items(ItemKind),
    /// What has no number: hours, plans, broadcasts.
    Other(String),
}

/// Where each item bought with a year's money stood, by its last move before the instant.
const BOUGHT: &str = "SELECT i.kind AS kind, m.to_state AS state, COUNT(*) AS many FROM items i \
     JOIN lots l ON l.id = i.lot_id JOIN commitments c ON c.id = l.commitment_id \
     JOIN fund_lines f ON f.id = c.fund_line_id JOIN item_moves m ON m.item_id = i.id \
     WHERE i.cite_id = $1 AND f.fiscal_year = $3 AND m.seq = (SELECT MAX(n.seq) FROM item_moves n \
     WHERE n.item_id = i.id AND n.at <= $2) GROUP BY i.kind, m.to_state";

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
        let mut found = Vec::new();
        for debt in debts {
            let reference = debt.payment_reference.as_deref().unwrap_or_default();
            let received = debt.invoice_id.and_then(|id| papers.get(&id));
            let (Some(received), Some(on), true) =
                (received, debt.paid_on, paid.contains(reference))
            else {
                continue;
            };
            // The day of the service is the invoice's at the latest: what is settled was certified.
            let clock = PaymentClock::new(*received, *received);
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

    /// What was bought with the money of a fiscal year, and where it was at an instant.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn bought_with(
        &self,
        cite: CiteId,
        fiscal_year: i16,
        at: Timestamp,
    ) -> Result<Vec<BoughtThings>, Failure> {
        let cite = Uuid::from(cite);
        let mut bought: BTreeMap<BoughtKind, BTreeMap<Option<ItemState>, u64>> = BTreeMap::new();
        let ask = Statement::from_sql_and_values(
            self.db.get_database_backend(),
            BOUGHT,
            [cite.into(), Instant::from(at).into(), i64::from(fiscal_year).into()],
        );
        for row in self.db.query_all_raw(ask).await? {
            let wrong = |problem| Failure::row("items", "count", problem);
            let kind: ItemKind = row.try_get::<String>("", "kind")?.parse().map_err(wrong)?;
            let state = row.try_get::<String>("", "state")?.parse().map_err(wrong)?;
            let many = u64::try_from(row.try_get::<i64>("", "many")?).unwrap_or(0);
            bought.entry(BoughtKind::Items(kind)).or_default().insert(Some(state), many);
        }
        for (label, many) in self.certified_services(cite, fiscal_year, at).await? {
            let of = bought.entry(BoughtKind::Other(label)).or_default();
            *of.entry(None).or_default() += many;
        }
        Ok(bought.into_iter().map(|(what, states)| BoughtThings { what, states }).collect())
    }

    /// Units certified of what is no item, by the words of the order.
    async fn certified_services(
        &self,
        cite: Uuid,
        fiscal_year: i16,
        at: Timestamp,
    ) -> Result<Vec<(String, u64)>, Failure> {
        let acts = self.fund_ledger(CiteId(cite), at).await?;
        let certified: BTreeSet<(Uuid, &str)> = acts
            .iter()
            .filter(|one| one.act == LedgerAct::Certified)
            .filter_map(|one| Some((one.commitment?.0, one.number.as_str())))
            .collect();
        let lines = Query::select()
            .column(fund_line::Column::Id)
            .from(fund_line::Entity)
            .and_where(fund_line::Column::CiteId.eq(cite))
            .and_where(fund_line::Column::FiscalYear.eq(i64::from(fiscal_year)))
            .to_owned();
        let of_year = commitment::Entity::find()
            .filter(commitment::Column::FundLineId.in_subquery(lines))
            .all(&self.db)
            .await?;
        let of_year: Vec<Uuid> = of_year.into_iter().map(|order| order.id).collect();
        let mut found = Vec::new();
        for some in of_year.chunks(500) {
            let lines = order_line::Entity::find()
                .filter(order_line::Column::CommitmentId.is_in(some.iter().copied()))
                .filter(order_line::Column::Kind.is_null());
            let labels: BTreeMap<(Uuid, i64), String> = lines
                .all(&self.db)
                .await?
                .into_iter()
                .map(|row| ((row.commitment_id, row.line), row.label))
                .collect();
            let papers = delivery::Entity::find()
                .filter(delivery::Column::CommitmentId.is_in(some.iter().copied()));
            for paper in papers.all(&self.db).await? {
                if !certified.contains(&(paper.commitment_id, paper.number.as_str())) {
                    continue;
                }
                let parts = delivery_line::Entity::find()
                    .filter(delivery_line::Column::DeliveryId.eq(paper.id));
                for part in parts.all(&self.db).await? {
                    if let Some(label) = labels.get(&(paper.commitment_id, part.line)) {
                        found.push((label.clone(), u64::try_from(part.units).unwrap_or(0)));
                    }
                }
            }
        }
        Ok(found)
    }
}
