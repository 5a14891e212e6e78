//! One order with everything behind its figures: lines, complements, deliveries, invoices, debts, lots.

use domain::Euros;
use domain::fund::{Amount, Taxed};
use domain::identifiers::Siret;
use domain::ids::{CommitmentId, DeliveryId, InvoiceId, LotId, SchoolId};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::deliveries;
use super::orders::{self, InvoicedLine, ReceivedUnits};
use super::values::{BoughtLot, CommitmentBook, ComplementRecord, DeliveryRecord, InvoiceRecord};
use crate::base::error::Failure;
use crate::entities::{commitment, complement, invoice, item, lot, settlement};
use crate::{By, Store};

impl Store {
    /// One commitment with every document of its chain; nothing when it is not of this cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn commitment(
        &self,
        id: CommitmentId,
        by: By,
    ) -> Result<Option<CommitmentBook>, Failure> {
        let found = self.commitments_where(commitment::Column::Id.eq(id.0), by).await?.pop();
        let Some(found) = found else { return Ok(None) };
        let settlements =
            self.settlements_where(settlement::Column::CommitmentId.eq(id.0), by).await?;
        let lines = orders::lines(&self.db, id.0).await?;
        let received = orders::received(&self.db, id.0).await?;
        let invoiced = orders::invoiced(&self.db, id.0).await?;
        let matched = orders::matched(id.0, &lines, &received, &invoiced)?;
        Ok(Some(CommitmentBook {
            commitment: found,
            lines,
            complements: self.complements_of(id).await?,
            deliveries: self.deliveries_of(id, &received).await?,
            invoices: self.invoices_of(id, invoiced).await?,
            matched,
            settlements,
            lots: self.lots_of(id).await?,
        }))
    }

    async fn complements_of(&self, id: CommitmentId) -> Result<Vec<ComplementRecord>, Failure> {
        let rows = complement::Entity::find()
            .filter(complement::Column::CommitmentId.eq(Uuid::from(id)))
            .order_by_asc(complement::Column::CommittedOn)
            .order_by_asc(complement::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let amount = Amount::from_cents(row.amount_cents);
                let amount = amount.map_err(|error| Failure::row("complements", row.id, error))?;
                Ok(ComplementRecord { amount, reason: row.reason, on: row.committed_on.0 })
            })
            .collect()
    }

    async fn deliveries_of(
        &self,
        id: CommitmentId,
        received: &[ReceivedUnits],
    ) -> Result<Vec<DeliveryRecord>, Failure> {
        let papers = deliveries::of(&self.db, id.0).await?;
        let value = |row: crate::entities::delivery::Model| DeliveryRecord {
            id: DeliveryId(row.id),
            number: row.number,
            on: row.delivered_on.0,
            school: row.school_id.map(SchoolId),
            remark: row.remark,
            certified_on: row.certified_on.map(|day| day.0),
            units: received.iter().filter(|one| one.delivery == row.id).copied().collect(),
        };
        Ok(papers.into_iter().map(value).collect())
    }

    async fn invoices_of(
        &self,
        id: CommitmentId,
        mut invoiced: Vec<(InvoiceId, Vec<InvoicedLine>)>,
    ) -> Result<Vec<InvoiceRecord>, Failure> {
        let rows = invoice::Entity::find()
            .filter(invoice::Column::CommitmentId.eq(Uuid::from(id)))
            .order_by_asc(invoice::Column::IssuedOn)
            .order_by_asc(invoice::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let bad = |problem: String| Failure::row("invoices", row.id, problem);
                let euros = Euros::from_cents;
                let total = Taxed::from_figures(
                    euros(row.net_cents),
                    euros(row.vat_cents),
                    euros(row.gross_cents),
                );
                let lines = invoiced.iter_mut().find(|(invoice, _)| invoice.0 == row.id);
                Ok(InvoiceRecord {
                    id: InvoiceId(row.id),
                    siret: Siret::parse(&row.siret).map_err(|error| bad(error.to_string()))?,
                    total: total.map_err(|error| bad(error.to_string()))?,
                    lines: lines.map(|(_, lines)| std::mem::take(lines)).unwrap_or_default(),
                    number: row.number,
                    issued_on: row.issued_on.0,
                    received_on: row.received_on.0,
                })
            })
            .collect()
    }

    async fn lots_of(&self, id: CommitmentId) -> Result<Vec<BoughtLot>, Failure> {
        let bought = lot::Entity::find()
            .filter(lot::Column::CommitmentId.eq(Uuid::from(id)))
            .order_by_asc(lot::Column::ReceivedOn)
            .order_by_asc(lot::Column::Id)
            .all(&self.db)
            .await?;
        let mut lots = Vec::with_capacity(bought.len());
        for row in bought {
            let items =
                item::Entity::find().filter(item::Column::LotId.eq(row.id)).count(&self.db).await?;
            let kind = row.kind.parse().map_err(|error| Failure::row("lots", row.id, error))?;
            lots.push(BoughtLot {
                id: LotId(row.id),
                label: row.label,
                kind,
                received_on: row.received_on.0,
                items,
            });
        }
        Ok(lots)
    }
}
