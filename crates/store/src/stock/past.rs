//! The stock as it stood at a past instant, from the moves: as it was known then, whatever was noted since.

use std::collections::BTreeMap;

use domain::stock::ItemKind;
use domain::stock_at::KindAt;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::{By, Store};

/// Where each item stood: by its last move before the instant.
const STATES: &str = "SELECT i.kind AS kind, m.to_state AS state, COUNT(*) AS many FROM items i \
     JOIN item_moves m ON m.item_id = i.id WHERE i.cite_id = $1 AND m.seq = (SELECT MAX(n.seq) \
     FROM item_moves n WHERE n.item_id = i.id AND n.at < $2) GROUP BY i.kind, m.to_state";

/// What had come and what had gone, counted by the moves themselves.
const FLOWS: &str = "SELECT i.kind AS kind, \
     SUM(CASE WHEN m.from_state IS NULL THEN 1 ELSE 0 END) AS received, \
     SUM(CASE WHEN m.to_state = 'gone' THEN 1 ELSE 0 END) AS went, \
     SUM(CASE WHEN m.from_state = 'gone' THEN 1 ELSE 0 END) AS returned \
     FROM items i JOIN item_moves m ON m.item_id = i.id \
     WHERE i.cite_id = $1 AND m.at < $2 GROUP BY i.kind";

impl Store {
    /// The items of the asker's cité as they stood just before `ends`, by kind; kinds without any are left
    /// out.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn stock_before(&self, ends: Timestamp, by: By) -> Result<Vec<KindAt>, Failure> {
        let values = || [Uuid::from(by.cite).into(), Instant::from(ends).into()];
        let backend = self.db.get_database_backend();
        let ask = |sql| Statement::from_sql_and_values(backend, sql, values());
        let wrong = |problem| Failure::row("items", "count", problem);
        let count = |many: i64| u64::try_from(many).unwrap_or(0);
        let mut kinds: BTreeMap<ItemKind, KindAt> = BTreeMap::new();
        for row in self.db.query_all_raw(ask(FLOWS)).await? {
            let kind: ItemKind = row.try_get::<String>("", "kind")?.parse().map_err(wrong)?;
            let (went, returned): (i64, i64) =
                (row.try_get("", "went")?, row.try_get("", "returned")?);
            let received = count(row.try_get("", "received")?);
            let states = BTreeMap::new();
            kinds.insert(kind, KindAt { kind, received, gone: count(went - returned), states });
        }
        for row in self.db.query_all_raw(ask(STATES)).await? {
            let kind: ItemKind = row.try_get::<String>("", "kind")?.parse().map_err(wrong)?;
            let state = row.try_get::<String>("", "state")?.parse().map_err(wrong)?;
            let none = || KindAt { kind, received: 0, gone: 0, states: BTreeMap::new() };
            let of = kinds.entry(kind).or_insert_with(none);
            of.states.insert(state, count(row.try_get("", "many")?));
        }
        Ok(kinds.into_values().collect())
    }

    /// When the first item of the asker's cité was entered; nothing when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn first_entered(&self, by: By) -> Result<Option<Timestamp>, Failure> {
        let first = Statement::from_sql_and_values(
            self.db.get_database_backend(),
            "SELECT MIN(m.at) AS first FROM items i JOIN item_moves m ON m.item_id = i.id WHERE i.cite_id = $1",
            [Uuid::from(by.cite).into()],
        );
        let Some(row) = self.db.query_one_raw(first).await? else { return Ok(None) };
        Ok(row.try_get::<Option<Instant>>("", "first")?.map(Instant::timestamp))
    }
}
