//! The documents behind the acts of a cité's fund, read once, and what each says of its act.

use std::collections::BTreeMap;

use domain::fund::LedgerAct;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Facts, Told};
use crate::base::error::Failure;
use crate::entities::{
    agreement, carry_over, commitment, complement, delivery, delivery_line, fund_line, invoice,
    notification, order_line, repayment, revenue_order, settlement,
};
use crate::fund::orders::OrderedLine;

/// By id.
type By<M> = BTreeMap<Uuid, M>;

/// Every document of a cité's fund.
pub(super) struct Documents {
    lines: By<fund_line::Model>,
    notifications: By<notification::Model>,
    revenue: By<revenue_order::Model>,
    carry_overs: By<carry_over::Model>,
    repayments: By<repayment::Model>,
    agreements: By<agreement::Model>,
    commitments: By<commitment::Model>,
    complements: By<complement::Model>,
    deliveries: By<delivery::Model>,
    invoices: By<invoice::Model>,
    settlements: By<settlement::Model>,
    /// What each delivery comes to at the prices of its order.
    worth: By<i64>,
}

impl Documents {
    pub(super) async fn of(db: &impl ConnectionTrait, cite: Uuid) -> Result<Self, Failure> {
        // Documents of a line, and parts of an order, have no cité of their own.
        let lines = || {
            let mut ids = Query::select();
            ids.column(fund_line::Column::Id).from(fund_line::Entity);
            ids.and_where(Expr::col(fund_line::Column::CiteId).eq(cite)).take()
        };
        let orders = || {
            let mut ids = Query::select();
            ids.column(commitment::Column::Id).from(commitment::Entity);
            ids.and_where(Expr::col(commitment::Column::CiteId).eq(cite)).take()
        };
        macro_rules! all {
            ($table:ident, $which:expr) => {
                $table::Entity::find()
                    .filter($which)
                    .all(db)
                    .await?
                    .into_iter()
                    .map(|row| (row.id, row))
                    .collect::<By<$table::Model>>()
            };
        }
        let deliveries = all!(delivery, delivery::Column::CiteId.eq(cite));
        let of_orders = order_line::Column::CommitmentId.in_subquery(orders());
        let worth = worth(db, &deliveries, of_orders).await?;
        Ok(Self {
            lines: all!(fund_line, fund_line::Column::CiteId.eq(cite)),
            notifications: all!(
                notification,
                notification::Column::FundLineId.in_subquery(lines())
            ),
            revenue: all!(revenue_order, revenue_order::Column::FundLineId.in_subquery(lines())),
            carry_overs: all!(carry_over, carry_over::Column::FromLineId.in_subquery(lines())),
            repayments: all!(repayment, repayment::Column::FundLineId.in_subquery(lines())),
            agreements: all!(agreement, agreement::Column::CiteId.eq(cite)),
            commitments: all!(commitment, commitment::Column::CiteId.eq(cite)),
            complements: all!(complement, complement::Column::CommitmentId.in_subquery(orders())),
            invoices: all!(invoice, invoice::Column::CiteId.eq(cite)),
            settlements: all!(settlement, settlement::Column::CiteId.eq(cite)),
            deliveries,
            worth,
        })
    }

