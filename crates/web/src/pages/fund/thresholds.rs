//! `/fonds/seuils`: the thresholds of public purchases, what the year's orders come to against them, and
//! orders that look like one order cut into parts.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::fund::{
    Category, ProcurementThreshold, SplitOrders, ThresholdKind, ThresholdLevel, ThresholdStanding,
    in_force, split_orders, standing,
};
use domain::ids::LocalThresholdId;
use domain::{Euros, Seat};
use jiff::civil::Date;
use store::{AddThreshold, CountedOrder};

use super::categories::OwnCategories;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, capital, thresholds as say};

/// Orders so many days apart may be one order cut into parts.
pub(super) const WINDOW_DAYS: u16 = 60;

/// A family of purchases and what it comes to.
struct Family {
    label: String,
    total: Euros,
    orders: Vec<CountedOrder>,
}

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/thresholds.html")]
pub struct Thresholds {
    page: Page,
    form: Form,
    year: i16,
    years: Vec<i16>,
    today: Date,
    rows: Vec<ProcurementThreshold>,
    families: Vec<Family>,
    orders: Vec<CountedOrder>,
    kinds: Vec<Choice>,
    principal: bool,
}

impl Thresholds {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        form: Form,
        asked: &str,
    ) -> Result<Self, PageError> {
        let today = app.clock.today();
        let lines = app.store.fund_lines(who.by()).await?;
        let mut years: Vec<i16> = lines.iter().map(|line| line.fiscal_year).collect();
        years.dedup();
        let year = asked.parse().ok().filter(|year| years.contains(year));
        let year = year.unwrap_or_else(|| today.year());
        let orders = app.store.counted_orders(year, who.by()).await?;
        Ok(Self {
            page,
            form,
            rows: app.store.thresholds(who.by()).await?,
            families: families(&orders, &OwnCategories::of(app, who).await?),
            orders,
            year,
            years,
            today,
            kinds: choices(ThresholdKind::ALL),
            principal: who.seat() == Seat::Principal,
        })
    }

    /// The day whose table is asked: today, or the last day of a year that is over.
    fn day(&self) -> Date {
        let last = Date::new(self.year, 12, 31).unwrap_or(self.today);
        self.today.min(last)
    }

    fn in_force(&self) -> Vec<&ProcurementThreshold> {
        in_force(&self.rows, self.day())
    }

    fn standing(&self, family: &Family) -> Vec<ThresholdStanding<'_>> {
        standing(family.total, &self.in_force())
    }

    fn split(&self) -> Vec<Split> {
        let placed: Vec<_> = self.orders.iter().map(|one| one.placed.clone()).collect();
        split_orders(&placed, WINDOW_DAYS, &self.rows).iter().map(|one| self.told(one)).collect()
    }

    fn told(&self, found: &SplitOrders<'_>) -> Split {
        let orders = found
            .orders
            .iter()
            .filter_map(|order| self.orders.iter().find(|one| one.placed.id == order.id).cloned());
        Split { sentence: say::split(found), orders: orders.collect() }
    }

    fn tone(level: &ThresholdLevel) -> &'static str {
        match level {
            ThresholdLevel::Below => "",
            ThresholdLevel::Near => "wait",
            ThresholdLevel::Reached => "bad",
        }
    }
}

/// Orders that together reach a threshold.
struct Split {
    sentence: String,
    orders: Vec<CountedOrder>,
}

/// The families of a year, the largest first.
fn families(orders: &[CountedOrder], own: &OwnCategories) -> Vec<Family> {
    let mut found: BTreeMap<&str, Vec<CountedOrder>> = BTreeMap::new();
    for one in orders {
        found.entry(one.placed.family.as_str()).or_default().push(one.clone());
    }
    let family = |(code, orders): (&str, Vec<CountedOrder>)| {
        let total =
            orders.iter().fold(0_i64, |sum, one| sum.saturating_add(one.placed.net.cents()));
        Family { label: named(code, own), total: Euros::from_cents(total), orders }
    };
    let mut families: Vec<Family> = found.into_iter().map(family).collect();
    families.sort_by_key(|family| std::cmp::Reverse(family.total));
    families
}

fn named(code: &str, own: &OwnCategories) -> String {
    let known = code.parse::<Category>().map(|known| capital(known.label()));
    let own = || code.parse().ok().and_then(|id| own.label(id));
    known.ok().or_else(own).unwrap_or_else(|| code.to_owned())
}

/// What is near a threshold or over it this year, in sentences: told where money is spent.
pub(super) async fn warnings(app: &AppState, who: &Who) -> Result<Vec<String>, PageError> {
    let today = app.clock.today();
    let orders = app.store.counted_orders(today.year(), who.by()).await?;
    let rows = app.store.thresholds(who.by()).await?;
    let in_force = in_force(&rows, today);
    let mut told = Vec::new();
    let own = OwnCategories::of(app, who).await?;
    for family in families(&orders, &own) {
        let reached = standing(family.total, &in_force);
        let last = reached.iter().rev().find(|one| one.level != ThresholdLevel::Below);
        told.extend(last.map(|one| say::warning(&family.label, family.total, one)));
    }
    Ok(told)
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    asked: Form,
) -> Result<Thresholds, PageError> {
    let form = Form::empty()
        .with("id", app.mint.uuid())
        .with("nature", ThresholdKind::LocalQuotes)
        .with("depuis", app.clock.today().short());
    Thresholds::of(&app, &who, page, form, asked.value("annee")).await
}

/// Adds a threshold of the cité's own.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: LocalThresholdId = form.hidden("id")?;
    let Some(threshold) = read(&mut form) else {
        return Ok(again(Thresholds::of(&app, &who, page, form, "").await?));
    };
    let order = AddThreshold { id, threshold };
    match app.store.add_threshold(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fonds/seuils", "Seuil enregistré.")),
        Err(error) => Err(PageError::of_verb(error, say::add)),
    }
}

fn read(form: &mut Form) -> Option<ProcurementThreshold> {
    let kind = form.choice("nature", "Règle");
    let net = form.amount("montant", "Montant hors taxes");
    let from = form.date("depuis", "À partir du");
    let until = form.optional_date("jusque", "Jusqu’au");
    let source = form.text("source", "Texte ou acte", 200);
    let quotes = match form.value("devis").trim() {
        "" => Some(0),
        _ => form.count("devis", "Nombre de devis", 1..=20),
    };
    let (kind, net, from, until, source, quotes) = (kind?, net?, from?, until?, source?, quotes?);
    let quotes = u8::try_from(quotes).unwrap_or(u8::MAX);
    match ProcurementThreshold::new(kind, (from, until), net, quotes, &source) {
        Ok(threshold) => Some(threshold),
        Err(why) => {
            form.refuse(say::field(why), say::fault(why));
            None
        }
    }
}
