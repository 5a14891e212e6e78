//! `/recensement`: the files handed in, and the form to hand one in.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::{ImportId, SchoolId};
use domain::people::census::ImportKind;
use store::{Import, StageImport, StageRefused, VerbError};

use super::read::read;
use crate::error::PageError;
use crate::form::{Choice, Form, Upload, choices};
use crate::page::{Page, again, see_other};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::files::file_error;
use crate::wording::{French as _, Label as _};

/// The list and the form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/list.html")]
pub struct Census {
    page: Page,
    form: Form,
    schools: Vec<Choice>,
    kinds: Vec<Choice>,
    names: BTreeMap<SchoolId, String>,
    imports: Vec<Import>,
    paging: Paging,
}

impl Census {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        form: Form,
        paging: Paging,
    ) -> Result<Self, PageError> {
        let schools = app.store.schools(who.by()).await?;
        let (imports, total) = app.store.imports(paging.offset(), paging.limit(), who.by()).await?;
        Ok(Self {
            page,
            form,
            kinds: choices(ImportKind::ALL),
            names: schools.iter().map(|school| (school.id, school.name.clone())).collect(),
            schools: schools
                .into_iter()
                .map(|school| Choice::new(school.id, school.name))
                .collect(),
            imports,
            paging: paging.of(total),
        })
    }

    fn school(&self, import: &Import) -> &str {
        self.names.get(&import.school).map_or("", String::as_str)
    }
}

/// Shows the list and the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Census, PageError> {
    let form = Form::empty().with("id", app.mint.id::<ImportId>());
    Census::of(&app, &who, page, form, paging).await
}

/// Keeps the file if it can be read, and goes on to what it would do.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: ImportId = upload.form.hidden("id")?;
    let school: Option<SchoolId> = upload.form.choice("school", "École");
    let kind: Option<ImportKind> = upload.form.choice("kind", "Type de fichier");
    let file = upload.file("file");
    let mut form = upload.form;
    let (Some(school), Some(kind), Some(file)) = (school, kind, file) else {
        return Ok(again(Census::of(&app, &who, page, form, paging).await?));
    };
    if let Err(error) = read(kind, &file.bytes, None, app.clock.today()) {
        form.refuse("file", file_error(&error));
        return Ok(again(Census::of(&app, &who, page, form, paging).await?));
    }
    let new = StageImport { id, kind, school, file_name: &file.name, content: &file.bytes };
    match app.store.stage_import(&new, who.by(), app.clock.now()).await {
        Err(VerbError::Refused(StageRefused::UnknownSchool)) => {
            form.refuse("school", "« École » : choisissez une des écoles proposées.");
            Ok(again(Census::of(&app, &who, page, form, paging).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Ce fichier dépasse 50 Mo : une liste d’école n’en fait jamais autant. Vérifiez que c’est le bon fichier.".to_owned()
        })),
        Ok(()) => Ok(see_other(&format!("/recensement/{id}"))),
    }
}
