//! `/recensement/{import}/confirmer` and `/abandonner`: what a person decides of a file.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ImportId;
use store::{ConfirmImport, ImportRefused, ImportState, VerbError};

use super::import::{encoding, show};
use super::read::read;
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
    let (import, bytes) = app.store.import(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let here = format!("/recensement/{id}");
    if import.state == ImportState::Applied {
        return Ok(see_other_saying(&here, "Ce fichier est déjà enregistré."));
    }
    let Ok(file) = read(import.kind, &bytes, encoding(&form), app.clock.today()) else {
        return show(&app, &who, page, paging, id, form).await;
    };
    let accepted: BTreeSet<u64> =
        form.values("accepter").into_iter().filter_map(|line| line.parse().ok()).collect();
    let digest = form.value("empreinte").to_owned();
    let order = ConfirmImport { id, file: &file.file, accepted: &accepted, shown: &digest };
    match app.store.confirm_import(&order, who.by(), app.clock.now()).await {
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
        Err(error) => Err(PageError::of_verb(error, refusal)),
    }
}

/// Gives the file up.
pub async fn give_up(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ImportId>,
    _form: Form,
) -> Result<Response, PageError> {
    match app.store.drop_import(id, who.by(), app.clock.now()).await {
        Ok(()) => {
            Ok(see_other_saying("/recensement", "Fichier abandonné : rien n’en a été gardé."))
        }
        Err(VerbError::Refused(ImportRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, refusal)),
    }
}

/// Why a file can no longer be decided.
pub(super) fn refusal(reason: ImportRefused) -> String {
    match reason {
        ImportRefused::Unknown => "Ce fichier n’existe pas.",
        ImportRefused::Applied => {
            "Ce fichier est déjà enregistré : il ne peut plus être abandonné."
        }
        ImportRefused::Dropped => "Ce fichier a été abandonné. Envoyez-le de nouveau.",
        ImportRefused::Moved => "Le registre a changé : rouvrez la page du fichier.",
    }
    .to_owned()
}
