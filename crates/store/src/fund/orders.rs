//! What an order is made of, and what has become of each of its lines: ordered, received, invoiced.

use std::collections::BTreeMap;

use domain::Euros;
use domain::codes::UnknownCode;
use domain::fund::{
    InvoicePart, MatchRefused, OrderLine, ReceivedPart, Taxed, ThreeWay, VatRate, three_way,
};
use domain::ids::{InvoiceId, LotId};
use domain::stock::ItemKind;
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Serialize;
use uuid::Uuid;

use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{delivery, delivery_line, invoice, invoice_line, order_line};

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderedLine {
    /// What is ordered.
    pub label: String,
    /// The items of the stock that it makes; none for a service, or what is not counted there.
    pub kind: Option<ItemKind>,
    /// Its number, its units and what they cost.
    #[serde(serialize_with = "figures")]
    pub price: OrderLine,
}

fn figures<S: serde::Serializer>(line: &OrderLine, serializer: S) -> Result<S::Ok, S::Error> {
    (line.line(), line.quantity(), line.rate(), line.amount()).serialize(serializer)
}

/// Units of a line that came on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceivedUnits {
    /// The delivery that brought them.
    pub delivery: Uuid,
    /// How many, of which line.
    pub part: ReceivedPart,
    /// The day they were certified, once they are.
    pub certified_on: Option<Date>,
    /// The lot that they make.
    pub lot: Option<LotId>,
}

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoicedLine {
    /// What is invoiced, in the supplier's words.
    pub label: String,
    /// Units, rate and amount.
    #[serde(serialize_with = "part")]
    pub part: InvoicePart,
}

fn part<S: serde::Serializer>(part: &InvoicePart, serializer: S) -> Result<S::Ok, S::Error> {
    (part.line, part.units, part.rate, part.amount).serialize(serializer)
}

/// The lines of an order, the first first.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    commitment: Uuid,
) -> Result<Vec<OrderedLine>, Failure> {
    let rows = order_line::Entity::find()
        .filter(order_line::Column::CommitmentId.eq(commitment))
        .order_by_asc(order_line::Column::Line)
        .all(db)
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Writes the lines of a new order.
pub(super) async fn write(
    verb: &Verb,
    commitment: Uuid,
    lines: &[OrderedLine],
) -> Result<(), Failure> {
    if lines.is_empty() {
        return Ok(());
    }
    let rows = lines.iter().map(|one| {
        order_line::Model {
            commitment_id: commitment,
            line: one.price.line().into(),
            label: one.label.clone(),
            kind: one.kind.map(|kind| kind.code().to_owned()),
            quantity: one.price.quantity().into(),
            rate: one.price.rate().hundredths().into(),
            net_cents: one.price.amount().net().cents(),
            vat_cents: one.price.amount().vat().cents(),
        }
        .into_active_model()
    });
    order_line::Entity::insert_many(rows).exec_without_returning(&verb.tx).await?;
    Ok(())
}

/// What came of an order, certified or not.
pub(super) async fn received(
    db: &impl ConnectionTrait,
    commitment: Uuid,
) -> Result<Vec<ReceivedUnits>, Failure> {
    let papers: BTreeMap<Uuid, delivery::Model> = delivery::Entity::find()
        .filter(delivery::Column::CommitmentId.eq(commitment))
        .all(db)
        .await?
        .into_iter()
        .map(|paper| (paper.id, paper))
        .collect();
    let rows = delivery_line::Entity::find()
        .filter(delivery_line::Column::DeliveryId.is_in(papers.keys().copied()))
        .order_by_asc(delivery_line::Column::DeliveryId)
        .order_by_asc(delivery_line::Column::Line)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let paper = papers.get(&row.delivery_id);
            let bad = |problem: String| Failure::row("delivery_lines", row.delivery_id, problem);
            let line = u32::try_from(row.line).map_err(|error| bad(error.to_string()))?;
            let units = i32::try_from(row.units).map_err(|error| bad(error.to_string()))?;
            Ok(ReceivedUnits {
                delivery: row.delivery_id,
                part: ReceivedPart { line, units },
                certified_on: paper.and_then(|paper| paper.certified_on).map(|day| day.0),
                lot: row.lot_id.map(LotId),
            })
        })
        .collect()
}

