//! What was bought with a year's money, and where it was.

use std::collections::{BTreeMap, BTreeSet};

use domain::fund::LedgerAct;
use domain::ids::CiteId;
use domain::stock::{ItemKind, ItemState};
use jiff::Timestamp;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use uuid::Uuid;

use crate::Store;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{commitment, delivery, delivery_line, fund_line, order_line};

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
