//! May this household have this item? Judged at the desk by the rule the engine goes by.

use std::collections::BTreeMap;

use domain::allocation::{Alternative, FailedRule, SituationNeed, first_failed_rule};
use domain::ids::HouseholdId;
use domain::item_life::may_be_lent;
use domain::people::equipment::NeedKind;
use domain::scoring::RuleSet;
use domain::stock::{ItemKind, ItemState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::lend::ItemRefusal;
use crate::By;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{child, household, item, lot, reservation};
use crate::rounds::asked::{circumstances, lot_value, need_value, pupil};
use crate::rounds::policies::rules_in_force;

/// The household as the engine sees it, for each kind of need.
pub(super) struct Judge {
    home: HouseholdId,
    needs: BTreeMap<NeedKind, SituationNeed>,
    rules: RuleSet,
}

impl Judge {
    /// Reads the household's pupils and the rules in force; before any is published, those to start with.
    pub async fn of(verb: &Verb, home: &household::Model, by: By) -> Result<Self, Failure> {
        let children = child::Entity::find().filter(child::Column::HouseholdId.eq(home.id));
        let children = children.all(&verb.tx).await?;
        let mut pupils = children.iter().map(pupil).collect::<Result<Vec<_>, _>>()?;
        pupils.sort_unstable();
        let rules = rules_in_force(&verb.tx, by).await?;
        let mut needs = BTreeMap::new();
        for kind in [NeedKind::Device, NeedKind::Connection] {
            // A priority and earlier devices change a rank, never what a family may have.
            let scored = rules.score(circumstances(kind, 1, false, home, pupils.clone())?);
            needs.insert(kind, need_value(String::new(), home, &scored));
        }
        Ok(Self { home: HouseholdId(home.id), needs, rules })
    }

    /// Why not, if not. What a plan set aside was judged with every rule when it was adopted.
    pub fn refusal(
        &self,
        item: &item::Model,
        lot: &lot::Model,
        held: Option<&reservation::Model>,
    ) -> Result<Option<ItemRefusal>, Failure> {
        let wrong = |problem| Failure::row("items", item.id, problem);
        let state: ItemState = item.state.parse().map_err(wrong)?;
        let reserved_for = held.map(|held| HouseholdId(held.household_id));
        if let Err(why) = may_be_lent(state, reserved_for, self.home) {
            return Ok(Some(ItemRefusal::State(why)));
        }
        let kind: ItemKind = item.kind.parse().map_err(wrong)?;
        // What a donor asks of a family holds for what meets no need too: a printer.
        let met = NeedKind::met_by(kind).unwrap_or(NeedKind::Device);
        let (None, Some(need)) = (held, self.needs.get(&met)) else {
            return Ok(None);
        };
        // Which kind serves the family is the desk's to see: it has the family before it.
        let need = SituationNeed { asks: vec![Alternative::single(&lot.kind)], ..need.clone() };
        let lot = lot_value(lot, 1, &self.rules)?;
        Ok(first_failed_rule(&need, &lot).map(|rule| match rule {
            FailedRule::Level => ItemRefusal::Levels(lot.levels),
            FailedRule::Requires { flag } if flag == "qpv" => ItemRefusal::PriorityNeighbourhood,
            other => ItemRefusal::Rule(other),
        }))
    }
}
