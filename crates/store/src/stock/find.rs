//! Finding an item by a few letters or digits, and counting them.

use std::collections::BTreeMap;

use domain::identifiers::AssetTag;
use domain::ids::{CiteId, LotId};
use domain::stock::{ItemKind, ItemState};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::ends::Ends;
use super::values::{Holder, Item, holders, item_value};
use crate::base::error::Failure;
use crate::entities::item;
use crate::provisions::custody::{HeldBy, custodians};
use crate::{By, Store};

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemSearch {
    /// Digits of an inventory number, or part of a serial number, IMEI or ICCID; blank for all.
    pub text: String,
    /// Only of this kind.
    pub kind: Option<ItemKind>,
    /// Only in this state.
    pub state: Option<ItemState>,
    /// Only of this lot.
    pub lot: Option<LotId>,
}

/// An item in a list, and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundItem {
    /// The item.
    pub item: Item,
    /// Who has it.
    pub holder: Option<Holder>,
    /// The school or the organisation that answers for it.
    pub custodian: Option<HeldBy>,
}

/// Items per kind and state, where there are any.
pub type StockCounts = BTreeMap<(ItemKind, ItemState), u64>;

impl Store {
    /// The items of the asker's cité that a search finds, by inventory number, and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn find_items(
        &self,
        search: &ItemSearch,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<FoundItem>, u64), Failure> {
        let mut query = item::Entity::find();
        if let Some(kind) = search.kind {
            query = query.filter(item::Column::Kind.eq(kind.code()));
        }
        if let Some(state) = search.state {
            query = query.filter(item::Column::State.eq(state.code()));
        }
        if let Some(lot) = search.lot {
            query = query.filter(item::Column::LotId.eq(Uuid::from(lot)));
        }
        let mine = query.clone().filter(item::Column::CiteId.eq(Uuid::from(by.cite)));
        let (query, total) = if search.text.trim().is_empty() {
            (mine, None)
        } else {
            let Some(named) = named(&search.text) else { return Ok((Vec::new(), 0)) };
            let text = signs(&search.text);
            let ends = Ends::of(&text);
            // The end of a number first, which an index answers; its middle only if nothing ends so.
            let by_end = ends.items(by).filter(|_| AssetTag::parse(&search.text).is_err());
            match by_end.map(|ids| query.filter(item::Column::Id.in_subquery(ids))) {
                Some(ending) => match ending.clone().count(&self.db).await? {
                    0 if !ends.is_all() => (mine.filter(named), None),
                    many => (ending, Some(many)),
                },
                None => (mine.filter(named), None),
            }
        };
        let total = match total {
            Some(total) => total,
            None => query.clone().count(&self.db).await?,
        };
        let rows = query.order_by_asc(item::Column::Tag).offset(offset).limit(limit);
        let rows = rows.all(&self.db).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut holders = holders(&self.db, &ids).await?;
        let mut custodians = custodians(&self.db, &ids).await?;
        let found = rows.into_iter().map(|row| {
            let holder = holders.remove(&row.id);
            let custodian = custodians.remove(&row.id);
            Ok(FoundItem { item: item_value(row)?, holder, custodian })
        });
        Ok((found.collect::<Result<_, Failure>>()?, total))
    }

    /// How many items of each kind are in each state.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn stock_by_state(&self, by: By) -> Result<StockCounts, Failure> {
        self.stock_of(by.cite).await
    }

    /// The same for any cité, for national figures.
    pub(crate) async fn stock_of(&self, cite: CiteId) -> Result<StockCounts, Failure> {
        let rows: Vec<(String, String, i64)> = item::Entity::find()
            .select_only()
            .column(item::Column::Kind)
            .column(item::Column::State)
            // Rows, not ids: then the index `items_by_kind` answers alone.
            .column_as(Expr::cust("COUNT(*)"), "many")
            .filter(item::Column::CiteId.eq(Uuid::from(cite)))
            .group_by(item::Column::Kind)
            .group_by(item::Column::State)
            .into_tuple()
            .all(&self.db)
            .await?;
        let count = |(kind, state, many): (String, String, i64)| {
            let wrong = |problem| Failure::row("items", "count", problem);
            let key = (kind.parse().map_err(wrong)?, state.parse().map_err(wrong)?);
            Ok((key, u64::try_from(many).unwrap_or(0)))
        };
        rows.into_iter().map(count).collect()
    }
}

/// The condition of a text; nothing when it holds no letter and no digit.
pub(crate) fn named(text: &str) -> Option<Condition> {
    if let Ok(tag) = AssetTag::parse(text) {
        // Its own number, or the one it had in another cité, which may stick on it still.
        let either = Condition::any().add(item::Column::Tag.eq(tag.as_str()));
        return Some(either.add(item::Column::FormerTag.eq(tag.as_str())));
    }
    let text = signs(text);
    if !text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut any = Condition::any();
    if text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: u32 = text.parse().unwrap_or(0);
        any = any.add(item::Column::Tag.contains(format!("-{number:04}-")));
    } else {
        any = any.add(item::Column::Tag.contains(&text));
    }
    if text.len() >= 3 {
        any = any
            .add(item::Column::Serial.contains(&text))
            .add(item::Column::Imei.contains(&text))
            .add(item::Column::Iccid.contains(&text))
            // As it stands on a label of the register that was left, whatever its capitals.
            .add(
                Expr::expr(Func::upper(Expr::col(item::Column::FormerTag)))
                    .like(format!("%{text}%")),
            );
    }
    Some(any)
}

/// A text in capitals, without what would be a wildcard: typed by a person it is none.
fn signs(text: &str) -> String {
    let sign = |c: &char| c.is_ascii_graphic() && !matches!(c, '%' | '_' | '\\');
    text.to_uppercase().chars().filter(sign).collect()
}
