//! The lines of an order on its form: as many as were asked for, each with what, how many and at which price.

use domain::Euros;
use domain::fund::{Amount, PricedFault, Taxed, UnitPrice, VatRate, priced};
use domain::fund::{VatTerritory, rates_in_force};
use domain::stock::ItemKind;
use jiff::civil::Date;
use store::OrderedLine;

use crate::form::{Choice, Form, amount_sentence, choices};
use crate::wording::orders as say;

/// The lines that an empty form shows, and how many a form may have.
const FIRST: usize = 3;
const MOST: usize = 30;

/// The names of one line's fields.
pub struct LinePlace {
    /// Its place, from 1.
    pub nth: usize,
    /// What is ordered.
    pub label: String,
    /// How many.
    pub quantity: String,
    /// The price of one without tax.
    pub price: String,
    /// The rate.
    pub rate: String,
    /// The items that it makes.
    pub kind: String,
}

impl LinePlace {
    fn of(nth: usize) -> Self {
        let named = |field: &str| format!("{field}.{nth}");
        Self {
            nth,
            label: named("designation"),
            quantity: named("quantite"),
            price: named("prix"),
            rate: named("taux"),
            kind: named("nature"),
        }
    }

    /// Is something typed here, or wrong?
    fn is_used(&self, form: &Form) -> bool {
        let fields = [&self.label, &self.quantity, &self.price];
        fields
            .iter()
            .any(|field| !form.value(field).trim().is_empty() || form.error(field).is_some())
    }

    /// Is it shown open?
    #[must_use]
    pub fn opened(&self, form: &Form) -> bool {
        self.nth == 1 || self.is_used(form)
    }
}

/// The places of a form's lines.
#[must_use]
pub fn places(form: &Form) -> Vec<LinePlace> {
    let many = form.value("lignes").parse().unwrap_or(FIRST);
    (1..=many.clamp(FIRST, MOST)).map(LinePlace::of).collect()
}

/// Did the form ask for one more line? It then has it.
pub fn added(form: &mut Form) -> bool {
    if form.value("geste") != "ajouter" {
        return false;
    }
    let many = (places(form).len() + 1).min(MOST);
    *form = std::mem::take(form).without("lignes").without("geste").with("lignes", many);
    true
}

/// What the lines of an order may be.
pub struct LineOffers {
    /// The rates of the law on this day.
    pub rates: Vec<Choice>,
    /// What makes items of the stock.
    pub kinds: Vec<Choice>,
}

impl LineOffers {
    /// The offers of a day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        let mut rates: Vec<VatRate> = Vec::new();
        for territory in [VatTerritory::Mainland, VatTerritory::Overseas, VatTerritory::Untaxed] {
            rates.extend(rates_in_force(territory, day).map(|known| known.rate));
        }
        rates.sort_unstable_by(|a, b| b.cmp(a));
        rates.dedup();
        let rates = rates.iter().map(|rate| Choice::new(rate.hundredths(), format!("{rate} %")));
        Self { rates: rates.collect(), kinds: choices(ItemKind::ALL) }
    }
}

/// The lines of a form and what they come to. Nothing when one of them is wrong, and the form says which;
/// no line where only the amount is given.
pub fn read(form: &mut Form) -> Option<(Vec<OrderedLine>, Amount)> {
    let used: Vec<LinePlace> =
        places(form).into_iter().filter(|place| place.is_used(form)).collect();
    let total = match form.value("amount") {
        "" if !used.is_empty() => Some(None),
        _ => form.amount("amount", "Montant").map(Some),
    };
    let lines: Vec<_> = used.iter().map(|place| line(form, place)).collect();
    let lines: Vec<(String, Option<ItemKind>, UnitPrice)> =
        lines.into_iter().collect::<Option<_>>()?;
    let total = total?;
    if lines.is_empty() {
        return total.map(|amount| (Vec::new(), amount));
    }
    let prices: Vec<UnitPrice> = lines.iter().map(|(_, _, price)| *price).collect();
    match priced(&prices, total.map(Amount::euros)) {
        Ok(priced) => {
            let sum = Taxed::checked_sum(priced.iter().map(domain::fund::OrderLine::amount));
            let amount = sum.and_then(|sum| Amount::new(sum.gross()).ok());
            let Some(amount) = amount else {
                form.refuse("amount", say::NOTHING);
                return None;
            };
            let lines = lines.into_iter().zip(priced);
            let line = |((label, kind, _), price)| OrderedLine { label, kind, price };
            Some((lines.map(line).collect(), amount))
        }
        Err(fault) => {
            let field = match fault {
                PricedFault::Line { line, .. } => {
                    let at = usize::try_from(line).unwrap_or(1).saturating_sub(1);
                    used.get(at).map_or("amount", |place| place.quantity.as_str())
                }
                PricedFault::Total { .. } => "amount",
            };
            form.refuse(field, say::priced(fault));
            None
        }
    }
}

fn line(form: &mut Form, place: &LinePlace) -> Option<(String, Option<ItemKind>, UnitPrice)> {
    let named = |what: &str| format!("Ligne {}, {what}", place.nth);
    let label = form.text(&place.label, &named("désignation"), 120);
    let most = domain::fund::MOST_ORDERED;
    let quantity = form.count(&place.quantity, &named("quantité"), 1..=most);
    let unit = unit_price(form, &place.price, &named("prix"));
    let rate: Option<u16> = form.choice(&place.rate, &named("TVA"));
    let rate = rate.and_then(|rate| VatRate::from_hundredths(rate).ok());
    let kind = form.optional_choice(&place.kind, &named("matériel"));
    Some((label?, kind?, UnitPrice { quantity: quantity?, unit: unit?, rate: rate? }))
}

/// A price without tax: zero or more.
fn unit_price(form: &mut Form, field: &str, label: &str) -> Option<Euros> {
    match Euros::parse(form.value(field)) {
        Ok(price) if !price.is_negative() => Some(price),
        Ok(_) => {
            form.refuse(field, say::below_nothing(label));
            None
        }
        Err(why) => {
            let sentence = amount_sentence(label, form.value(field), why);
            form.refuse(field, sentence);
            None
        }
    }
}
