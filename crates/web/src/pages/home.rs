//! `/`: the dashboard — first what waits for this seat, then its pictures.

mod pictures;
mod tasks;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::Seat;
use domain::disclosure::{Shown, sum_of_shown};
use jiff::civil::Date;
use store::{Agreement, CiteFigures};

use self::tasks::Task;
use crate::charts::{BarChart, StackedChart};
use crate::error::PageError;
use crate::page::Page;
use crate::pages::fund::list::picture;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;
use crate::wording::disclosure::shown;

/// The dashboard of a seat.
#[derive(Template, WebTemplate)]
#[template(path = "pages/home.html")]
pub struct Home {
    page: Page,
    who: Who,
    tasks: Vec<Task>,
    /// What waits for this seat of the troïka.
    to_answer: Vec<Agreement>,
    today: Date,
    pictures: Vec<StackedChart>,
    /// The people of the cité, for its administrator.
    staff: Option<BarChart>,
    /// Every cité, for the national reader.
    cites: Vec<CiteFigures>,
    national: Vec<BarChart>,
}

impl Home {
    fn is_late(&self, one: &Agreement) -> bool {
        one.is_late(self.today)
    }

    fn read(&self, count: &Shown) -> String {
        shown(*count)
    }

    fn served(&self) -> u64 {
        sum_of_shown(self.cites.iter().flat_map(|cite| [cite.devices.1, cite.connections.1]))
    }
}

/// Shows the dashboard.
pub async fn page(State(app): State<AppState>, page: Page, who: Who) -> Result<Home, PageError> {
    let mut home = Home {
        page,
        tasks: Vec::new(),
        to_answer: Vec::new(),
        today: app.clock.today(),
        pictures: Vec::new(),
        staff: None,
        cites: Vec::new(),
        national: Vec::new(),
        who,
    };
    match home.who.seat() {
        // No cité of its own, and nothing but disclosed counts.
        Seat::NationalReader => {
            home.cites = app.store.national_figures().await?;
            home.national = pictures::national(&home.cites);
        }
        // Their own referrals, on a page of their own: no figure of the cité.
        Seat::PreReferent => {}
        // Accounts and papers only: no family, no money.
        Seat::Administrator => {
            let staff = app.store.staff_counts(app.clock.now(), home.who.by()).await?;
            home.tasks = tasks::of_administrator(&app, &home.who, &staff).await?;
            home.staff = Some(pictures::staff(&staff));
        }
        Seat::TownAgent
        | Seat::Principal
        | Seat::Accountant
        | Seat::TownCopilot
        | Seat::PrefectDelegate => {
            let figures = app.store.figures(app.clock.today(), home.who.by()).await?;
            home.tasks = tasks::of_the_table(&app, &home.who, &figures).await?;
            if Seat::TROIKA.contains(&home.who.seat()) {
                home.to_answer = app.store.agreements_to_answer(home.today, home.who.by()).await?;
            }
            if home.who.seat() != Seat::Accountant {
                home.pictures.push(pictures::needs(&figures, home.who.seat()));
                home.pictures.push(pictures::stock(&figures, home.who.seat()));
            }
            home.pictures.push(picture(&app.store.fund_lines(home.who.by()).await?));
            home.pictures.retain(|picture| !picture.is_empty());
        }
    }
    Ok(home)
}
