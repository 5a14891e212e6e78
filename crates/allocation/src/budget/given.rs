//! Who is given what, when who is served, which bundles and what is ordered are settled.
//!
//! Inside a class needs take their turn by draw: the earliest gets the most wanted of the alternatives
//! that the class has been given, then the first option in order that the best fit allows.

use crate::handing_out::{self, Given};
use crate::market::Market;
use crate::min_cost_flow;
use crate::order::Order;

use super::groups::Group;
use super::is_served;
use super::whole::Choice;

/// What one need is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Served {
    pub need: u32,
    /// Which of its alternatives.
    pub choice: u32,
    /// One for each part.
    pub parts: Vec<Given>,
}

/// The served needs, in number order.
pub(crate) fn of(market: &Market, order: &Order, groups: &[Group], choice: &Choice) -> Vec<Served> {
    let is_served = is_served(groups, &choice.served, market.class_of.len());
    let mut slots = Slots::of(market, choice, &is_served);
    let send = slots.send(market, choice);
    let units: Vec<u32> = market.units.iter().chain(&choice.orders).copied().collect();
    let flow = min_cost_flow::solve(&market.graph, &units, &send, &send);
    let in_turn = order.by_draw.iter().filter(|&&need| is_served[need as usize]);
    let in_turn: Vec<(u32, Option<usize>)> =
        in_turn.map(|&need| (need, slots.next(market.class_of[need as usize]))).collect();
    let legs = in_turn.iter().flat_map(|&(need, bundle)| match bundle {
        Some(at) => market.bundles[at].legs(),
        None => market.class_of[need as usize]..market.class_of[need as usize] + 1,
    });
    let mut given = handing_out::in_turn(&units, flow, legs).into_iter();
    let mut served: Vec<Served> = in_turn
        .iter()
        .map(|&(need, bundle)| {
            let parts = bundle.map_or(1, |at| market.bundles[at].parts);
            let parts: Vec<Given> = given.by_ref().take(parts as usize).flatten().collect();
            let single = parts.first().map_or(0, |(_, fit)| fit / 100);
            let choice = bundle.map_or(single, |at| market.bundles[at].choice);
            Served { need, choice, parts }
        })
        .collect();
    served.sort_unstable_by_key(|served| served.need);
    served
}

/// What each class has been given and not taken yet.
struct Slots {
    /// Per class, bundles and singles left, the most wanted last.
    left: Vec<Vec<(Option<usize>, u32)>>,
}

impl Slots {
    fn of(market: &Market, choice: &Choice, is_served: &[bool]) -> Self {
        let mut singles = vec![0u32; market.classes];
        for (&class, _) in market.class_of.iter().zip(is_served).filter(|(_, served)| **served) {
            singles[class as usize] += 1;
        }
        let left = (0..market.classes as u32).map(|class| {
            let bundles = market.bundles_of(class);
            let given: u32 = choice.bundles[bundles.clone()].iter().sum();
            let graph = &market.graph;
            let first = graph.row(class).map(|arc| graph.cost(arc) / 100).min();
            let single = (first, None, singles[class as usize] - given);
            let mut slots: Vec<_> = bundles
                .map(|at| (Some(market.bundles[at].choice), Some(at), choice.bundles[at]))
                .chain([single])
                .filter(|(.., many)| *many > 0)
                .collect();
            slots.sort_unstable_by_key(|&(choice, ..)| std::cmp::Reverse(choice));
            slots.into_iter().map(|(_, bundle, many)| (bundle, many)).collect()
        });
        Self { left: left.collect() }
    }

    /// Per leg, how many units it is sent.
    fn send(&self, market: &Market, choice: &Choice) -> Vec<u32> {
        let mut send = vec![0; market.graph.classes()];
        for (class, slots) in self.left.iter().enumerate() {
            let single = slots.iter().find(|(bundle, _)| bundle.is_none());
            send[class] = single.map_or(0, |(_, many)| *many);
        }
        for (bundle, &many) in market.bundles.iter().zip(&choice.bundles) {
            for leg in bundle.legs() {
                send[leg as usize] = many;
            }
        }
        send
    }

    /// Takes the most wanted slot of a class: a bundle, or a single part.
    fn next(&mut self, class: u32) -> Option<usize> {
        let slots = &mut self.left[class as usize];
        let (bundle, many) = slots.last_mut()?;
        *many -= 1;
        let taken = *bundle;
        if *many == 0 {
            slots.pop();
        }
        taken
    }
}
