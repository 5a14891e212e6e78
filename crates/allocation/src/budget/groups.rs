//! Needs that nothing but the draw tells apart.

use std::collections::HashMap;

use domain::allocation::{Rule, SituationNeed};

use crate::market::Market;
use crate::order::Order;

/// Needs of one class, tier and score. Only how many of them are served is to be decided: by the draw, the
/// first come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub class: u32,
    pub tier: u8,
    pub score: u16,
    /// Whether it was decided by hand.
    pub decided: bool,
    /// In rank order.
    pub needs: Vec<u32>,
}

impl Group {
    /// How many needs.
    pub fn size(&self) -> i64 {
        self.needs.len() as i64
    }
}

/// All groups, in the order of their first needs.
///
/// Under `count` a group holds all needs of its class, tier and score. Under `strict` the needs of a group
/// also follow each other in the order, so that groups are decided one after the other as needs are.
pub(crate) fn of(
    market: &Market,
    order: &Order,
    needs: &[SituationNeed],
    rule: Rule,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<(u32, u8, u16, bool), usize> = HashMap::new();
    let mut last = None;
    for &number in &order.by_rank {
        let need = &needs[number as usize];
        let decided = order.place[number as usize] < order.decided;
        let key = (market.class_of[number as usize], need.tier, need.score, decided);
        let found = match rule {
            Rule::Count => known.get(&key).copied(),
            Rule::Strict => known.get(&key).copied().filter(|_| last == Some(key)),
        };
        last = Some(key);
        if let Some(at) = found {
            groups[at].needs.push(number);
        } else {
            known.insert(key, groups.len());
            let (class, tier, score, decided) = key;
            groups.push(Group { class, tier, score, decided, needs: vec![number] });
        }
    }
    groups
}
