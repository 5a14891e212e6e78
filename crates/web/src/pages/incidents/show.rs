//! `/incidents/{id}`: what has to be done, what was done on which day, how it ends.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::IncidentId;
use domain::incident::{IncidentEnd, IncidentKind, IncidentStep};
use store::{EndIncident, EndIncidentRefused, Incident, NoteStep, NoteStepRefused, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::papers::{Beside, LoanFacts, declaration, print};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::incidents::{ending, note_step_refused};
use crate::wording::{French as _, Label as _, capital};

/// The incident's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/incidents/show.html")]
pub struct Show {
    page: Page,
    form: Form,
    incident: Incident,
    id: Uuid,
}

impl Show {
    fn title(&self) -> String {
        format!("{} de {}", capital(self.incident.kind.label()), self.incident.item.tag)
    }

    fn has_paper(&self) -> bool {
        self.incident.kind != IncidentKind::Damage
    }

    fn is_step(&self, step: IncidentStep) -> bool {
        self.form.value("etape") == step.code()
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (incident, id): (IncidentId, Uuid),
) -> Result<Show, PageError> {
    let incident = app.store.incident(incident, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(Show { page, form, incident, id })
}

/// Shows the incident.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<IncidentId>,
) -> Result<Show, PageError> {
    let form = Form::empty().with("jour", app.clock.today());
    shown(&app, &who, page, form, (id, app.mint.uuid())).await
}

/// Notes a step.
pub async fn note(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(incident): Path<IncidentId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let step: IncidentStep = form.hidden("etape")?;
    let done_on = form.date("jour", "Fait le");
    let reference = form.optional_text("reference", "Numéro", 60);
    let (Some(done_on), Some(reference), false) = (done_on, reference, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form, (incident, id)).await?));
    };
    let reference = reference.unwrap_or_default();
    let order = NoteStep { form: id, incident, step, done_on, reference };
    match app.store.note_step(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/incidents/{incident}"),
            &format!("Noté : {}.", step.label()),
        )),
        Err(VerbError::Refused(NoteStepRefused::Unknown)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("jour", note_step_refused(why));
            Ok(refused(shown(&app, &who, page, form, (incident, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, note_step_refused)),
    }
}

/// Prints the declaration of a loss or a theft, with the model of the complaint.
pub async fn paper(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<IncidentId>,
    form: Form,
) -> Result<Response, PageError> {
    let incident = app.store.incident(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let cite = app.store.cite(who.cite()).await?;
    let facts = match incident.loan {
        Some(loan) => match LoanFacts::of(&app.store, loan, who.by()).await {
            // The family was erased since: the paper is then the town's alone.
            Err(PageError::NotFound) => None,
            other => Some(other?),
        },
        None => None,
    };
    let paper = declaration(&incident, facts.as_ref(), &cite)?;
    let (paper, imprint) = paper.ok_or(PageError::NotFound)?;
    print(paper, Beside::of(form.value("langue"))?, imprint, "declaration").await
}

/// Ends it.
pub async fn end(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(incident): Path<IncidentId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let end = if form.value("fin") == "charged" {
        let amount = form.amount("montant", "Montant");
        let act = form.text("acte", "Acte", 120);
        match (amount, act) {
            (Some(amount), Some(act)) => Some(IncidentEnd::Charged { amount, act }),
            _ => None,
        }
    } else {
        Some(IncidentEnd::Borne)
    };
    let (Some(end), false) = (end, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form, (incident, id)).await?));
    };
    let order = EndIncident { form: id, incident, end };
    let said = ending(order.end.code());
    match app.store.end_incident(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/incidents/{incident}"),
            &format!("Déclaration close : {said}."),
        )),
        Err(VerbError::Refused(EndIncidentRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Cette déclaration est déjà close : rouvrez la page.".to_owned()
        })),
    }
}
