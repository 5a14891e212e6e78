//! What waits in the chain of the orders: to be certified, settled, ordered for payment, paid
//! (`domain.md` §2.6).

use std::collections::{BTreeMap, BTreeSet};

use domain::Euros;
use domain::fund::{CommitmentState, PaymentClock, SettlementState};
use domain::ids::CommitmentId;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{commitment, delivery, invoice, settlement};
use crate::{By, Store};

/// A document that waits for the next hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPaper {
    /// The order.
    pub commitment: CommitmentId,
    /// The order's number.
    pub order_number: String,
    /// The supplier.
    pub supplier: String,
    /// The number of the delivery note or the invoice.
    pub number: String,
    /// The day of the delivery, or the day the invoice was received.
    pub on: Date,
    /// How much; of a delivery, nothing.
    pub amount: Option<Euros>,
    /// The last day to pay, where the delay runs.
    pub due_on: Option<Date>,
}

/// What waits, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FundWaits {
    /// Deliveries whose service is not certified.
    pub to_certify: Vec<WaitingPaper>,
    /// Invoices and credit notes that are not settled.
    pub to_settle: Vec<WaitingPaper>,
    /// Debts whose payment is not ordered.
    pub to_order: Vec<WaitingPaper>,
    /// Debts that the accountant is to pay.
    pub to_pay: Vec<WaitingPaper>,
}

impl FundWaits {
    /// Does nothing wait?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.to_certify.is_empty()
            && self.to_settle.is_empty()
            && self.to_order.is_empty()
            && self.to_pay.is_empty()
    }

    /// Everything that is due within so many days of this one, or late.
    #[must_use]
    pub fn due_within(&self, days: i8, today: Date) -> usize {
        let until = today.saturating_add(jiff::Span::new().days(days));
        let all = self.to_settle.iter().chain(&self.to_order).chain(&self.to_pay);
        all.filter(|one| one.due_on.is_some_and(|due| due <= until)).count()
    }
}

/// The chain of a cité as it is read: its orders, and the day each was last certified.
struct Chain {
    orders: BTreeMap<Uuid, commitment::Model>,
    certified: BTreeMap<Uuid, Date>,
}

impl Chain {
    fn of(orders: Vec<commitment::Model>, notes: &[delivery::Model]) -> Self {
        let mut certified: BTreeMap<Uuid, Date> = BTreeMap::new();
        for note in notes {
            if let Some(day) = note.certified_on {
                let last = certified.entry(note.commitment_id).or_insert(day.0);
                *last = day.0.max(*last);
            }
        }
        Self { orders: orders.into_iter().map(|row| (row.id, row)).collect(), certified }
    }

    fn is_given_up(&self, order: Uuid) -> bool {
        let row = self.orders.get(&order);
        row.is_none_or(|row| row.state == CommitmentState::Cancelled.code())
    }

    /// The last day to pay: none of a credit note, nor before anything is certified.
    fn due(&self, order: Uuid, received: Date, amount: Euros) -> Option<Date> {
        let clock = PaymentClock::new(received, *self.certified.get(&order)?)?;
        amount.is_positive().then(|| clock.due_on())
    }

    fn waiting(
        &self,
        order: Uuid,
        number: String,
        on: Date,
        amount: Option<Euros>,
    ) -> Result<WaitingPaper, Failure> {
        let row = self.orders.get(&order);
        let row = row.ok_or_else(|| Failure::row("commitments", order, "missing"))?;
        Ok(WaitingPaper {
            commitment: CommitmentId(order),
            order_number: row.order_number.clone(),
            supplier: row.supplier.clone(),
            number,
            on,
            amount,
            due_on: amount.and_then(|amount| self.due(order, on, amount)),
        })
    }
}

impl Store {
    /// What waits in the chain of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn fund_waits(&self, by: By) -> Result<FundWaits, Failure> {
        let cite = Uuid::from(by.cite);
        let orders = commitment::Entity::find().filter(commitment::Column::CiteId.eq(cite));
        let notes = delivery::Entity::find()
            .filter(delivery::Column::CiteId.eq(cite))
            .order_by_asc(delivery::Column::DeliveredOn)
            .order_by_asc(delivery::Column::Id)
            .all(&self.db)
            .await?;
        let papers = invoice::Entity::find()
            .filter(invoice::Column::CiteId.eq(cite))
            .order_by_asc(invoice::Column::ReceivedOn)
            .order_by_asc(invoice::Column::Id)
            .all(&self.db)
            .await?;
        let debts = settlement::Entity::find()
            .filter(settlement::Column::CiteId.eq(cite))
            .filter(settlement::Column::State.ne(SettlementState::Rejected.code()))
            .order_by_asc(settlement::Column::SettledOn)
            .order_by_asc(settlement::Column::Id)
            .all(&self.db)
            .await?;
        let chain = Chain::of(orders.all(&self.db).await?, &notes);
        let mut waits = FundWaits::default();
        for note in notes {
            if note.certified_on.is_none() && !chain.is_given_up(note.commitment_id) {
                let on = note.delivered_on.0;
                waits.to_certify.push(chain.waiting(note.commitment_id, note.number, on, None)?);
            }
        }
        let received: BTreeMap<Uuid, Date> =
            papers.iter().map(|paper| (paper.id, paper.received_on.0)).collect();
        let settled: BTreeSet<Uuid> = debts.iter().filter_map(|debt| debt.invoice_id).collect();
        for paper in papers.into_iter().filter(|paper| !settled.contains(&paper.id)) {
            let (on, amount) = (paper.received_on.0, Euros::from_cents(paper.gross_cents));
            let one = chain.waiting(paper.commitment_id, paper.number, on, Some(amount))?;
            waits.to_settle.push(one);
        }
        for debt in debts {
            let on = debt.invoice_id.and_then(|id| received.get(&id)).copied();
            let on = on.unwrap_or(debt.settled_on.0);
            let amount = Euros::from_cents(debt.amount_cents);
            let one = chain.waiting(debt.commitment_id, debt.invoice, on, Some(amount))?;
            if debt.state == SettlementState::Settled.code() {
                waits.to_order.push(one);
            } else if debt.state == SettlementState::Ordered.code() {
                waits.to_pay.push(one);
            }
        }
        Ok(waits)
    }
}
