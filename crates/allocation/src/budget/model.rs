//! The mixed-integer program of a situation.
//!
//! Columns: how many of each group are served, how many of each class get each bundle, how many units of
//! each offer are ordered, whether an item is ordered at all, and how many units of each option go to each
//! leg. Rows: a class is given as many singles and bundles as are served of it; a bundle has all its parts;
//! lots, orders and funds hold what they hold; an item is ordered in its number or not at all.

use domain::allocation::{Situation, Stage};
use milp::{Column, Program, Sense};

use super::groups::Group;
use super::most::Most;
use crate::market::Market;

/// The program, and where everything stands in it.
#[derive(Clone)]
pub(crate) struct Model<'a> {
    pub program: Program,
    /// The columns before anything was narrowed.
    pub loose: Vec<Column>,
    pub situation: &'a Situation,
    pub market: &'a Market,
    /// Per group, its class.
    pub(super) class_of: Vec<u32>,
    /// Per group, how many could be served if there were enough of everything.
    open: Vec<i64>,
    /// Per group, whether it was decided by hand.
    decided: Vec<bool>,
    /// Per leg, its class.
    leg_class: Vec<u32>,
    /// The first column of each kind; arcs come first.
    pub(super) first_group: usize,
    pub(super) first_bundle: usize,
    pub(super) first_order: usize,
    /// Where the rows stand that prices are read from.
    pub rows: Rows,
    /// The most of anything that can be of use.
    pub most: Most,
}

/// Where the rows of resources stand.
#[derive(Clone, Default)]
pub(crate) struct Rows {
    /// Per option.
    pub options: Vec<Option<usize>>,
    /// Per fund.
    pub funds: Vec<Option<usize>>,
    /// Per item with a minimum order: the row of the minimum, and that of the switch.
    pub minimums: Vec<Option<(usize, usize)>>,
    /// Per item with a minimum order, the column of its switch.
    pub switches: Vec<Option<u32>>,
    /// What places may be served at most.
    pub limits: Vec<usize>,
    /// What each stage so far keeps: the row, and what its unit is.
    pub kept: Vec<(Stage, usize, i64)>,
}

impl<'a> Model<'a> {
    /// The program without an objective.
    pub fn of(situation: &'a Situation, market: &'a Market, groups: &[Group]) -> Self {
        let graph = &market.graph;
        let mut model = Self {
            program: Program::new(Sense::Most),
            loose: Vec::new(),
            situation,
            market,
            class_of: groups.iter().map(|group| group.class).collect(),
            open: Vec::new(),
            decided: groups.iter().map(|group| group.decided).collect(),
            leg_class: leg_class(market),
            first_group: graph.arcs(),
            first_bundle: graph.arcs() + groups.len(),
            first_order: graph.arcs() + groups.len() + market.bundles.len(),
            rows: Rows::default(),
            most: Most::of(situation, market, groups),
        };
        model.columns(groups);
        model.classes(groups);
        model.options();
        model.funds();
        model.switches();
        model.loose.clone_from(&model.program.columns);
        model
    }

    fn columns(&mut self, groups: &[Group]) {
        let (market, most) = (self.market, &self.most);
        let graph = &market.graph;
        for arc in 0..graph.arcs() {
            let (leg, option) = (graph.class(arc) as usize, graph.lot(arc) as usize);
            self.program.column(0, most.leg[leg].min(most.option[option]), false);
        }
        for group in groups {
            let open = market.legs_of(group.class).any(|leg| !graph.row(leg).is_empty());
            let most = if open { group.size() } else { 0 };
            self.open.push(most);
            self.program.column(0, most, true);
        }
        for bundle in &market.bundles {
            self.program.column(0, most.leg[bundle.first_leg as usize], true);
        }
        for option in market.lots()..graph.lots() {
            self.program.column(0, most.option[option], true);
        }
    }

    /// Singles and bundles of a class are those served of it; each part of a bundle comes with it.
    fn classes(&mut self, groups: &[Group]) {
        let graph = &self.market.graph;
        let arcs = |leg: u32| graph.row(leg).map(|arc| (arc as u32, 1)).collect::<Vec<_>>();
        let mut rows: Vec<Vec<(u32, i64)>> = (0..self.market.classes as u32).map(arcs).collect();
        for (at, bundle) in self.market.bundles.iter().enumerate() {
            let column = (self.first_bundle + at) as u32;
            rows[bundle.class as usize].push((column, 1));
            for leg in bundle.legs() {
                let mut terms = arcs(leg);
                terms.push((column, -1));
                self.program.row(Some(0), Some(0), terms);
            }
        }
        for (at, group) in groups.iter().enumerate() {
            rows[group.class as usize].push(((self.first_group + at) as u32, -1));
        }
        for terms in rows {
            self.program.row(Some(0), Some(0), terms);
        }
    }

    fn options(&mut self) {
        let (graph, lots) = (&self.market.graph, self.market.lots());
        for option in 0..graph.lots() {
            let column = graph.column(option as u32).iter().map(|&arc| (arc, 1));
            let mut terms: Vec<(u32, i64)> = column.collect();
            if terms.is_empty() {
                self.rows.options.push(None);
                continue;
            }
            let row = if option < lots {
                self.program.row(None, Some(self.most.option[option]), terms)
            } else {
                terms.push((self.order(option - lots), -1));
                self.program.row(None, Some(0), terms)
            };
            self.rows.options.push(Some(row));
        }
    }

