//! Free units on a shelf, and a round over them.

use domain::ids::{LotId, PolicyId, RoundId};
use domain::scoring::RuleSet;
use domain::stock::{Grade, ItemKind, ItemState, LotCondition, Restriction, TransferMode};
use jiff::civil::date;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::cites::start;
use crate::base::columns::{Day, Instant};
use crate::entities::{household, item, item_move, lot};
use crate::{By, NewPolicy, OpenRound, Store, Subject};

/// Puts `units` free items on the shelf as the town's lot `n`, tagged from 1 on, lent and new.
///
/// # Panics
/// When the database refuses.
pub async fn shelf(
    store: &Store,
    n: u128,
    kind: ItemKind,
    units: u128,
    only: &Restriction,
    by: By,
) -> LotId {
    let verb = store.begin("receive_lot", Some(by), start()).await.expect("a verb");
    let cite = Uuid::from(by.cite);
    let id = Uuid::from_u128((cite.as_u128() * 1_000 + n) * 1_000_000);
    let row = lot::Model {
        id,
        cite_id: cite,
        label: format!("Lot {n}"),
        origin: "town".into(),
        donor_id: None,
        commitment_id: None,
        acceptance: None,
        kind: kind.code().into(),
        condition: LotCondition::New.code().into(),
        mode: TransferMode::Loan.code().into(),
        restriction: serde_json::to_string(only).expect("JSON"),
        received_on: Day(date(2026, 8, 31)),
        expected: None,
    };
    lot::Entity::insert(row.into_active_model())
        .exec_without_returning(&verb.tx)
        .await
        .expect("a lot");
    for unit in 1..=units {
        let named = format!("{}-{n}-{unit:04}", cite.as_u128());
        let row = item::Model {
            id: Uuid::from_u128(id.as_u128() + unit),
            cite_id: cite,
            lot_id: id,
            kind: kind.code().into(),
            tag: format!("T{named}"),
            serial: Some(format!("S{named}")),
            imei: None,
            iccid: kind.needs_card().then(|| format!("I{named}")),
            msisdn: None,
            former_tag: None,
            state: ItemState::Available.code().into(),
            grade: Grade::New.code().into(),
            received_on: Day(date(2026, 8, 31)),
        };
        let made = item_move::Model {
            item_id: row.id,
            seq: verb.seq,
            from_state: None,
            to_state: row.state.clone(),
            grade: row.grade.clone(),
            at: Instant::from(start()),
            household_id: None,
            wipe: "none".to_owned(),
        };
        item::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
            .expect("an item");
        item_move::Entity::insert(made.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
            .expect("a move");
    }
    verb.commit(Subject::Lot, id, json!({ "units": units })).await.expect("a journal line");
    LotId(id)
}

/// Publishes the starting rules, once in a cité.
///
/// # Panics
/// When the store refuses.
pub async fn policy(store: &Store, by: By) {
    if store.current_policy(by).await.expect("policies").is_none() {
        let id = PolicyId(Uuid::from_u128(by.cite.0.as_u128() * 1_000 + 60_000));
        let new = NewPolicy { id, after: 0, rules: RuleSet::starting() };
        store.publish_policy(&new, by, start()).await.expect("a policy");
    }
}

/// Publishes the starting rules once, and opens the round `n` with the seed `n`.
///
/// # Panics
/// When the store refuses.
pub async fn round(store: &Store, n: u32, by: By) -> RoundId {
    policy(store, by).await;
    let id = RoundId(Uuid::from_u128(by.cite.0.as_u128() * 1_000 + 61_000 + u128::from(n)));
    let order = OpenRound { id, name: format!("Tour {n}") };
    store.open_round(&order, || n, by, start()).await.expect("an open round");
    id
}

/// Calls every household `name`, behind the verbs' back.
///
/// # Panics
/// When the database refuses.
pub async fn rename_households(store: &Store, name: &str) {
    household::Entity::update_many()
        .col_expr(household::Column::Label, Expr::value(name))
        .col_expr(household::Column::SearchKey, Expr::value(name))
        .exec(&store.db)
        .await
        .expect("renamed households");
}
