//! One scan of a stocktake. The same thing scanned twice, by two phones even, counts once.

use domain::ids::StocktakeId;
use domain::scan::LONGEST_CODE;
use domain::stock::ItemState;
use domain::stocktake::{Difference, difference};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{stocktake, stocktake_scan};
use crate::stock::scanned::{Named, named};
use crate::{By, Store};

/// A scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScanStocktake {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The stocktake.
    pub stocktake: StocktakeId,
    /// What was read, at most [`LONGEST_CODE`] signs.
    pub code: String,
}

/// Why it was not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanStocktakeRefused {
    /// The cité has no such stocktake.
    Unknown,
    /// It is closed.
    Closed,
    /// Nothing was read, or too much.
    NoCode,
}

/// What a scan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// The inventory number, or the code where there is none.
    pub code: String,
    /// What is not as the register says; nothing when all is well.
    pub difference: Option<Difference>,
    /// It was counted before.
    pub again: bool,
}

impl Store {
    /// Counts what was scanned.
    ///
    /// # Errors
    /// [`ScanStocktakeRefused`].
    pub async fn scan_stocktake(
        &self,
        order: &ScanStocktake,
        by: By,
        now: Timestamp,
    ) -> Result<Scanned, VerbError<ScanStocktakeRefused>> {
        let code = order.code.trim().to_uppercase();
        if code.is_empty() || code.chars().count() > LONGEST_CODE {
            return Err(VerbError::Refused(ScanStocktakeRefused::NoCode));
        }
        let begun = self.begin_once("scan_stocktake", order.form, order, by, now).await?;
        let Submitted::New(verb) = begun else {
            return Ok(self.counted(order, &code, by).await?);
        };
        opened(&verb, order.stocktake, by).await?;
        let mut row = stocktake_scan::Model {
            stocktake_id: order.stocktake.into(),
            code,
            item_id: None,
            found: "unknown".to_owned(),
            state: None,
            at: Instant::from(now),
            account_id: by.account.into(),
        };
        match named(&verb.tx, &order.code, by).await? {
            Named::Ours(item) => {
                row.found = "ours".to_owned();
                row.code = item.tag;
                row.item_id = Some(item.id);
                row.state = Some(item.state);
            }
            Named::Elsewhere => row.found = "elsewhere".to_owned(),
            Named::Unknown => {}
        }
        let key = (row.stocktake_id, row.code.clone());
        if let Some(before) = stocktake_scan::Entity::find_by_id(key).one(&verb.tx).await? {
            return Ok(scanned(before, true)?);
        }
        stocktake_scan::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let facts = json!({ "item": row.item_id, "found": row.found, "state": row.state });
        verb.commit(Subject::Stocktake, order.stocktake, facts).await?;
        Ok(scanned(row, false)?)
    }

    /// What the same form answered the first time.
    async fn counted(&self, order: &ScanStocktake, code: &str, by: By) -> Result<Scanned, Failure> {
        let code = match named(&self.db, &order.code, by).await? {
            Named::Ours(item) => item.tag,
            _ => code.to_owned(),
        };
        let row = stocktake_scan::Entity::find_by_id((order.stocktake.into(), code)).one(&self.db);
        let row = row.await?;
        scanned(row.ok_or_else(|| Failure::row("stocktake_scans", order.form, "missing"))?, false)
    }
}

/// The stocktake, if it runs.
pub(super) async fn opened(
    verb: &Verb,
    id: StocktakeId,
    by: By,
) -> Result<stocktake::Model, VerbError<ScanStocktakeRefused>> {
    let mine = stocktake::Entity::find_by_id(Uuid::from(id))
        .filter(stocktake::Column::CiteId.eq(Uuid::from(by.cite)));
    let row = mine.one(&verb.tx).await?;
    let row = row.ok_or(VerbError::Refused(ScanStocktakeRefused::Unknown))?;
    if row.state == "open" {
        Ok(row)
    } else {
        Err(VerbError::Refused(ScanStocktakeRefused::Closed))
    }
}

/// A row as a value.
pub(super) fn scanned(row: stocktake_scan::Model, again: bool) -> Result<Scanned, Failure> {
    Ok(Scanned { difference: difference_of(&row)?, code: row.code, again })
}

/// What a scan says against the register, by the state the item was in when it was scanned: what is lent
/// out afterwards was here.
pub(super) fn difference_of(row: &stocktake_scan::Model) -> Result<Option<Difference>, Failure> {
    Ok(match (row.found.as_str(), row.state.as_deref()) {
        ("ours", Some(state)) => {
            let wrong = |problem| Failure::row("stocktake_scans", &row.code, problem);
            difference(state.parse::<ItemState>().map_err(wrong)?, true)
        }
        ("elsewhere", _) => Some(Difference::Elsewhere),
        _ => Some(Difference::Unknown),
    })
}
