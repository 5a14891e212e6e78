//! `/attributions`: the rounds, what waits and what is free; opening a round.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::disclosure::{Audience, disclose_row};
use domain::ids::RoundId;
use domain::people::equipment::NeedKind;
use domain::stock::ItemKind;
use store::{OpenRound, Round, RoundState, VerbError};

use super::sees_families;
use crate::charts::BarChart;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions::open_round_refused;
use crate::wording::{French as _, Label as _, count, disclosure, kinds, thousands};

/// The rounds.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/list.html")]
pub struct Rounds {
    page: Page,
    form: Form,
    runs: bool,
    has_rules: bool,
    rounds: Vec<Round>,
    paging: Paging,
    waiting: u64,
    reserved: u64,
    chart: BarChart,
}

impl Rounds {
    fn open(&self) -> Option<&Round> {
        self.rounds.iter().find(|round| round.state == RoundState::Open)
    }

    /// Said to who sees families: beside a plan's hidden figures, a round's total gives one back.
    fn needs(&self, round: &Round) -> String {
        count(round.needs.len() as u64, "besoin", "besoins")
    }
}

async fn show(
    app: &AppState,
    who: &Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Rounds, PageError> {
    let by = who.by();
    let (rounds, total) = app.store.rounds(paging.offset(), paging.limit(), by).await?;
    let (needs, units) = app.store.supply_and_demand(by).await?;
    let mut chart =
        BarChart::new("balance", "Besoins en attente et matériel libre", ("Quoi", "Nombre"));
    let counts: Vec<u64> = needs.values().copied().collect();
    let runs = sees_families(who.seat());
    let read = disclose_row(&counts, Audience::Inside);
    for ((kind, many), shown) in needs.iter().zip(&read.cells) {
        let label = match kind {
            NeedKind::Device => "appareils attendus",
            NeedKind::Connection => "connexions attendues",
        };
        chart = if runs || shown.is_exact() {
            chart.bar_read_as(label, *many, thousands(*many), 2)
        } else {
            chart.bar_read_as(label, 0, disclosure::shown(*shown), 2)
        };
    }
    // Of what a round gives out everywhere, nothing left is said too.
    let always = [ItemKind::Tablet, ItemKind::Laptop, ItemKind::Hotspot];
    for (kind, many) in units.iter().filter(|(kind, many)| **many > 0 || always.contains(kind)) {
        chart = chart.bar(&format!("{} libres", kinds(*kind)), *many);
    }
    Ok(Rounds {
        page,
        form,
        runs,
        has_rules: app.store.current_policy(by).await?.is_some(),
        rounds,
        paging: paging.of(total),
        waiting: counts.iter().sum(),
        reserved: app.store.reservations(None, 0, 1, by).await?.1,
        chart,
    })
}

/// Shows the rounds.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Rounds, PageError> {
    let form = Form::empty().with("id", app.mint.id::<RoundId>());
    show(&app, &who, page, paging, form).await
}

/// Opens a round: the needs are frozen, then the seed is drawn.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let Some(name) = form.text("name", "Nom du tour", 80) else {
        return Ok(again(show(&app, &who, page, paging, form).await?));
    };
    let order = OpenRound { id, name };
    let mint = app.mint.clone();
    let draw = move || u32::from_be_bytes(mint.bytes::<4>());
    match app.store.open_round(&order, draw, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/attributions/{id}"),
            "Tour ouvert : les besoins sont gelés et le tirage est fait.",
        )),
        Err(VerbError::Refused(reason)) => {
            let form = form.refused("name", open_round_refused(reason));
            Ok(refused(show(&app, &who, page, paging, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
