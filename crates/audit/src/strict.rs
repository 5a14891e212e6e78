//! Whom `strict` would serve, from a plan that `count` chose.
//!
//! Both serve a base of one matroid, so exchanges lead from one to the other (Brualdi 1969): down the
//! order, each unserved need takes the place of any need ranked after it that it can replace. What a
//! vain search reached serves only needs ranked before, now and later: it is closed for good.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::Facts;

/// Per need, whether the rule `strict` would serve it.
pub(crate) fn served(facts: &Facts<'_>) -> Vec<bool> {
    let mut places: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); facts.rows.len()];
    for (place, &need) in facts.order.iter().enumerate() {
        if facts.lot_of[need].is_some() {
            places[facts.class_of[need]].insert(place);
        }
    }
    let mut exchange = Exchange {
        facts,
        places,
        holders: facts.holders.clone(),
        closed: vec![false; facts.rows.len()],
    };
    let mut served: Vec<bool> = facts.lot_of.iter().map(Option::is_some).collect();
    for (place, &need) in facts.order.iter().enumerate() {
        if served[need] {
            // Exchanges take out needs further down only: this one stays.
            continue;
        }
        if let Some(loser) = exchange.replace(facts.class_of[need], place) {
            served[need] = true;
            served[facts.order[loser]] = false;
        }
    }
    served
}

struct Exchange<'a> {
    facts: &'a Facts<'a>,
    /// Per class, the places of the needs it serves.
    places: Vec<BTreeSet<usize>>,
    /// Per lot, how many units each class holds.
    holders: Vec<BTreeMap<usize, u64>>,
    closed: Vec<bool>,
}

impl Exchange<'_> {
    /// Serves the need at a place instead of one further down, whose place is answered.
    fn replace(&mut self, start: usize, place: usize) -> Option<usize> {
        // Per class reached: the class before it, and the lot of which it gives a unit up.
        let mut from: BTreeMap<usize, Option<(usize, usize)>> = BTreeMap::from([(start, None)]);
        let mut lots_seen = BTreeSet::new();
        let mut queue = vec![start];
        let mut head = 0;
        while let Some(&class) = queue.get(head).filter(|class| !self.closed[**class]) {
            head += 1;
            if let Some(&loser) = self.places[class].last().filter(|last| **last > place) {
                self.places[class].remove(&loser);
                self.places[start].insert(place);
                self.shift(class, &from);
                return Some(loser);
            }
            for &(lot, _) in &self.facts.rows[class] {
                if !lots_seen.insert(lot) {
                    continue;
                }
                for (&holder, _) in self.holders[lot].iter().filter(|(_, units)| **units > 0) {
                    if !self.closed[holder] && !from.contains_key(&holder) {
                        from.insert(holder, Some((class, lot)));
                        queue.push(holder);
                    }
                }
            }
        }
        for class in queue {
            self.closed[class] = true;
        }
        None
    }

    /// Along the path from the first class to this one, each takes the unit the next gives up.
    fn shift(&mut self, last: usize, from: &BTreeMap<usize, Option<(usize, usize)>>) {
        let mut class = last;
        while let Some(&Some((before, lot))) = from.get(&class) {
            if let Some(units) = self.holders[lot].get_mut(&class) {
                *units -= 1;
            }
            *self.holders[lot].entry(before).or_default() += 1;
            class = before;
        }
    }
}