/// The lines of each invoice of an order, the first invoice first.
pub(super) async fn invoiced(
    db: &impl ConnectionTrait,
    commitment: Uuid,
) -> Result<Vec<(InvoiceId, Vec<InvoicedLine>)>, Failure> {
    let invoices = invoice::Entity::find()
        .filter(invoice::Column::CommitmentId.eq(commitment))
        .order_by_asc(invoice::Column::IssuedOn)
        .order_by_asc(invoice::Column::Id)
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(invoices.len());
    for one in invoices {
        let rows = invoice_line::Entity::find()
            .filter(invoice_line::Column::InvoiceId.eq(one.id))
            .order_by_asc(invoice_line::Column::Position)
            .all(db)
            .await?;
        let lines = rows.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
        all.push((InvoiceId(one.id), lines));
    }
    Ok(all)
}

/// The three-way match of an order: what is certified against what is invoiced. None where the order has no
/// lines to compare.
pub(super) fn matched(
    commitment: Uuid,
    lines: &[OrderedLine],
    received: &[ReceivedUnits],
    invoiced: &[(InvoiceId, Vec<InvoicedLine>)],
) -> Result<Option<ThreeWay>, Failure> {
    if lines.is_empty() {
        return Ok(None);
    }
    let lines: Vec<OrderLine> = lines.iter().map(|line| line.price).collect();
    let certified = received.iter().filter(|one| one.certified_on.is_some());
    let received: Vec<ReceivedPart> = certified.map(|one| one.part).collect();
    let parts = |lines: &[InvoicedLine]| lines.iter().map(|line| line.part).collect::<Vec<_>>();
    let invoices: Vec<Vec<InvoicePart>> = invoiced.iter().map(|(_, one)| parts(one)).collect();
    let bad = |problem: MatchRefused| Failure::row("commitments", commitment, problem);
    three_way(&lines, &received, &invoices).map(Some).map_err(bad)
}

impl TryFrom<order_line::Model> for OrderedLine {
    type Error = Failure;
    fn try_from(row: order_line::Model) -> Result<Self, Failure> {
        let bad = |problem: String| Failure::row("order_lines", row.commitment_id, problem);
        let number = u32::try_from(row.line).map_err(|error| bad(error.to_string()))?;
        let quantity = u32::try_from(row.quantity).map_err(|error| bad(error.to_string()))?;
        let rate = rate(row.rate).ok_or_else(|| bad("no such rate".to_owned()))?;
        let amount = taxed(row.net_cents, row.vat_cents).map_err(|error| bad(error.to_string()))?;
        let price = OrderLine::new(number, quantity, rate, amount);
        let kind: Option<Result<ItemKind, UnknownCode>> =
            row.kind.as_ref().map(|kind| kind.parse());
        Ok(Self {
            kind: kind.transpose().map_err(|error| bad(error.to_string()))?,
            price: price.map_err(|error| bad(error.to_string()))?,
            label: row.label,
        })
    }
}

impl TryFrom<invoice_line::Model> for InvoicedLine {
    type Error = Failure;
    fn try_from(row: invoice_line::Model) -> Result<Self, Failure> {
        let bad = |problem: String| Failure::row("invoice_lines", row.invoice_id, problem);
        let line = row.line.map(u32::try_from).transpose();
        let part = InvoicePart {
            line: line.map_err(|error| bad(error.to_string()))?,
            units: i32::try_from(row.units).map_err(|error| bad(error.to_string()))?,
            rate: rate(row.rate).ok_or_else(|| bad("no such rate".to_owned()))?,
            amount: taxed(row.net_cents, row.vat_cents).map_err(|error| bad(error.to_string()))?,
        };
        Ok(Self { label: row.label, part })
    }
}

fn rate(hundredths: i64) -> Option<VatRate> {
    VatRate::from_hundredths(u16::try_from(hundredths).ok()?).ok()
}

fn taxed(net: i64, vat: i64) -> Result<Taxed, domain::fund::TaxFault> {
    let gross = net.saturating_add(vat);
    Taxed::from_figures(Euros::from_cents(net), Euros::from_cents(vat), Euros::from_cents(gross))
}
