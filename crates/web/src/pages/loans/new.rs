//! `/prets/nouveau`: pick a family, then hand over everything it takes home, under one signature.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{HouseholdId, LoanId};
use domain::loan::{HandOver, HandOverFault, usual_due_date};
use domain::people::language::ContactLanguage;
use store::{FoundHousehold, HandOverRefused, Household, Search, VerbError};

use super::besides::{self, Shelf};
use super::find_items::with_named;
use super::picked::{items, lines, note_lend, with_held};
use super::seen::SeenLine;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::pages::search::more;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;
use crate::wording::stock::hand_over_refused;

/// Families to choose from.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/pick.html")]
pub struct PickFamily {
    page: Page,
    form: Form,
    families: Vec<FoundHousehold>,
    /// What to do when more families match than are shown.
    more: Option<String>,
}

/// The hand-over.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/new.html")]
pub struct NewLoan {
    page: Page,
    form: Form,
    id: LoanId,
    home: Household,
    lines: Vec<SeenLine>,
    shelf: Shelf,
    languages: Vec<Choice>,
}

impl NewLoan {
    /// The names of the children, to know who stands at the desk.
    fn children(&self) -> String {
        let names = self.home.children.iter().map(|(_, child)| child.first_name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }

    fn language(&self) -> Option<&'static str> {
        let language = self.home.state.language;
        (language != ContactLanguage::French).then(|| language.label())
    }
}

/// Which hand-over a form is about.
#[derive(Clone, Copy)]
struct At {
    id: LoanId,
    home: HouseholdId,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    at: At,
) -> Result<NewLoan, PageError> {
    let home = app.store.household(at.home, who.by()).await?.ok_or(PageError::NotFound)?;
    let lines = lines(app, who, at.home, &form).await?;
    let shelf = Shelf::of(app, who).await?;
    Ok(NewLoan { page, form, id: at.id, home, lines, shelf, languages: besides::languages() })
}

/// Shows the families, or the form once one is chosen.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    if let Ok(home) = form.value("foyer").parse() {
        form = with_held(&app, &who, form, home).await?;
        if let Some(home) = app.store.household(home, who.by()).await?
            && home.state.language != ContactLanguage::French
        {
            form = form.with("lu_en", home.state.language);
        }
        form = form.with("due_on", usual_due_date(app.clock.today()));
        let at = At { id: app.mint.id(), home };
        return Ok(shown(&app, &who, page, form, at).await?.into_response());
    }
    let text = form.value("q").to_owned();
    let search = Search { text: &text, ..Search::default() };
    let (families, found) = if text.trim().is_empty() {
        (Vec::new(), 0)
    } else {
        app.store.find_households(search, 0, 20, who.by()).await?
    };
    let more = more(found, families.len(), ("famille", "familles"));
    Ok(PickFamily { page, form, families, more }.into_response())
}

/// Adds what was scanned to the form, or hands over.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Response, PageError> {
    let at = At { id: form.hidden("id")?, home: form.hidden("foyer")? };
    // Sent again after a lost answer: short numbers may no longer mean what they meant.
    let done = app.store.handed_out(at.id, who.by()).await?;
    if done.any() {
        return Ok(see_other(&address(at.id, done.lent)));
    }
    let held = app.store.reservations_of(at.home, who.by()).await?;
    let form = with_named(&app, &who, form, &held).await?;
    let shelf = Shelf::of(&app, &who).await?;
    if form.value("faire") == "ajouter" {
        let form = if form.has_errors() { form } else { form.without("numeros") };
        let wrong = form.has_errors();
        let page = shown(&app, &who, page, shelf.filled(form), at).await?;
        return Ok(if wrong { again(page) } else { page.into_response() });
    }
    let form = shelf.filled(form);
    hand_over(&app, &who, page, (form, shelf), at).await
}

async fn hand_over(
    app: &AppState,
    who: &Who,
    page: Page,
    (mut form, shelf): (Form, Shelf),
    at: At,
) -> Result<Response, PageError> {
    let items = items(app, who, &mut form).await?;
    let besides = besides::read(&mut form, &shelf);
    let due_on = form.date("due_on", "À rendre le");
    let mut order = None;
    if let (Some(due_on), false) = (due_on, form.has_errors()) {
        match HandOver::new(at.id, at.home, items, besides, due_on, app.clock.today()) {
            Ok(right) => order = Some(right),
            Err(faults) => faults.iter().for_each(|fault| note(&mut form, fault)),
        }
    }
    let Some(order) = order else {
        return Ok(again(shown(app, who, page, form.without("numeros"), at).await?));
    };
    match app.store.hand_over(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let done = app.store.handed_out(at.id, who.by()).await?;
            let pieces = order.supplies().values().map(|many| u64::from(*many)).sum();
            let what = besides::told(order.items().len(), pieces);
            let next = match order.signature() {
                Some(_) => "Signature gardée.",
                None => "Imprimez le papier à signer.",
            };
            Ok(see_other_saying(
                &address(at.id, done.lent),
                &format!("Remise enregistrée : {what}. {next}"),
            ))
        }
        Err(VerbError::Refused(why)) => {
            let lacks = match &why {
                HandOverRefused::Parts { kit, .. } => shelf.missing(kit),
                _ => Vec::new(),
            };
            let form = form.without("numeros").refused("numeros", hand_over_refused(&why, &lacks));
            Ok(refused(shown(app, who, page, form, at).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| hand_over_refused(&why, &[]))),
    }
}

/// Where a hand-over is read: its loan's page, or the gift's when nothing is lent.
fn address(id: LoanId, lent: bool) -> String {
    if lent { format!("/prets/{id}") } else { format!("/remises/{id}") }
}

fn note(form: &mut Form, fault: &HandOverFault) {
    match fault {
        HandOverFault::Lend(fault) => note_lend(form, fault),
        HandOverFault::TooMany(supply) => form.refuse(
            &format!("pieces.{supply}"),
            "Plus de 200 pièces pour une famille : vérifiez le nombre.",
        ),
    }
}
