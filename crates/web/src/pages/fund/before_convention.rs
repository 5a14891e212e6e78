//! `/fonds/avant-convention`: everything that was committed before a convention was signed, in one click.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::Euros;
use domain::fund::ConventionState;
use domain::ids::FundLineId;
use store::{CommitmentRecord, Convention, FundLine};

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, lines as say};

/// A line on which something was committed early.
pub struct EarlyLine {
    line: FundLine,
    convention: Option<Convention>,
    orders: Vec<CommitmentRecord>,
    /// What they hold or have spent.
    used: Euros,
}

impl EarlyLine {
    /// The most that may be committed before the convention, where the rule limits it.
    fn ceiling(&self) -> Option<Euros> {
        self.line.rules().ceiling(self.line.sums)
    }

    fn signature(&self) -> String {
        let Some(convention) = &self.convention else { return "sans convention notée".to_owned() };
        match convention.life.day_of(ConventionState::Signed) {
            Some(on) => format!("{}, signée le {}", convention.title, on.french()),
            None => format!("{}, {}", convention.title, say::stands(&convention.life)),
        }
    }
}

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/before_convention.html")]
pub struct BeforeConvention {
    page: Page,
    lines: Vec<EarlyLine>,
    total: Euros,
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<BeforeConvention, PageError> {
    let mut orders: BTreeMap<FundLineId, Vec<CommitmentRecord>> = BTreeMap::new();
    for one in app.store.commitments(who.by()).await? {
        if one.before_convention {
            orders.entry(one.line).or_default().push(one);
        }
    }
    let conventions = app.store.conventions(who.by()).await?;
    let held = |orders: &[CommitmentRecord]| {
        Euros::from_cents(orders.iter().map(|one| one.money.held().cents()).sum())
    };
    let lines: Vec<EarlyLine> = app
        .store
        .fund_lines(who.by())
        .await?
        .into_iter()
        .filter_map(|line| {
            let orders = orders.remove(&line.id)?;
            let convention = line.settings.convention;
            let convention = conventions.iter().find(|one| Some(one.id) == convention).cloned();
            Some(EarlyLine { used: held(&orders), line, convention, orders })
        })
        .collect();
    let total = Euros::from_cents(lines.iter().map(|line| line.used.cents()).sum());
    Ok(BeforeConvention { page, lines, total })
}
