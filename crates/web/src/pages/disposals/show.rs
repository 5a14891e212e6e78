//! `/materiel/reformes/{id}`: one decision and its items; taken back on the same day if it was a mistake.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::{DisposalPaper, DisposalRow, Imprint, render};
use domain::disposal::Mistake;
use domain::ids::DisposalId;
use store::{DisposalRecord, DisposedItem, TakeBackDisposal, TakeBackDisposalRefused, VerbError};
use uuid::Uuid;

use crate::clock::paris;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, file, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::disposals::take_back_refused;
use crate::wording::{French as _, Label as _, capital, count};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/disposals/show.html")]
pub struct ShowDisposal {
    page: Page,
    form: Form,
    id: Uuid,
    disposal: DisposalRecord,
    /// May it still be taken back?
    today: bool,
    mistakes: Vec<Choice>,
}

impl ShowDisposal {
    fn many(&self) -> String {
        count(self.disposal.items.len() as u64, "objet", "objets")
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (disposal, id): (DisposalId, Uuid),
) -> Result<ShowDisposal, PageError> {
    let disposal = app.store.disposal(disposal, who.by()).await?.ok_or(PageError::NotFound)?;
    let today = disposal.taken_back.is_none() && disposal.recorded_on == app.clock.today();
    Ok(ShowDisposal { page, form, id, disposal, today, mistakes: choices(Mistake::ALL) })
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(disposal): Path<DisposalId>,
) -> Result<ShowDisposal, PageError> {
    let id = app.mint.uuid();
    shown(&app, &who, page, Form::empty(), (disposal, id)).await
}

/// Its record on paper.
pub async fn paper(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<DisposalId>,
) -> Result<Response, PageError> {
    let disposal = app.store.disposal(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let cite = app.store.cite(who.cite()).await?;
    // The day it was entered: printed again, it is the same paper.
    let at = disposal.recorded_on.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
    let imprint = Imprint { identifier: format!("disposal/{id}"), at };
    let paper = paper_of(disposal, cite.name);
    let bytes = tokio::task::spawn_blocking(move || render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "proces-verbal-de-reforme.pdf", true))
}

fn paper_of(disposal: DisposalRecord, cite: String) -> DisposalPaper {
    let row = |line: DisposedItem| DisposalRow {
        tag: line.item.tag,
        kind: line.item.kind.label().to_owned(),
        number: line.item.serial.or(line.item.imei).or(line.item.iccid).unwrap_or_default(),
        first_year: line.first_year.map_or_else(String::new, |year| year.to_string()),
        data: capital(line.proof.label()),
    };
    let checked = [
        (disposal.value_checked, "Aucun objet ne vaut plus de 300 €, vérifié à la saisie."),
        (disposal.unlocked, "Verrou d’activation retiré de chaque appareil, vérifié à la saisie."),
    ];
    DisposalPaper {
        cite,
        act_number: disposal.act_number,
        act_on: disposal.act_on,
        reason: capital(disposal.reason.label()),
        destination: capital(disposal.destination.label()),
        recipient: disposal.recipient.unwrap_or_default(),
        slip: disposal.slip.unwrap_or_default(),
        destruction: disposal.destruction.unwrap_or_default(),
        checked: checked
            .iter()
            .filter(|(yes, _)| *yes)
            .map(|(_, line)| (*line).to_owned())
            .collect(),
        recorded_on: disposal.recorded_on,
        taken_back_on: disposal.taken_back.map(|(day, _)| day),
        rows: disposal.items.into_iter().map(row).collect(),
    }
}

/// Takes it back.
pub async fn take_back(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(disposal): Path<DisposalId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let Some(mistake) = form.choice::<Mistake>("erreur", "L’erreur") else {
        return Ok(again(shown(&app, &who, page, form, (disposal, id)).await?));
    };
    let order = TakeBackDisposal { form: id, disposal, mistake };
    let (now, today) = (app.clock.now(), app.clock.today());
    match app.store.take_back_disposal(&order, who.by(), now, today).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/materiel/reformes/{disposal}"),
            "Réforme annulée : chaque objet est de nouveau au registre, là où il était.",
        )),
        Err(VerbError::Refused(TakeBackDisposalRefused::Unknown)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("erreur", take_back_refused(why));
            Ok(refused(shown(&app, &who, page, form, (disposal, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| take_back_refused(why).to_owned())),
    }
}
