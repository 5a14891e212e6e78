//! `/mises-a-disposition/{id}`: one hand-over to a school or an organisation, and who has each item.
//!
//! Which family has what is for whoever lends; the others read what is there and what came back.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::ids::ProvisionId;
use domain::stock::ItemState;
use store::{Provision, ProvisionLine};

use crate::error::PageError;
use crate::page::Page;
use crate::papers::{Beside, print, provision_agreement};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, count};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/provisions/show.html")]
pub struct ShowProvision {
    page: Page,
    provision: Provision,
    late: Option<String>,
}

impl ShowProvision {
    fn lends(&self) -> bool {
        self.page.is(Seat::TownAgent)
    }

    /// Its own items, which a family of its pupils may have.
    fn lends_on(&self, line: &ProvisionLine) -> bool {
        let there = line.closed.is_none() && line.item.state == ItemState::Lent;
        self.provision.head.school.is_some() && there && line.with.is_none()
    }

    /// Where an item is, while it is not back.
    fn place(&self, line: &ProvisionLine) -> &'static str {
        match line.item.state {
            ItemState::ToCheck => "au guichet, à vérifier",
            ItemState::Repair => "au guichet, en réparation",
            _ if self.provision.head.school.is_some() => "à l’école",
            _ => "à l’organisme",
        }
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ProvisionId>,
) -> Result<ShowProvision, PageError> {
    let provision = app.store.provision(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let days = provision.head.days_late(app.clock.today());
    let late = (days > 0).then(|| count(days, "jour de retard", "jours de retard"));
    Ok(ShowProvision { page, provision, late })
}

/// Prints its agreement.
pub async fn paper(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ProvisionId>,
) -> Result<Response, PageError> {
    let provision = app.store.provision(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let cite = app.store.cite(who.cite()).await?;
    let (paper, imprint) = provision_agreement(&provision, &cite)?;
    print(paper, Beside::default(), imprint, "convention-de-mise-a-disposition").await
}
