//! `/familles/{id}`: one family.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::Seat;
use domain::identifiers::Msisdn;
use domain::ids::{HouseholdId, SchoolId};
use domain::people::register::{ChildRecord, GuardianRecord};
use domain::reminder::Channel;
use jiff::civil::Date;
use store::{HistoryLine, Household, Need, ParcelFilter};
use uuid::Uuid;

use crate::error::PageError;
use crate::nav::may_open;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, capital};

/// The latest bags looked at for those under way: a family has one or two.
const MOST_BAGS: u64 = 20;

/// The family's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/show.html")]
pub struct Family {
    page: Page,
    seat: Seat,
    family: Household,
    schools: BTreeMap<SchoolId, String>,
    history: Vec<HistoryLine>,
    loans: Vec<store::Loan>,
    gifts: Vec<store::Gift>,
    /// Its bags that are under way.
    bags: Vec<store::Parcel>,
    /// How and when it was reminded, the latest first.
    reminders: Vec<(Channel, Date)>,
    left_alone: bool,
    contact_form: Uuid,
    may_lend: bool,
}

impl Family {
    fn school(&self, child: &ChildRecord) -> &str {
        self.schools.get(&child.school).map_or("", String::as_str)
    }

    fn level(&self, child: &ChildRecord) -> String {
        if child.grade_label.is_empty() {
            capital(child.level.label())
        } else {
            child.grade_label.clone()
        }
    }

    fn numbers(&self, guardian: &GuardianRecord) -> Vec<String> {
        guardian.mobile.iter().chain(&guardian.phone).map(Msisdn::national).collect()
    }

    fn dialled(&self, number: &str) -> String {
        number.replace(' ', "")
    }

    /// The ground of a priority as far as this seat may read it.
    fn priority(&self, need: &Need) -> Option<&'static str> {
        let reason = need.priority?;
        Some(if reason.visible_to(self.seat) { reason.label() } else { "prioritaire" })
    }

    fn author(&self, line: &HistoryLine) -> &'static str {
        let seat = line.entry.seat.as_deref().and_then(|code| code.parse::<Seat>().ok());
        seat.map_or("le programme", |seat| seat.label())
    }

    /// A family that a school's file brought has no line of its own in the journal.
    fn imported(&self) -> bool {
        self.history.iter().all(|line| line.entry.verb != "create_household")
    }
}

/// Shows the family.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<HouseholdId>,
) -> Result<Family, PageError> {
    let family = app.store.household(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let schools = app.store.schools(who.by()).await?;
    let (mut bags, _) = app.store.parcels(ParcelFilter::Of(id), 0, MOST_BAGS, who.by()).await?;
    bags.retain(|bag| bag.ended_at.is_none());
    Ok(Family {
        bags,
        page,
        seat: who.seat(),
        schools: schools.into_iter().map(|school| (school.id, school.name)).collect(),
        history: app.store.household_history(id, who.by()).await?,
        loans: app.store.loans_of(id, who.by()).await?,
        gifts: app.store.gifts_of(id, who.by()).await?,
        reminders: app.store.reminders_of(id, who.by()).await?,
        left_alone: app.store.is_left_alone(id, who.by()).await?,
        contact_form: app.mint.uuid(),
        may_lend: may_open(who.seat(), "/prets/nouveau"),
        family,
    })
}
