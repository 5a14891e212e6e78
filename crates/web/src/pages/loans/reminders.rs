//! `/prets/relances`: the families to remind, each once; a call list, a file of short messages.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::export::ExportFormat;
use domain::identifiers::Msisdn;
use domain::ids::HouseholdId;
use domain::reminder::{Channel, is_quiet};
use exchange::out::{Cell, Column, Head, begin};
use jiff::civil::Date;
use store::{Remind, RemindRefused, ToRemind, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::exports::Kept;
use crate::form::Form;
use crate::page::{Page, again, file, refused, see_other_saying};
use crate::paging::Paging;
use crate::papers::message;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::reminders::remind_refused;
use crate::wording::{French as _, Label as _, count};

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/reminders.html")]
pub struct Reminders {
    page: Page,
    form: Form,
    id: Uuid,
    today: Date,
    families: Vec<ToRemind>,
    paging: Paging,
}

impl Reminders {
    fn many(&self) -> String {
        self.paging.said(count(self.paging.total, "famille à relancer", "familles à relancer"))
    }

    fn tags(&self, family: &ToRemind) -> String {
        let lines = family.loans.iter().flat_map(|loan| &loan.lines);
        let out = lines.filter(|line| line.closed_at.is_none());
        out.map(|line| line.item.tag.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn is_quiet(&self, family: &ToRemind) -> bool {
        is_quiet(family.last.map(|(_, on)| on), self.today)
    }

    fn number(&self, family: &ToRemind) -> Option<String> {
        family.phone.as_deref().and_then(|text| Msisdn::parse(text).ok()).map(|it| it.national())
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (paging, id): (Paging, Uuid),
) -> Result<Reminders, PageError> {
    let today = app.clock.today();
    let (families, total) =
        app.store.to_remind(today, paging.offset(), paging.limit(), who.by()).await?;
    Ok(Reminders { page, form, id, today, families, paging: paging.of(total) })
}

/// Shows the list; who was reminded lately, cannot be sent a short message, or is to be left alone, is
/// not ticked.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Reminders, PageError> {
    let mut shown = shown(&app, &who, page, Form::empty(), (paging, app.mint.uuid())).await?;
    let ticked: Vec<HouseholdId> = shown
        .families
        .iter()
        .filter(|family| !family.no_contact && family.mobile.is_some() && !shown.is_quiet(family))
        .map(|family| family.household)
        .collect();
    for home in ticked {
        shown.form = shown.form.with("famille", home);
    }
    Ok(shown)
}

/// Notes the reminders; for short messages, answers the file to send.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let channel = form.choice::<Channel>("moyen", "Moyen");
    let households = form.choices::<HouseholdId>("famille", "Familles").unwrap_or_default();
    if households.is_empty() && !form.has_errors() {
        form.refuse("famille", "Aucune famille n’est cochée : cochez celles que vous relancez.");
    }
    let (Some(channel), false) = (channel, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form, (paging, id)).await?));
    };
    let order = Remind { form: id, channel, households };
    match app.store.remind(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(families) if channel == Channel::Sms => sms_file(&app, &who, &families).await,
        Ok(families) => {
            let many = families.len() as u64;
            let done =
                count(many, "famille notée comme relancée", "familles notées comme relancées");
            Ok(see_other_saying("/prets/relances", &format!("{done} ({}).", channel.label())))
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("famille", remind_refused(&why));
            Ok(refused(shown(&app, &who, page, form, (paging, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why: RemindRefused| remind_refused(&why))),
    }
}

/// A number and a message a line: what the town's sending service takes. Nothing in it says more than
/// that something is due back, for the telephone may be shared.
async fn sms_file(app: &AppState, who: &Who, families: &[ToRemind]) -> Result<Response, PageError> {
    let cite = app.store.cite(who.cite()).await?;
    let columns =
        vec![Column { title: "Téléphone", width: 16 }, Column { title: "Message", width: 120 }];
    let head = Head { sheet: "Messages".into(), notice: Vec::new(), columns };
    let kept = Kept::default();
    let mut rows = begin(ExportFormat::Csv, head, kept.clone()).map_err(PageError::fault)?;
    for family in families {
        // The verb refuses who has none; a form sent again may meet one whose number went since.
        if let Some(mobile) = &family.mobile {
            let text = message(&cite, family, app.clock.today())?;
            let row = [Cell::Identifier(mobile.clone()), Cell::Text(text)];
            rows.row(&row).map_err(PageError::fault)?;
        }
    }
    rows.finish().map_err(PageError::fault)?;
    Ok(file(kept.bytes(), "text/csv; charset=utf-8", "relances.csv", false))
}