    /// In units of the greatest amount that divides all prices: small whole numbers, and the remainder
    /// that no order can use is dropped.
    fn funds(&mut self) {
        let grain = self.grain();
        for (number, fund) in self.situation.funds().iter().enumerate() {
            let offers = self.market.offers.iter().enumerate();
            let mine = offers.filter(|(_, offer)| offer.fund as usize == number);
            let terms: Vec<(u32, i64)> =
                mine.map(|(at, _)| (self.order(at), self.terms(at).0 / grain)).collect();
            let most = Some(fund.available.cents() / grain);
            let row = (!terms.is_empty()).then(|| self.program.row(None, most, terms));
            self.rows.funds.push(row);
        }
    }

    fn switches(&mut self) {
        for (number, item) in self.situation.catalogue().iter().enumerate() {
            let offers = self.market.offers.iter().enumerate();
            let mine = offers.filter(|(_, offer)| offer.item as usize == number);
            let mine: Vec<u32> = mine.map(|(at, _)| self.order(at)).collect();
            if item.minimum_order < 2 || mine.is_empty() {
                self.rows.minimums.push(None);
                self.rows.switches.push(None);
                continue;
            }
            let switch = self.program.column(0, 1, true);
            self.rows.switches.push(Some(switch));
            let units = |switched: i64| {
                let terms = mine.iter().map(|&column| (column, 1));
                terms.chain([(switch, -switched)]).collect()
            };
            let least = self.program.row(Some(0), None, units(item.minimum_order.into()));
            let none = self.program.row(None, Some(0), units(self.most.item[number]));
            self.rows.minimums.push(Some((least, none)));
        }
    }

    /// The greatest amount that divides all prices, in cents: what the unit of the funds' rows is.
    pub fn grain(&self) -> i64 {
        let offers = 0..self.market.offers.len();
        offers.map(|offer| self.terms(offer).0).fold(0, milp::gcd).max(1)
    }

    /// The column of a group.
    pub fn group(&self, group: usize) -> u32 {
        (self.first_group + group) as u32
    }

    /// Decides how many of a group are served.
    pub fn fix(&mut self, group: usize, served: i64) {
        self.bound(group, served, served);
    }

    /// Bounds how many of a group are served; never above what could be.
    pub fn bound(&mut self, group: usize, least: i64, most: i64) {
        let open = self.open[group];
        let at = self.first_group + group;
        for column in [&mut self.program.columns[at], &mut self.loose[at]] {
            (column.least, column.most) = (least, most.min(open));
        }
    }

    /// The program as it was before anything was narrowed, with the same objective.
    pub fn relaxed(&self) -> Program {
        let mut program = self.program.clone();
        for (column, loose) in program.columns.iter_mut().zip(&self.loose) {
            (column.least, column.most) = (loose.least, loose.most);
        }
        program
    }

    /// The column of an offer.
    pub fn order(&self, offer: usize) -> u32 {
        (self.first_order + offer) as u32
    }

    /// Price in cents and flexibility of an offer.
    pub fn terms(&self, offer: usize) -> (i64, i64) {
        let at = self.market.offers[offer];
        let item = &self.situation.catalogue()[at.item as usize];
        let fund = &self.situation.funds()[at.fund as usize];
        (item.price.cents(), i64::from(fund.flexibility))
    }

    /// Cents spent.
    pub fn cost(&self) -> Vec<(u32, i64)> {
        let offers = 0..self.market.offers.len();
        offers.map(|offer| (self.order(offer), self.terms(offer).0)).collect()
    }

    /// Cents spent × flexibility.
    pub fn spread(&self) -> Vec<(u32, i64)> {
        let weighed = |offer: usize| {
            let (price, flexibility) = self.terms(offer);
            (self.order(offer), price * flexibility)
        };
        (0..self.market.offers.len()).map(weighed).collect()
    }

    /// The fit of what is given.
    pub fn fit(&self) -> Vec<(u32, i64)> {
        let graph = &self.market.graph;
        (0..graph.arcs()).map(|arc| (arc as u32, i64::from(graph.cost(arc)))).collect()
    }

    /// Whether values keep every row and what the columns could be before they were narrowed.
    pub fn holds(&self, values: &[i64]) -> bool {
        let within =
            |(column, value): (&Column, &i64)| (column.least..=column.most).contains(value);
        self.loose.iter().zip(values).all(within) && self.program.keeps_rows(values)
    }

    /// The class of a group.
    pub fn class_of(&self, group: usize) -> u32 {
        self.class_of[group]
    }

    /// The class of a leg.
    pub fn class_of_leg(&self, leg: u32) -> u32 {
        self.leg_class[leg as usize]
    }

    /// Whether a group was decided by hand.
    pub fn is_decided(&self, group: usize) -> bool {
        self.decided[group]
    }

    /// How many of a group may be served at most.
    pub fn most(&self, group: usize) -> i64 {
        self.loose[self.first_group + group].most
    }
}

/// Per leg, its class.
fn leg_class(market: &Market) -> Vec<u32> {
    let parts = market.bundles.iter().flat_map(|bundle| bundle.legs().map(|_| bundle.class));
    (0..market.classes as u32).chain(parts).collect()
}
