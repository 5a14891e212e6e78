//! `/fonds/{line}/previsions`: what is planned month by month, this year and in the next.

use std::num::NonZeroU32;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{CommitmentId, ForecastId, FundLineId};
use domain::sim::YearShare;
use domain::{Euros, Seat};
use store::{
    CommitmentRecord, DropForecast, DropForecastRefused, Forecast, FundLineBook, PlanForecast,
    PlanForecastRefused, VerbError,
};
use uuid::Uuid;

use super::categories::OwnCategories;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, forecasts as say};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/forecasts.html")]
pub struct Forecasts {
    page: Page,
    form: Form,
    book: FundLineBook,
    forecasts: Vec<Forecast>,
    own: OwnCategories,
    categories: Vec<Choice>,
    orders: Vec<Choice>,
    principal: bool,
}

impl Forecasts {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: FundLineId,
        form: Form,
    ) -> Result<Self, PageError> {
        let book = app.store.fund_line(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let mut forecasts = app.store.forecasts(who.cite()).await?;
        forecasts.retain(|one| one.line == id);
        let named = |one: &CommitmentRecord| {
            Choice::new(one.id, format!("{} – {}", one.order_number, one.purpose))
        };
        let open = book.commitments.iter().filter(|one| !one.is_cancelled());
        let orders = open.map(named).collect();
        let principal = who.seat() == Seat::Principal && book.line.closed_on.is_none();
        let own = OwnCategories::of(app, who).await?;
        let categories = own.choices();
        Ok(Self { page, form, book, forecasts, own, categories, orders, principal })
    }

    /// What each year comes to, all forecasts together.
    fn years(&self) -> Vec<YearShare> {
        let mut months: Vec<_> =
            self.forecasts.iter().flat_map(|one| one.planned.months.months()).collect();
        months.sort_by_key(|share| (share.year, share.month));
        domain::fund::split::by_year(months)
    }

    fn total(one: &Forecast) -> Euros {
        one.planned.months.cost().euros()
    }

    fn order(&self, id: &CommitmentId) -> String {
        let order = self.book.commitments.iter().find(|one| one.id == *id);
        order.map(|one| one.order_number.clone()).unwrap_or_default()
    }

    fn is_later(&self, year: &YearShare) -> bool {
        year.year > self.book.line.fiscal_year
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
) -> Result<Forecasts, PageError> {
    Forecasts::of(&app, &who, page, id, Form::empty().with("id", app.mint.uuid())).await
}

/// Plans something.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(line): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: ForecastId = form.hidden("id")?;
    let label = form.text("objet", "Objet", 120);
    let own = OwnCategories::of(&app, &who).await?;
    let spending = own.read(&mut form, "categorie", "Catégorie");
    let monthly = form.amount("mensuel", "Prix d’un mois");
    let units = form.count("nombre", "Nombre", 1..=1_000_000).and_then(NonZeroU32::new);
    let from = form.date("debut", "Premier jour");
    let to = form.date("fin", "Dernier jour");
    let commitment = match form.value("commande") {
        "" => Some(None),
        _ => form.choice("commande", "Bon de commande").map(Some),
    };
    let (
        Some(label),
        Some(spending),
        Some(monthly),
        Some(units),
        Some(from),
        Some(to),
        Some(commitment),
    ) = (label, spending, monthly, units, from, to, commitment)
    else {
        return Ok(again(Forecasts::of(&app, &who, page, line, form).await?));
    };
    let order = PlanForecast { id, line, label, spending, monthly, units, from, to, commitment };
    match app.store.plan_forecast(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            Ok(see_other_saying(&format!("/fonds/{line}/previsions"), "Prévision enregistrée."))
        }
        Err(VerbError::Refused(PlanForecastRefused::UnknownLine)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused(say::field(why), say::plan(why));
            Ok(refused(Forecasts::of(&app, &who, page, line, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::plan)),
    }
}

/// Takes a forecast away.
pub async fn take_away(
    State(app): State<AppState>,
    who: Who,
    Path(forecast): Path<ForecastId>,
    form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let order = DropForecast { form: id, forecast };
    match app.store.drop_forecast(&order, who.by(), app.clock.now()).await {
        Ok(line) => {
            Ok(see_other_saying(&format!("/fonds/{line}/previsions"), "Prévision retirée."))
        }
        Err(VerbError::Refused(DropForecastRefused::UnknownForecast)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, say::take_away)),
    }
}
