//! `/`: the dashboard — first what waits for this seat, then its pictures.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::Seat;
use domain::disclosure::{Shown, sum_of_shown};
use domain::stock::{ItemKind, ItemState};
use store::{CiteFigures, Figures};

use crate::charts::StackedChart;
use crate::error::PageError;
use crate::nav::may_open;
use crate::page::Page;
use crate::pages::fund::list::picture;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund::shown;
use crate::wording::{count, kinds};

/// Something that waits: a sentence and where to do it.
struct Waiting {
    sentence: String,
    path: &'static str,
}

/// The dashboard of a seat.
#[derive(Template, WebTemplate)]
#[template(path = "pages/home.html")]
pub struct Home {
    page: Page,
    who: Who,
    waiting: Vec<Waiting>,
    pictures: Vec<StackedChart>,
    cites: Vec<CiteFigures>,
}

impl Home {
    fn read(&self, count: &Shown) -> String {
        shown(*count)
    }

    fn served(&self) -> u64 {
        sum_of_shown(self.cites.iter().flat_map(|cite| [cite.devices.1, cite.connections.1]))
    }
}

/// Shows the dashboard.
pub async fn page(State(app): State<AppState>, page: Page, who: Who) -> Result<Home, PageError> {
    let (mut pictures, mut cites) = (Vec::new(), Vec::new());
    let mut waiting = Vec::new();
    match who.seat() {
        // No cité of its own, and nothing but disclosed counts.
        Seat::NationalReader => cites = app.store.national_figures().await?,
        // Accounts only: no family, no money.
        Seat::Administrator => {}
        Seat::TownAgent
        | Seat::Principal
        | Seat::Accountant
        | Seat::TownCopilot
        | Seat::PrefectDelegate => {
            let figures = app.store.figures(app.clock.today(), who.by()).await?;
            waiting = tasks(&app, &who, &figures).await?;
            if who.seat() != Seat::Accountant {
                pictures.push(needs(&figures));
                pictures.push(stock(&figures));
            }
            pictures.push(picture(&app.store.fund_lines(who.by()).await?));
            pictures.retain(|picture| !picture.is_empty());
        }
    }
    Ok(Home { page, who, waiting, pictures, cites })
}

async fn tasks(app: &AppState, who: &Who, figures: &Figures) -> Result<Vec<Waiting>, PageError> {
    let seat = who.seat();
    let mut all = Vec::new();
    if seat == Seat::TownAgent {
        let to_check = figures
            .stock
            .iter()
            .filter(|((_, state), _)| *state == ItemState::ToCheck)
            .map(|(_, many)| many)
            .sum();
        all.push((
            figures.to_hand_over,
            "matériel réservé à remettre",
            "matériels réservés à remettre",
            "/attributions/reservations",
        ));
        all.push((figures.overdue, "prêt en retard", "prêts en retard", "/prets/retards"));
        all.push((to_check, "appareil à vérifier", "appareils à vérifier", "/materiel"));
        all.push((figures.imports, "fichier à confirmer", "fichiers à confirmer", "/recensement"));
    }
    if Seat::TROIKA.contains(&seat) {
        let many = app.store.agreements_to_answer(who.by()).await?.len() as u64;
        all.push((
            many,
            "accord attend votre réponse",
            "accords attendent votre réponse",
            "/fonds/accords",
        ));
    }
    if seat == Seat::Accountant {
        let many = app.store.settlements_to_pay(who.by()).await?.len() as u64;
        all.push((many, "facture à payer", "factures à payer", "/fonds"));
    }
    let due = all.into_iter().filter(|(many, _, _, path)| *many > 0 && may_open(seat, path));
    Ok(due
        .map(|(many, one, several, path)| Waiting { sentence: count(many, one, several), path })
        .collect())
}

fn needs(figures: &Figures) -> StackedChart {
    let mut chart =
        StackedChart::new("besoins", "Les besoins", "Besoin", &["servi", "réservé", "en attente"]);
    for (label, counts) in [("appareil", figures.devices), ("connexion", figures.connections)] {
        chart = chart.row(label, &[counts.served, counts.reserved, counts.open]);
    }
    chart
}

fn stock(figures: &Figures) -> StackedChart {
    let parts =
        ["disponible", "réservé", "prêté", "en vérification ou réparation", "perdu ou sorti"];
    let mut chart = StackedChart::new("stock", "Le matériel", "Matériel", &parts);
    for kind in ItemKind::ALL {
        let of = |states: &[ItemState]| -> u64 {
            states.iter().filter_map(|state| figures.stock.get(&(*kind, *state))).sum()
        };
        let values = [
            of(&[ItemState::Available]),
            of(&[ItemState::Reserved]),
            of(&[ItemState::Lent]),
            of(&[ItemState::ToCheck, ItemState::Repair]),
            of(&[ItemState::Lost, ItemState::Gone]),
        ];
        if values.iter().any(|value| *value > 0) {
            chart = chart.row(kinds(*kind), &values);
        }
    }
    chart
}
