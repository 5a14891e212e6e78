//! `/fichiers/{import}/confirmer`, `/choix`, `/abandonner`, `/annuler`: what a person decides of a file.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ImportId;
use domain::people::census::Verdict;
use store::{ConfirmImport, DryRun, ImportRefused, ImportState, UndoRefused, VerbError};

use super::opened::Opened;
use super::show::{dry_run, show};
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::count;

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
    let Ok(file) = opened.read(&app) else {
        return show(&app, &who, page, paging, id, form).await;
    };
    let accepted = match form.values("tout").as_slice() {
        [] => chosen(&form),
        _ => accepted(&form, &dry_run(&app, &who, id, &file).await?),
    };
    let digest = form.value("empreinte").to_owned();
    let order = ConfirmImport { id, file: &file.file, accepted: &accepted, shown: &digest };
    match app.store.confirm_import(&order, who.by(), app.clock.now()).await {
        Ok(tally) => {
            let changed = (tally.new + tally.updated) as u64;
            let sentence = if changed == 0 {
                "Fichier enregistré : rien n’a changé dans le registre.".to_owned()
            } else {
                format!(
                    "Fichier enregistré : {}.",
                    count(changed, "ligne prise en compte", "lignes prises en compte")
                )
            };
            Ok(see_other_saying(&here, &sentence))
        }
        Err(VerbError::Refused(ImportRefused::Moved)) => {
            form.refuse(
                "empreinte",
                "Le registre a changé depuis que cette page a été affichée : rien n’a été enregistré. Voici ce que le fichier ferait maintenant ; relisez, puis confirmez.",
            );
            show(&app, &who, page, paging, id, form).await
        }
        Err(error) => Err(PageError::of_verb(error, refusal)),
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
    let accepted = match opened.read(&app) {
        Ok(file) if opened.waits() => accepted(&form, &dry_run(&app, &who, id, &file).await?),
        _ => chosen(&form),
    };
    let settings = opened.settings.to_text();
    app.store
        .settle_import(id, &settings, &accepted, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, refusal))?;
    let sentence =
        "Vos choix sont gardés : vous retrouverez ce fichier dans la liste des fichiers reçus.";
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
        Ok(()) => Ok(see_other_saying("/fichiers", "Fichier abandonné : rien n’en a été gardé.")),
        Err(VerbError::Refused(ImportRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, refusal)),
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
            let sentence = "Import annulé : le registre est comme avant ce fichier.";
            Ok(see_other_saying(&format!("/fichiers/{id}"), sentence))
        }
        Err(VerbError::Refused(UndoRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, undo_refusal)),
    }
}

/// Why a file can no longer be decided.
pub(super) fn refusal(reason: ImportRefused) -> String {
    match reason {
        ImportRefused::Unknown => "Ce fichier n’existe pas.",
        ImportRefused::Applied => {
            "Ce fichier est déjà enregistré : il ne peut plus être abandonné."
        }
        ImportRefused::Dropped => "Ce fichier a été abandonné. Envoyez-le de nouveau.",
        ImportRefused::Undone => "Cet import a été annulé. Envoyez le fichier de nouveau.",
        ImportRefused::Moved => "Le registre a changé : rouvrez la page du fichier.",
        ImportRefused::LabelTaken => {
            "Un lot de votre cité porte déjà ce nom : rien n’a été enregistré. Changez le nom du lot dans « Colonnes et réglages »."
        }
        ImportRefused::NumbersExhausted => {
            "Les 999 999 numéros d’inventaire de ce type sont tous donnés : rien n’a été enregistré."
        }
    }
    .to_owned()
}

fn undo_refusal(reason: UndoRefused) -> String {
    match reason {
        UndoRefused::Unknown => "Ce fichier n’existe pas.".to_owned(),
        UndoRefused::NotApplied => {
            "Ce fichier n’est pas enregistré : il n’y a rien à annuler.".to_owned()
        }
        UndoRefused::TooLate => {
            "Cet import date de plus de trente jours : ce qu’il a remplacé n’est plus gardé. Corrigez les fiches une à une.".to_owned()
        }
        UndoRefused::Touched(rows) => format!(
            "L’import ne peut plus être annulé : {} depuis. Rien n’a été changé. Corrigez les fiches une à une.",
            count(rows as u64, "fiche a été modifiée ou utilisée", "fiches ont été modifiées ou utilisées")
        ),
    }
}
