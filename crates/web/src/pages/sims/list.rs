//! `/cartes-sim`: the cards, and those that somebody has to act on.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::Seat;
use domain::sim::{SimState, UNUSED_FOR};
use jiff::civil::Date;
use store::{FoundSim, SimCounts, SimList, SimSearch};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::nav::may_open;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count, sims as say};

/// The lists.
#[derive(Template, WebTemplate)]
#[template(path = "pages/sims/list.html")]
pub struct Sims {
    page: Page,
    form: Form,
    counts: SimCounts,
    states: Vec<Choice>,
    lists: Vec<Choice>,
    cards: Vec<FoundSim>,
    paging: Paging,
    today: Date,
    unused_for: u16,
    /// May this seat open the pages of things, which say who has them?
    lends: bool,
    /// Does it order?
    orders: bool,
}

impl Sims {
    fn found(&self) -> String {
        count(self.paging.total, "carte", "cartes")
    }

    fn state(&self, card: &FoundSim) -> Option<SimState> {
        card.sim.as_ref().map(|sim| sim.state.on(sim.valid_until, self.today))
    }

    /// Does its line end before its loan?
    fn ends_early(card: &FoundSim) -> bool {
        let until = card.sim.as_ref().and_then(|sim| sim.valid_until);
        let due = card.holder.as_ref().map(|holder| holder.due_on);
        due.is_some_and(|due| domain::sim::watch::ends_before_loan(until, due))
    }

    /// The colour of a list that holds so many: none when it is empty.
    fn tone<'a>(many: &u64, tone: &'a str) -> &'a str {
        if *many > 0 { tone } else { "" }
    }

    fn unused(&self) -> String {
        format!("prêtées et jamais utilisées en {} jours", self.unused_for)
    }
}

/// Lists; a filter that means nothing filters nothing.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Sims, PageError> {
    let today = app.clock.today();
    let unused_for = form.value("jours").parse().unwrap_or(UNUSED_FOR).clamp(1, 3_650);
    let search = SimSearch {
        text: form.value("q").to_owned(),
        state: form.value("etat").parse().ok(),
        list: form.value("liste").parse().ok(),
        unused_for,
        today,
    };
    let by = who.by();
    let (cards, total) = app.store.find_sims(&search, paging.offset(), paging.limit(), by).await?;
    Ok(Sims {
        page,
        counts: app.store.sim_counts(today, unused_for, by).await?,
        form,
        states: choices(SimState::ALL),
        lists: choices(SimList::ALL),
        cards,
        paging: paging.of(total),
        today,
        unused_for,
        lends: may_open(who.seat(), "/materiel/{id}"),
        orders: who.seat() == Seat::Principal,
    })
}
