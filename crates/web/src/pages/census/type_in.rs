//! `/recensement/ecoles/{id}/saisie`: types a paper list in, in the order of the paper. It becomes a file
//! like any other: looked at, confirmed, taken back.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ImportId, SchoolId};
use domain::people::census::ImportKind;
use store::{School, StageImport};

use super::show::school;
use crate::error::PageError;
use crate::form::Form;
use crate::intake::by_hand::Answers;
use crate::intake::parts::{Part, Row, parts};
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::roll::class;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/type_in.html")]
pub struct TypeIn {
    page: Page,
    form: Form,
    school: School,
    class: String,
    label: String,
    pieces: usize,
    part: usize,
    rows: Vec<Row>,
}

impl TypeIn {
    fn new(page: Page, form: Form, school: School, asked: &Asked, answers: &Answers) -> Self {
        Self {
            label: asked.part().label.clone(),
            rows: asked.part().rows(answers),
            class: asked.class.clone(),
            pieces: asked.pieces.len(),
            part: asked.part,
            page,
            form,
            school,
        }
    }

    const fn numbers(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.pieces
    }
}

/// A class, and which piece of it is typed in.
struct Asked {
    class: String,
    pieces: Vec<Part>,
    part: usize,
}

impl Asked {
    async fn of(
        app: &AppState,
        who: &Who,
        school: SchoolId,
        form: &Form,
    ) -> Result<Self, PageError> {
        let class = form.value("classe").to_owned();
        let roll = app.store.roll(school, Some(&class), who.by()).await?;
        if roll.is_empty() {
            return Err(PageError::NotFound);
        }
        let pieces = parts(&roll);
        let part: usize = form.value("partie").parse().unwrap_or(1);
        Ok(Self { part: part.clamp(1, pieces.len()), class, pieces })
    }

    fn part(&self) -> &Part {
        &self.pieces[self.part - 1]
    }
}

/// Shows the rows of a class.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<SchoolId>,
    form: Form,
) -> Result<TypeIn, PageError> {
    let school = school(&app, &who, id).await?;
    let asked = Asked::of(&app, &who, id, &form).await?;
    let form = Form::empty().with("id", app.mint.id::<ImportId>());
    Ok(TypeIn::new(page, form, school, &asked, &Answers::default()))
}

/// Makes a file of what was typed.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<SchoolId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let import: ImportId = form.hidden("id")?;
    let school = school(&app, &who, id).await?;
    let asked = Asked::of(&app, &who, id, &form).await?;
    let mut answers = Answers::default();
    let pupils = &asked.part().pupils;
    answers.take(&form, pupils)?;
    for pupil in answers.reported_for_nothing(pupils).into_iter().take(5) {
        form.refuse(
            "liste",
            format!(
                "{} {} est à signaler, mais rien n’est dit de son foyer : cochez l’équipement ou la connexion, ou retirez « à signaler ».",
                pupil.first_name, pupil.family_name
            ),
        );
    }
    let list = answers.list(pupils);
    if list.is_none() {
        form.refuse("liste", "Aucune réponse n’est cochée : répondez au moins pour un élève.");
    }
    let Some(list) = list.filter(|_| !form.has_errors()) else {
        return Ok(again(TypeIn::new(page, form, school, &asked, &answers)));
    };
    let new = StageImport {
        id: import,
        kind: ImportKind::Needs,
        school: Some(id),
        file_name: &format!("Liste papier, {}", asked.part().label),
        content: &list.content,
        settings: &list.settings,
    };
    app.store
        .stage_import(&new, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, |_| "Cette école n’est plus là.".to_owned()))?;
    let sentence = format!(
        "Saisie de {} gardée. Relisez ce qu’elle change, puis enregistrez.",
        class(&asked.class)
    );
    Ok(see_other_saying(&format!("/fichiers/{import}"), &sentence))
}