    /// What is told of an act on this subject; nothing when its document is missing.
    pub(super) fn told(&self, act: LedgerAct, subject: Uuid, facts: &Facts) -> Option<Told> {
        match act {
            LedgerAct::Notified => {
                let row = self.notifications.get(&facts.notification?)?;
                let told = self.on_line(row.fund_line_id, &row.reference)?;
                Some(Told { on: Some(row.notified_on.0), ..told })
            }
            LedgerAct::Received => {
                let row = self.revenue.get(&facts.revenue?)?;
                let told = self.on_line(row.fund_line_id, &row.number)?;
                Some(Told { on: Some(row.received_on.0), cents: row.amount_cents, ..told })
            }
            LedgerAct::CarriedIn | LedgerAct::CarriedOut => {
                let row = self.carry_overs.get(&facts.carry_over?)?;
                let told = self.on_line(row.from_line_id, &row.act)?;
                Some(Told { on: Some(row.carried_on.0), ..told })
            }
            LedgerAct::Repaid => {
                let row = self.repayments.get(&facts.repayment?)?;
                let told = self.on_line(row.fund_line_id, &row.reference)?;
                Some(Told { on: Some(row.repaid_on.0), ..told })
            }
            LedgerAct::Agreed | LedgerAct::Reserved => {
                let row = self.agreements.get(&subject)?;
                let told = self.on_line(row.fund_line_id, &row.document)?;
                Some(Told {
                    party: String::new(),
                    object: row.purpose.clone(),
                    agreement: Some(row.id),
                    cents: row.amount_cents,
                    ..told
                })
            }
            LedgerAct::Committed => {
                let told = self.on_order(subject)?;
                Some(Told { on: Some(self.commitments.get(&subject)?.committed_on.0), ..told })
            }
            LedgerAct::Cancelled => self.on_order(subject),
            LedgerAct::Complemented => {
                let row = self.complements.get(&facts.complement?)?;
                Some(Told { on: Some(row.committed_on.0), ..self.on_order(subject)? })
            }
            LedgerAct::Certified => {
                let row = self.deliveries.get(&facts.delivery?)?;
                let cents = self.worth.get(&row.id).copied().unwrap_or(0);
                let (on, number) = (row.certified_on.map(|day| day.0), row.number.clone());
                Some(Told { on, number, cents, ..self.on_order(subject)? })
            }
            LedgerAct::Invoiced => {
                let row = self.invoices.get(&facts.invoice?)?;
                let (on, number) = (Some(row.issued_on.0), row.number.clone());
                Some(Told { on, number, cents: row.gross_cents, ..self.on_order(subject)? })
            }
            LedgerAct::Settled
            | LedgerAct::PaymentOrdered
            | LedgerAct::Rejected
            | LedgerAct::Paid => self.on_debt(act, subject),
            LedgerAct::Closed => self.on_line(subject, ""),
        }
    }

    /// What a debt says of an act on it.
    fn on_debt(&self, act: LedgerAct, debt: Uuid) -> Option<Told> {
        let row = self.settlements.get(&debt)?;
        let (on, number) = match act {
            LedgerAct::Settled => (Some(row.settled_on), Some(&row.invoice)),
            LedgerAct::PaymentOrdered => (row.ordered_on, row.payment_order.as_ref()),
            LedgerAct::Paid => (row.paid_on, row.payment_reference.as_ref()),
            _ => (None, Some(&row.invoice)),
        };
        Some(Told {
            on: on.map(|day| day.0),
            number: number.cloned().unwrap_or_default(),
            party: row.supplier.clone(),
            cents: row.amount_cents,
            ..self.on_order(row.commitment_id)?
        })
    }

    fn on_line(&self, line: Uuid, number: &str) -> Option<Told> {
        let row = self.lines.get(&line)?;
        Some(Told {
            line,
            on: None,
            number: number.to_owned(),
            party: row.funder.clone(),
            object: row.label.clone(),
            agreement: None,
            commitment: None,
            cents: 0,
        })
    }

    fn on_order(&self, order: Uuid) -> Option<Told> {
        let row = self.commitments.get(&order)?;
        Some(Told {
            line: row.fund_line_id,
            on: None,
            number: row.order_number.clone(),
            party: row.supplier.clone(),
            object: row.purpose.clone(),
            agreement: Some(row.agreement_id),
            commitment: Some(order),
            cents: 0,
        })
    }
}

/// What each delivery comes to, taxes included, at the prices of its order.
async fn worth(
    db: &impl ConnectionTrait,
    deliveries: &By<delivery::Model>,
    of_orders: sea_orm::sea_query::SimpleExpr,
) -> Result<By<i64>, Failure> {
    let mut prices: BTreeMap<(Uuid, i64), OrderedLine> = BTreeMap::new();
    for row in order_line::Entity::find().filter(of_orders).all(db).await? {
        prices.insert((row.commitment_id, row.line), row.try_into()?);
    }
    let mut worth = By::new();
    let ids: Vec<Uuid> = deliveries.keys().copied().collect();
    for some in ids.chunks(500) {
        let parts = delivery_line::Entity::find()
            .filter(delivery_line::Column::DeliveryId.is_in(some.iter().copied()));
        for part in parts.all(db).await? {
            let bad = || Failure::row("delivery_lines", part.delivery_id, "no price");
            let order = deliveries.get(&part.delivery_id).ok_or_else(bad)?.commitment_id;
            let price = prices.get(&(order, part.line)).ok_or_else(bad)?.price;
            let cost = price.cost_of(part.units).ok_or_else(bad)?;
            *worth.entry(part.delivery_id).or_default() += cost.gross().cents();
        }
    }
    Ok(worth)
}
