//! `/recensement/ecoles/{id}`: a school's classes, what is left to ask in each, and the links it was
//! given to say it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::ids::SchoolId;
use jiff::Timestamp;
use store::{ClassCount, GivenLink, LinkState, ProvisionHead, School};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::Page;
use crate::qr::Code;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::roll::class;
use crate::wording::{French as _, Label as _};

/// A class of the table, with the id of its form.
pub(super) struct Class {
    count: ClassCount,
    label: String,
    form: Uuid,
}

/// A link just given: the only page that ever shows its address.
pub(super) struct Given {
    /// What to copy into a mail.
    pub address: String,
    /// The same, to point a telephone at.
    pub code: Code,
    /// For whom.
    pub what: String,
    /// Until when.
    pub expires: Timestamp,
}

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/show.html")]
pub struct ShowSchool {
    page: Page,
    form: Form,
    school: School,
    classes: Vec<Class>,
    links: Vec<GivenLink>,
    /// What it holds or held.
    held: Vec<ProvisionHead>,
    pub(super) given: Option<Given>,
}

/// Shows a school.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<SchoolId>,
) -> Result<ShowSchool, PageError> {
    let school = school(&app, &who, id).await?;
    ShowSchool::of(&app, &who, page, school, Form::empty()).await
}

/// A school of the asker's cité, or 404.
pub(super) async fn school(app: &AppState, who: &Who, id: SchoolId) -> Result<School, PageError> {
    let schools = app.store.schools(who.by()).await?;
    schools.into_iter().find(|school| school.id == id).ok_or(PageError::NotFound)
}

impl ShowSchool {
    /// The page, after whatever the form has to say.
    pub(super) async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        school: School,
        form: Form,
    ) -> Result<Self, PageError> {
        let classes = app.store.classes(school.id, who.by()).await?;
        let held = app.store.provisions_of_school(school.id, who.by()).await?;
        let links = app.store.links(school.id, who.by(), app.clock.now()).await?;
        let row = |count: ClassCount| {
            let label = class(&count.name);
            Class { count, label, form: app.mint.uuid() }
        };
        let form = Form::empty().with("id", app.mint.uuid()).after(form);
        let classes = classes.into_iter().map(row).collect();
        Ok(Self { page, form, school, classes, links, held, given: None })
    }

    fn choices(&self) -> Vec<Choice> {
        let whole = Choice::new("ecole", "Toute l’école");
        let each = self.classes.iter();
        std::iter::once(whole)
            .chain(each.map(|one| Choice::new(format!("c.{}", one.count.name), one.label.as_str())))
            .collect()
    }

    fn what(link: &GivenLink) -> String {
        link.class.as_deref().map_or_else(|| "toute l’école".to_owned(), class)
    }
}
