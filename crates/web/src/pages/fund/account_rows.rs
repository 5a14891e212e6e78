//! `/fonds/comptes`: which row of the financial report each category of spending goes into.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::Seat;
use domain::fund::{AccountMap, Category, OwnCategory, ReportRow, ReportSection, Spending};
use store::{SetAccounts, VerbError};
use uuid::Uuid;

use super::categories::OwnCategories;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, capital, grant as say};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/account_rows.html")]
pub struct AccountRows {
    page: Page,
    form: Form,
    map: AccountMap,
    own: OwnCategories,
    rows: Vec<Choice>,
    principal: bool,
}

impl AccountRows {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        form: Option<Form>,
    ) -> Result<Self, PageError> {
        let map = app.store.account_map(who.cite()).await?;
        let own = OwnCategories::of(app, who).await?;
        let form = form.unwrap_or_else(|| {
            let form = Form::empty().with("id", app.mint.uuid());
            let form =
                Category::ALL.iter().fold(form, |form, one| form.with(one.code(), map.row(*one)));
            let sent = own.in_use().filter_map(|one| one.row.map(|row| (one.id, row)));
            sent.fold(form, |form, (id, row)| form.with(&id.to_string(), row))
        });
        let charges = ReportRow::ALL.iter().filter(|row| row.section() == ReportSection::Charges);
        let rows = charges.map(|row| Choice::new(row, say::row(*row))).collect();
        Ok(Self { page, form, map, own, rows, principal: who.seat() == Seat::Principal })
    }

    /// Each category, what it is called, and its row.
    fn categories(&self) -> Vec<(&'static str, String, String)> {
        let of = |one: &Category| (one.code(), capital(one.label()), say::row(self.map.row(*one)));
        Category::ALL.iter().map(of).collect()
    }

    /// The same of the cité's own.
    fn own(&self) -> Vec<(String, String, String)> {
        let row = |one: &OwnCategory| {
            let on = Spending { category: one.under, own: Some(one.id) };
            (one.id.to_string(), capital(&one.label), say::row(self.map.row(on)))
        };
        self.own.in_use().map(row).collect()
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<AccountRows, PageError> {
    AccountRows::of(&app, &who, page, None).await
}

/// Sends categories into rows.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let mut rows = BTreeMap::new();
    for category in Category::ALL {
        if let Some(row) = form.choice(category.code(), &capital(category.label())) {
            rows.insert(*category, row);
        }
    }
    let mut own = BTreeMap::new();
    for one in OwnCategories::of(&app, &who).await?.in_use() {
        if let Some(row) = form.optional_choice(&one.id.to_string(), &capital(&one.label)) {
            own.insert(one.id, row);
        }
    }
    if form.has_errors() {
        return Ok(again(AccountRows::of(&app, &who, page, Some(form)).await?));
    }
    let order = SetAccounts { form: id, rows, own };
    match app.store.set_accounts(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fonds/comptes", "Rubriques enregistrées.")),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("equipment", say::accounts(why));
            Ok(refused(AccountRows::of(&app, &who, page, Some(form)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::accounts)),
    }
}
