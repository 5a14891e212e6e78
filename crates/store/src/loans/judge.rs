//! May this household have this item? Judged at the desk by the rule the engine goes by.

use std::collections::{BTreeMap, BTreeSet};

use domain::allocation::{Alternative, FailedRule, SituationNeed, first_failed_rule};
use domain::ids::HouseholdId;
use domain::item_life::may_be_lent;
use domain::people::equipment::NeedKind;
use domain::provision::{Asking, Custody};
use domain::scoring::RuleSet;
use domain::stock::{ItemKind, ItemState};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::lend::ItemRefusal;
use crate::By;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{child, household, item, lot, provision, reservation};
use crate::rounds::asked::{circumstances, lot_value, need_value, pupil};
use crate::rounds::policies::rules_in_force;

/// The household as the engine sees it, for each kind of need.
pub(super) struct Judge {
    home: HouseholdId,
    /// Where its pupils are.
    schools: BTreeSet<Uuid>,
    needs: BTreeMap<NeedKind, SituationNeed>,
    rules: RuleSet,
}

impl Judge {
    /// Reads the household's pupils and the rules in force; before any is published, those to start with.
    pub async fn of(verb: &Verb, home: &household::Model, by: By) -> Result<Self, Failure> {
        let children = child::Entity::find().filter(child::Column::HouseholdId.eq(home.id));
        let children = children.all(&verb.tx).await?;
        let schools = children.iter().map(|child| child.school_id).collect();
        let mut pupils = children.iter().map(pupil).collect::<Result<Vec<_>, _>>()?;
        pupils.sort_unstable();
        let rules = rules_in_force(&verb.tx, by).await?;
        let mut needs = BTreeMap::new();
        for kind in [NeedKind::Device, NeedKind::Connection] {
            // A priority and earlier devices change a rank, never what a family may have.
            let scored = rules.score(circumstances(kind, 1, false, home, pupils.clone())?);
            needs.insert(kind, need_value(String::new(), home, &scored));
        }
        Ok(Self { home: HouseholdId(home.id), schools, needs, rules })
    }

    /// Who answers for an item, as this household sees it: a school of its own, another, or the desk. What
    /// a family has already is not the school's to lend on.
    pub fn custody(&self, held: Option<&provision::Model>, with_family: bool) -> Custody {
        match held {
            Some(held) if !with_family => match held.school_id {
                Some(school) if self.schools.contains(&school) => {
                    Custody::OwnSchool(held.due_on.map(|day| day.0))
                }
                Some(_) | None => Custody::Elsewhere,
            },
            Some(_) | None => Custody::Desk,
        }
    }

    /// Why not, if not. What a plan set aside was judged with every rule when it was adopted.
    pub fn refusal(
        &self,
        item: &item::Model,
        lot: &lot::Model,
        held: Option<&reservation::Model>,
        (custody, due_on): (Custody, Date),
    ) -> Result<Option<ItemRefusal>, Failure> {
        let wrong = |problem| Failure::row("items", item.id, problem);
        let state: ItemState = item.state.parse().map_err(wrong)?;
        let reserved_for = held.map(|held| HouseholdId(held.household_id));
        let asking = Asking { household: self.home, due_on };
        if let Err(why) = may_be_lent(state, custody, reserved_for, asking) {
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
