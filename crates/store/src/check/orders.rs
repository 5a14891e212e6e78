//! Orders and their papers: no more came than was ordered, an invoice is its lines, a debt is its invoice.

use std::collections::BTreeMap;

use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::Finding;
use super::fund::{of, sums};
use crate::Failure;
use crate::entities::{
    commitment, delivery, delivery_line, invoice, invoice_line, order_line, settlement,
};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let orders: BTreeMap<Uuid, String> = commitment::Entity::find()
        .all(tx)
        .await?
        .into_iter()
        .map(|row| (row.id, row.order_number))
        .collect();
    let named = |id: &Uuid| orders.get(id).cloned().unwrap_or_default();
    let of_order: BTreeMap<Uuid, Uuid> = delivery::Entity::find()
        .all(tx)
        .await?
        .into_iter()
        .map(|row| (row.id, row.commitment_id))
        .collect();
    let mut came: BTreeMap<(Uuid, i64), i64> = BTreeMap::new();
    for row in delivery_line::Entity::find().all(tx).await? {
        if let Some(order) = of_order.get(&row.delivery_id) {
            *came.entry((*order, row.line)).or_default() += row.units;
        }
    }
    let ordered: BTreeMap<(Uuid, i64), i64> = order_line::Entity::find()
        .all(tx)
        .await?
        .into_iter()
        .map(|row| ((row.commitment_id, row.line), row.quantity))
        .collect();
    for ((order, line), received) in came {
        let most = ordered.get(&(order, line)).copied().unwrap_or_default();
        if received < 0 || received > most {
            let order = named(&order);
            findings.push(Finding::OverDelivered { order, line, ordered: most, received });
        }
    }
    let lines = invoice_line::Entity::find().all(tx).await?;
    let lines = sums(lines.into_iter().map(|row| (row.invoice_id, row.net_cents + row.vat_cents)));
    let invoices = invoice::Entity::find().order_by_asc(invoice::Column::Id).all(tx).await?;
    for row in &invoices {
        let derived = of(&lines, row.id);
        if row.gross_cents != derived {
            let (number, kept) = (row.number.clone(), row.gross_cents);
            findings.push(Finding::InvoiceLines { number, kept, derived });
        }
    }
    let gross: BTreeMap<Uuid, i64> =
        invoices.into_iter().map(|row| (row.id, row.gross_cents)).collect();
    for row in settlement::Entity::find().order_by_asc(settlement::Column::Id).all(tx).await? {
        let invoiced = row.invoice_id.and_then(|id| gross.get(&id).copied());
        if let Some(invoiced) = invoiced.filter(|invoiced| *invoiced != row.amount_cents) {
            let (number, settled) = (row.invoice, row.amount_cents);
            findings.push(Finding::SettledOtherwise { number, settled, invoiced });
        }
    }
    Ok(())
}
