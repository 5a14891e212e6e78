//! `/fonds/{line}`: one line, each figure down to its documents; and its notifications.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::export::ExportKind;
use domain::fund::SettlementState;
use domain::ids::{FundLineId, NotificationId, RevenueOrderId};
use domain::{Euros, Seat};
use store::{Convention, FundLine, FundLineBook, Notify, ReceiveRevenue, VerbError};

use super::pictures;
use crate::charts::{StackedChart, WaterfallChart};
use crate::error::PageError;
use crate::form::{Form, amount_sentence};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, fund as say, lines};

/// The line.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/line.html")]
pub struct Line {
    page: Page,
    form: Form,
    book: FundLineBook,
    /// The convention that its money rests on.
    convention: Option<Convention>,
    /// Every line, to name those that money came from or went to.
    lines: Vec<FundLine>,
    principal: bool,
    /// May this seat note money received?
    till: bool,
    waterfall: WaterfallChart,
    over_the_year: StackedChart,
}

impl Line {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: FundLineId,
        form: Form,
    ) -> Result<Self, PageError> {
        let book = app.store.fund_line(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let conventions = app.store.conventions(who.by()).await?;
        let convention = book.line.settings.convention;
        let convention = conventions.into_iter().find(|one| Some(one.id) == convention);
        let lines = app.store.fund_lines(who.by()).await?;
        let principal = who.seat() == Seat::Principal;
        let till = principal || who.seat() == Seat::Accountant;
        let acts = app.store.fund_ledger(who.cite(), app.clock.now()).await?;
        let forecasts = app.store.forecasts(who.cite()).await?;
        let (today, year) = (app.clock.today(), book.line.fiscal_year);
        let only = BTreeSet::from([id]);
        let tells = ExportKind::Statement.open_to(who.seat());
        let over_the_year =
            pictures::over_the_year(&only, year, &acts, &forecasts, (today, tells))?;
        let waterfall = pictures::waterfall(&book.line);
        Ok(Self { page, form, book, convention, lines, principal, till, waterfall, over_the_year })
    }

    /// A line, as it is named where money came from it or went to it.
    fn named(&self, id: &FundLineId) -> String {
        let line = self.lines.iter().find(|line| line.id == *id);
        line.map(|line| format!("{} {}", line.label, line.fiscal_year)).unwrap_or_default()
    }

    /// What was received, and what was paid: what is in the till.
    fn received(&self) -> Euros {
        Euros::from_cents(self.book.revenue.iter().map(|one| one.amount.cents()).sum())
    }

    fn paid(&self) -> Euros {
        let paid = self.book.settlements.iter().filter(|one| one.state == SettlementState::Paid);
        Euros::from_cents(paid.map(|one| one.amount.cents()).sum())
    }

    fn in_till(&self) -> Euros {
        Euros::from_cents(self.received().cents() - self.paid().cents())
    }

    fn codes(&self) -> String {
        let codes = &self.book.line.settings.codes;
        let all = [codes.service(), codes.domaine(), codes.activite()];
        let said: Vec<&str> = all.into_iter().filter(|code| !code.is_empty()).collect();
        said.join(" / ")
    }
}

/// Shows the line.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
) -> Result<Line, PageError> {
    let form = Form::empty().with("id", app.mint.uuid());
    Line::of(&app, &who, page, id, form).await
}

/// Records a notification.
pub async fn notify(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(line): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: NotificationId = form.hidden("id")?;
    let amount = signed(&mut form, "amount");
    let reference = form.text("reference", "Référence", 80);
    let on = form.date("on", "Date");
    let conditions = form.optional_text("conditions", "Conditions", 500);
    let (Some(amount), Some(reference), Some(on), Some(conditions)) =
        (amount, reference, on, conditions)
    else {
        return Ok(again(Line::of(&app, &who, page, line, form).await?));
    };
    let conditions = conditions.unwrap_or_default();
    let letter = Notify { id, line, amount, reference, on, conditions };
    match app.store.notify(&letter, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/{line}"), "Notification enregistrée.")),
        Err(VerbError::Refused(store::NotifyRefused::UnknownLine)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let field =
                if why == store::NotifyRefused::ReferenceTaken { "reference" } else { "amount" };
            let form = form.refused(field, say::notify(why));
            Ok(refused(Line::of(&app, &who, page, line, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::notify)),
    }
}

/// Notes money received.
pub async fn receive(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(line): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: RevenueOrderId = form.hidden("id")?;
    let amount = signed(&mut form, "received");
    let number = form.text("number", "Numéro de titre", 60);
    let on = form.date("received_on", "Reçue le");
    let (Some(amount), Some(number), Some(on)) = (amount, number, on) else {
        return Ok(again(Line::of(&app, &who, page, line, form).await?));
    };
    let order = ReceiveRevenue { id, line, amount, number, on };
    match app.store.receive_revenue(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/{line}"), "Recette enregistrée.")),
        Err(VerbError::Refused(store::ReceiveRevenueRefused::UnknownLine)) => {
            Err(PageError::NotFound)
        }
        Err(VerbError::Refused(why)) => {
            let field = match why {
                store::ReceiveRevenueRefused::NumberTaken => "number",
                _ => "received",
            };
            let form = form.refused(field, lines::revenue(why));
            Ok(refused(Line::of(&app, &who, page, line, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, lines::revenue)),
    }
}

/// An amount that may be below zero: a reduction, something undone.
fn signed(form: &mut Form, field: &str) -> Option<Euros> {
    match Euros::parse(form.value(field)) {
        Ok(amount) => Some(amount),
        Err(why) => {
            let sentence = amount_sentence("Montant", form.value(field), why);
            form.refuse(field, sentence);
            None
        }
    }
}
