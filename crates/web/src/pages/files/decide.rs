//! `/fichiers/{import}/confirmer`, `/choix`, `/abandonner`, `/annuler`: what a person decides of a file.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ImportId;
use domain::people::census::Verdict;
use store::{DryRun, ImportRefused, ImportState, UndoRefused, VerbError};

use super::look::{look, take};
use super::opened::Opened;
use super::show::show;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::count;
use crate::wording::files::{import_refused, undo_refused};
use crate::work::Waited;

/// Takes the file in, as it was shown.
pub async fn confirm(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<ImportId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let opened = Opened::of(&app, &who, id).await?;
    let here = opened.path();
    if opened.import.state == ImportState::Applied {
        return Ok(see_other_saying(&here, "Ce fichier est déjà enregistré."));
    }
    let looked = match look(&app, &who, &opened, true).await? {
        Waited::Done(looked) if looked.is_ok() => looked,
        _ => return show(&app, &who, page, paging, id, form).await,
    };
    let accepted = match looked.as_ref() {
        Ok(looked) => accepted(&form, &looked.run),
        Err(_) => BTreeSet::new(),
    };
    let digest = form.value("empreinte").to_owned();
    let done = match take(&app, &who, looked, id, accepted, digest).await {
        Waited::Done(done) => done,
        Waited::Underway(_) => return Ok(see_other(&here)),
        Waited::Broken => return Err(PageError::fault("taking a file in broke")),
    };
    match done.as_ref() {
        Ok(tally) => {
            let changed = (tally.new + tally.updated) as u64;
            let sentence = if changed == 0 {
                "Fichier enregistré : rien n’a changé dans le registre.".to_owned()
            } else {
                format!(
                    "Fichier enregistré : {}.",
                    count(changed, "ligne prise en compte", "lignes prises en compte")
                )
            };
            Ok(see_other_saying(&here, &sentence))
        }
        Err(VerbError::Refused(ImportRefused::Moved)) => {
            form.refuse(
                "empreinte",
                "Le registre a changé depuis que cette page a été affichée : rien n’a été enregistré. Voici ce que le fichier ferait maintenant ; relisez, puis confirmez.",
            );
            show(&app, &who, page, paging, id, form).await
        }
        Err(VerbError::Refused(why)) => Err(PageError::refused(import_refused(*why))),
        Err(VerbError::OtherContent) => {
            Err(PageError::of_verb(VerbError::<ImportRefused>::OtherContent, import_refused))
        }
        Err(VerbError::Failed(failure)) => Err(PageError::fault(format!("{failure}: {failure:?}"))),
    }
}

/// Keeps the choices made so far: the file can be left and found again.
pub async fn keep_choices(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ImportId>,
    form: Form,
) -> Result<Response, PageError> {
    let opened = Opened::of(&app, &who, id).await?;
    let accepted = match look(&app, &who, &opened, true).await? {
        Waited::Done(looked) => match looked.as_ref() {
            Ok(looked) => accepted(&form, &looked.run),
            Err(_) => chosen(&form),
        },
        Waited::Underway(_) | Waited::Broken => chosen(&form),
    };
    let settings = opened.settings.to_text();
    app.store
        .settle_import(id, &settings, &accepted, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, import_refused))?;
    let sentence =
        "Vos choix sont gardés : vous retrouverez ce fichier dans la liste des fichiers reçus.";
    Ok(see_other_saying(&opened.path(), sentence))
}

/// The lines ticked.
fn chosen(form: &Form) -> BTreeSet<u64> {
    form.values("accepter").into_iter().filter_map(|line| line.parse().ok()).collect()
}

/// The lines ticked, and those of every sort of conflict that is accepted at once.
fn accepted(form: &Form, run: &DryRun) -> BTreeSet<u64> {
    let sorts = form.values("tout");
    let all = run.lines.iter().filter_map(|line| match &line.verdict {
        Verdict::Conflict(conflict)
            if conflict.can_be_accepted() && sorts.contains(&conflict.code()) =>
        {
            Some(line.line)
        }
        _ => None,
    });
    all.chain(chosen(form)).collect()
}

/// Gives the file up.
pub async fn give_up(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ImportId>,
    _form: Form,
) -> Result<Response, PageError> {
    match app.store.drop_import(id, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fichiers", "Fichier abandonné : rien n’en a été gardé.")),
        Err(VerbError::Refused(ImportRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, import_refused)),
    }
}

/// Takes a confirmed file back.
pub async fn undo(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ImportId>,
    _form: Form,
) -> Result<Response, PageError> {
    match app.store.undo_import(id, who.by(), app.clock.now()).await {
        Ok(()) => {
            let sentence = "Import annulé : le registre est comme avant ce fichier.";
            Ok(see_other_saying(&format!("/fichiers/{id}"), sentence))
        }
        Err(VerbError::Refused(UndoRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, undo_refused)),
    }
}
