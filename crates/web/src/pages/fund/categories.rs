//! `/fonds/categories`: what spending is told apart by: the program's categories, and the cité's own under them.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::fund::{Category, OwnCategory, Spending};
use domain::ids::OwnCategoryId;
use store::{
    AddOwnCategory, AddOwnCategoryRefused, Agreement, RetireOwnCategory, RetireOwnCategoryRefused,
    VerbError,
};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, capital, purchases as say};

/// A cité's own categories, by name.
pub(super) struct OwnCategories(Vec<OwnCategory>);

impl OwnCategories {
    /// Those of the asker's cité.
    pub(super) async fn of(app: &AppState, who: &Who) -> Result<Self, PageError> {
        Ok(Self(app.store.own_categories(who.cite()).await?))
    }

    /// Those in use, with the category above.
    pub(super) fn in_use(&self) -> impl Iterator<Item = &OwnCategory> {
        self.0.iter().filter(|one| !one.retired)
    }

    /// What an amount is spent on, in words.
    pub(super) fn name(&self, on: Spending) -> String {
        let own = on.own.and_then(|id| self.0.iter().find(|one| one.id == id));
        say::spending(on.category, own)
    }

    /// What the cité calls one of its own.
    pub(super) fn label(&self, id: OwnCategoryId) -> Option<String> {
        self.0.iter().find(|one| one.id == id).map(|one| capital(&one.label))
    }

    /// What a form offers: each of the program's, then the cité's own under it.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let mut all = Vec::new();
        for category in Category::ALL {
            all.push(Choice::new(category, capital(category.label())));
            let under = self.in_use().filter(|own| own.under == *category);
            all.extend(
                under.map(|own| Choice::new(own.id, capital(&say::spending(*category, Some(own))))),
            );
        }
        all
    }

    /// What a form chose among [`Self::choices`].
    pub(super) fn read(&self, form: &mut Form, field: &str, label: &str) -> Option<Spending> {
        let chosen = form.value(field).parse().ok();
        let own = chosen.and_then(|id| self.in_use().find(|own| own.id == id));
        match own {
            Some(own) => Some(Spending { category: own.under, own: Some(own.id) }),
            None => form.choice::<Category>(field, label).map(Into::into),
        }
    }
}

/// What a request is for, in words; nothing where it does not say.
pub(super) async fn asked_for(
    app: &AppState,
    who: &Who,
    agreement: &Agreement,
) -> Result<Option<String>, PageError> {
    let Some(on) = agreement.spending else { return Ok(None) };
    Ok(Some(OwnCategories::of(app, who).await?.name(on)))
}

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/categories.html")]
pub struct Categories {
    page: Page,
    form: Form,
    own: OwnCategories,
    above: Vec<Choice>,
    principal: bool,
}

impl Categories {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let own = OwnCategories::of(app, who).await?;
        let principal = who.seat() == Seat::Principal;
        Ok(Self { page, form, own, above: choices(Category::ALL), principal })
    }

    /// Each of the program's categories, with the cité's own under it.
    fn categories(&self) -> Vec<(String, Vec<&OwnCategory>)> {
        let with_own = |category: &Category| {
            let own = self.own.in_use().filter(|own| own.under == *category);
            (capital(category.label()), own.collect())
        };
        Category::ALL.iter().map(with_own).collect()
    }

    fn retired(&self) -> Vec<String> {
        let gone = self.own.0.iter().filter(|own| own.retired);
        gone.map(|own| say::spending(own.under, Some(own))).collect()
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<Categories, PageError> {
    Categories::of(&app, &who, page, Form::empty().with("id", app.mint.uuid())).await
}

/// Keeps a category of the cité's own.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: OwnCategoryId = form.hidden("id")?;
    let label = form.text("nom", "Nom", 60);
    let under = form.choice("sous", "Sous la catégorie");
    let family = form.ticked("famille");
    let (Some(label), Some(under)) = (label, under) else {
        return Ok(again(Categories::of(&app, &who, page, form).await?));
    };
    let order = AddOwnCategory { id, under, label, family };
    match app.store.add_own_category(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fonds/categories", "Catégorie ajoutée.")),
        Err(VerbError::Refused(why @ AddOwnCategoryRefused::LabelTaken)) => {
            let form = form.refused("nom", say::add_category(why));
            Ok(refused(Categories::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::add_category)),
    }
}

/// Takes a category out of use.
pub async fn retire(
    State(app): State<AppState>,
    who: Who,
    Path(category): Path<OwnCategoryId>,
    form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let order = RetireOwnCategory { form: id, category };
    match app.store.retire_own_category(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fonds/categories", "Catégorie retirée.")),
        Err(VerbError::Refused(RetireOwnCategoryRefused::UnknownCategory)) => {
            Err(PageError::NotFound)
        }
        Err(error) => Err(PageError::of_verb(error, say::retire_category)),
    }
}
