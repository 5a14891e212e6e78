//! A choice that is made without the solver: the search begins from it, and what the solver finds is filled
//! up by it.
//!
//! Down the order, each need gets a unit in stock if one can be had by moving others to other units; then,
//! down the order again, what is missing is bought, the cheapest first. Nobody who is served is dropped. An
//! item that is sold in numbers is ordered once there are that many left who could be given it.

use super::model::Model;
use super::whole::Choice;

/// The same values with as many more needs served as the order, the stock and the funds allow; none if that
/// is nobody.
pub(crate) fn filled(model: &Model<'_>, values: &[i64]) -> Option<Vec<i64>> {
    let mut desk = Desk::of(model, values);
    desk.down_the_order(false);
    desk.down_the_order(true);
    // Rows that the desk knows nothing of may forbid it.
    (desk.more > 0).then(|| model.values(&desk.choice, &desk.room)).flatten()
}

struct Desk<'a> {
    model: &'a Model<'a>,
    choice: Choice,
    /// Needs served beyond those of the start.
    more: u32,
    /// Per arc, units given.
    on: Vec<u32>,
    /// Per option, units given and units there are.
    used: Vec<u32>,
    room: Vec<u32>,
    /// Per fund, cents left; per item, units ordered.
    cents: Vec<i64>,
    ordered: Vec<i64>,
    /// Per class, needs that are not served.
    unmet: Vec<i64>,
    /// Per limit on places, how many more may be served.
    limits: Vec<i64>,
    /// Per group, the limits that count it.
    limits_of: Vec<Vec<usize>>,
    /// Per option and per leg, the arc that a search came by; or not reached.
    to_option: Vec<usize>,
    to_leg: Vec<usize>,
}

const NOT_REACHED: usize = usize::MAX;
const START: usize = usize::MAX - 1;

impl<'a> Desk<'a> {
    fn of(model: &'a Model<'a>, values: &[i64]) -> Self {
        let market = model.market;
        let graph = &market.graph;
        let choice = model.choice(values);
        let on: Vec<u32> = values[..graph.arcs()].iter().map(|&value| value as u32).collect();
        let mut used = vec![0; graph.lots()];
        for (arc, units) in on.iter().enumerate() {
            used[graph.lot(arc) as usize] += units;
        }
        let funds = model.situation.funds();
        let mut cents: Vec<i64> = funds.iter().map(|fund| fund.available.cents()).collect();
        let mut ordered = vec![0; model.situation.catalogue().len()];
        for (at, &units) in choice.orders.iter().enumerate() {
            let offer = market.offers[at];
            cents[offer.fund as usize] -= model.terms(at).0 * i64::from(units);
            ordered[offer.item as usize] += i64::from(units);
        }
        let mut unmet = vec![0; market.classes];
        for (group, &served) in choice.served.iter().enumerate() {
            unmet[model.class_of(group) as usize] += model.most(group) - i64::from(served);
        }
        let (limits, limits_of) = model.limits(&choice);
        Self {
            room: market.units.iter().chain(&choice.orders).copied().collect(),
            to_option: vec![NOT_REACHED; graph.lots()],
            to_leg: vec![NOT_REACHED; graph.classes()],
            more: 0,
            model,
            choice,
            on,
            used,
            cents,
            ordered,
            unmet,
            limits,
            limits_of,
        }
    }

    /// Serves whom it can, in the order of the groups.
    fn down_the_order(&mut self, buying: bool) {
        let mut closed = vec![false; self.model.market.classes];
        for group in 0..self.choice.served.len() {
            let class = self.model.class_of(group) as usize;
            while i64::from(self.choice.served[group]) < self.model.most(group)
                && !closed[class]
                && self.limits_of[group].iter().all(|&limit| self.limits[limit] > 0)
            {
                if self.serve(class as u32, buying.then_some(self.model.is_decided(group))) {
                    self.choice.served[group] += 1;
                    self.more += 1;
                    self.unmet[class] -= 1;
                    self.limits_of[group].iter().for_each(|&limit| self.limits[limit] -= 1);
                } else {
                    closed[class] = true;
                }
            }
        }
    }

