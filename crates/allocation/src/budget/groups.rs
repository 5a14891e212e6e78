//! Needs that nothing but the draw tells apart.

use std::collections::HashMap;

use domain::allocation::{Policy, Rule, SituationNeed};

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
    /// Its school or commune, where that counts: a number in the order of their names.
    pub place: u32,
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
    policy: &Policy,
) -> Vec<Group> {
    let places = places(needs, policy);
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<(u32, u8, u16, bool, u32), usize> = HashMap::new();
    let mut last = None;
    for &number in &order.by_rank {
        let need = &needs[number as usize];
        let decided = order.place[number as usize] < order.decided;
        let place = policy.fairness.by().map_or("", |by| by.of(need));
        let place = places.binary_search(&place).unwrap_or_default() as u32;
        let key = (market.class_of[number as usize], need.tier, need.score, decided, place);
        let found = match policy.rule {
            Rule::Count => known.get(&key).copied(),
            Rule::Strict => known.get(&key).copied().filter(|_| last == Some(key)),
        };
        last = Some(key);
        if let Some(at) = found {
            groups[at].needs.push(number);
        } else {
            known.insert(key, groups.len());
            let (class, tier, score, decided, place) = key;
            groups.push(Group { class, tier, score, decided, place, needs: vec![number] });
        }
    }
    groups
}

/// The schools or communes of all needs, by name, where that counts.
pub(crate) fn places<'a>(needs: &'a [SituationNeed], policy: &Policy) -> Vec<&'a str> {
    let by = policy.fairness.by();
    let mut places: Vec<&str> = needs.iter().map(|need| by.map_or("", |by| by.of(need))).collect();
    places.sort_unstable();
    places.dedup();
    places
}
