//! `/fonds/accords`: what the troïka was asked, by state and by line.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::Seat;
use domain::fund::{AgreementRegime, AgreementState};
use domain::ids::FundLineId;
use jiff::civil::Date;
use store::Agreement;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _};

/// The agreements.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/agreements.html")]
pub struct Agreements {
    page: Page,
    /// What the list is narrowed to.
    form: Form,
    agreements: Vec<Agreement>,
    paging: Paging,
    states: Vec<Choice>,
    lines: Vec<Choice>,
    today: Date,
    asks: bool,
}

impl Agreements {
    fn is_late(&self, one: &Agreement) -> bool {
        one.is_late(self.today)
    }

    const fn tone(one: &Agreement) -> &'static str {
        match one.state {
            AgreementState::Asked => "wait",
            AgreementState::Agreed => "good",
            AgreementState::Refused => "bad",
            AgreementState::Withdrawn => "quiet",
        }
    }
}

/// Shows them.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Agreements, PageError> {
    let mut all = app.store.agreements(who.by()).await?;
    // A word that is none narrows nothing: the address was typed by hand.
    if let Ok(state) = form.value("etat").parse::<AgreementState>() {
        all.retain(|one| one.state == state);
    }
    if let Ok(line) = form.value("ligne").parse::<FundLineId>() {
        all.retain(|one| one.line == line);
    }
    let paging = paging.of(all.len() as u64);
    let agreements = paging.cut(all.into_iter().rev());
    let lines = app.store.fund_lines(who.by()).await?;
    let named = |line: &store::FundLine| {
        Choice::new(line.id, format!("{} ({})", line.label, line.fiscal_year))
    };
    Ok(Agreements {
        page,
        form,
        agreements,
        paging,
        states: choices(AgreementState::ALL),
        lines: lines.iter().map(named).collect(),
        today: app.clock.today(),
        asks: Seat::TROIKA.contains(&who.seat()) && !lines.is_empty(),
    })
}