    /// Serves one more of a class, by a single part or a whole bundle; whether it could.
    fn serve(&mut self, class: u32, buying: Option<bool>) -> bool {
        if self.add(class, buying) {
            return true;
        }
        let market = self.model.market;
        market.bundles_of(class).any(|at| {
            let before = (
                self.on.clone(),
                self.used.clone(),
                self.room.clone(),
                self.cents.clone(),
                self.ordered.clone(),
                self.choice.orders.clone(),
            );
            let whole = market.bundles[at].legs().all(|leg| self.add(leg, buying));
            if whole {
                self.choice.bundles[at] += 1;
            } else {
                (self.on, self.used, self.room, self.cents, self.ordered, self.choice.orders) =
                    before;
            }
            whole
        })
    }

    /// Gives a leg one unit more, others being moved where that helps; bought for those who were decided
    /// by hand whatever the number, for others only if enough could be given one.
    fn add(&mut self, leg: u32, buying: Option<bool>) -> bool {
        let market = self.model.market;
        let graph = &market.graph;
        self.to_option.fill(NOT_REACHED);
        self.to_leg.fill(NOT_REACHED);
        self.to_leg[leg as usize] = START;
        let (mut queue, mut head) = (vec![leg], 0);
        let mut cheapest: Option<(i64, u32)> = None;
        while let Some(&leg) = queue.get(head) {
            head += 1;
            for arc in graph.row(leg) {
                let option = graph.lot(arc);
                let at = option as usize;
                if self.to_option[at] != NOT_REACHED {
                    continue;
                }
                self.to_option[at] = arc;
                if self.used[at] < self.room[at] {
                    self.shift(option);
                    return true;
                }
                if let Some(price) = buying.and_then(|decided| self.price(option, decided)) {
                    cheapest = cheapest.into_iter().chain([(price, option)]).min();
                }
                for &back in graph.column(option) {
                    let holder = graph.class(back as usize);
                    if self.on[back as usize] > 0 && self.to_leg[holder as usize] == NOT_REACHED {
                        self.to_leg[holder as usize] = back as usize;
                        queue.push(holder);
                    }
                }
            }
        }
        let Some((_, option)) = cheapest else { return false };
        self.buy(option);
        self.shift(option);
        true
    }

    /// Gives a unit of an option along the arcs that led to it.
    fn shift(&mut self, option: u32) {
        let graph = &self.model.market.graph;
        self.used[option as usize] += 1;
        let mut arc = self.to_option[option as usize];
        loop {
            self.on[arc] += 1;
            let back = self.to_leg[graph.class(arc) as usize];
            if back == START {
                return;
            }
            self.on[back] -= 1;
            arc = self.to_option[graph.lot(back) as usize];
        }
    }

    /// The price of a unit, if an option is an offer of which one can be bought now.
    fn price(&self, option: u32, decided: bool) -> Option<i64> {
        let market = self.model.market;
        let offer = market.offer(option)?;
        let price = self.model.terms(option as usize - market.lots()).0;
        let units = self.units(option);
        let most = self.model.most.option[option as usize] - i64::from(self.room[option as usize]);
        let of_item = self.model.most.item[offer.item as usize] - self.ordered[offer.item as usize];
        let wanted = || {
            let legs = market.graph.column(option).iter();
            let classes =
                legs.map(|&arc| self.model.class_of_leg(market.graph.class(arc as usize)));
            classes.map(|class| self.unmet[class as usize]).sum::<i64>()
        };
        let paid = price.saturating_mul(units) <= self.cents[offer.fund as usize];
        let counts = units == 1 || decided || wanted() >= units;
        (paid && units <= most.min(of_item) && counts).then_some(price)
    }

    /// How many units of an offer come with the next one: an item that is not ordered yet comes in its
    /// number.
    fn units(&self, option: u32) -> i64 {
        let market = self.model.market;
        let item = market.offer(option).map_or(0, |offer| offer.item as usize);
        match self.model.situation.catalogue()[item].minimum_order {
            minimum @ 2.. if self.ordered[item] == 0 => minimum.into(),
            _ => 1,
        }
    }

    fn buy(&mut self, option: u32) {
        let market = self.model.market;
        let Some(offer) = market.offer(option) else { return };
        let (at, units) = (option as usize - market.lots(), self.units(option));
        self.cents[offer.fund as usize] -= self.model.terms(at).0 * units;
        self.ordered[offer.item as usize] += units;
        self.choice.orders[at] += units as u32;
        self.room[option as usize] += units as u32;
    }
}
