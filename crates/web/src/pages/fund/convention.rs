//! `/fonds/conventions/{convention}`: how far one has come, the lines that rest on it, the schools it covers.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::fund::ConventionState;
use domain::ids::ConventionId;
use store::{Convention, CoverSchools, FundLine, ReachState, VerbError};

use super::conventions::schools;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, lines as say};

/// The convention.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/convention.html")]
pub struct OneConvention {
    page: Page,
    form: Form,
    convention: Convention,
    /// The lines whose money rests on it.
    lines: Vec<FundLine>,
    /// The states that it has still to reach.
    next: Vec<Choice>,
    schools: Vec<Choice>,
    principal: bool,
}

impl OneConvention {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: ConventionId,
        mut form: Form,
    ) -> Result<Self, PageError> {
        let convention = find(app, who, id).await?;
        let mut lines = app.store.fund_lines(who.by()).await?;
        lines.retain(|line| line.settings.convention == Some(id));
        let last = convention.life.state();
        let next = ConventionState::ALL.iter().filter(|one| Some(**one) > last);
        let schools = schools(app, who).await?;
        if form.values("ecoles").is_empty() {
            for school in &convention.schools {
                form = form.with("ecoles", school);
            }
        }
        Ok(Self {
            page,
            form,
            lines,
            next: next.map(|one| Choice::new(one, one.label())).collect(),
            schools,
            principal: who.seat() == Seat::Principal,
            convention,
        })
    }

    fn covered(&self) -> Vec<&str> {
        let ids: Vec<String> = self.convention.schools.iter().map(ToString::to_string).collect();
        let named = self.schools.iter().filter(|one| ids.contains(&one.value));
        named.map(|one| one.label.as_str()).collect()
    }
}

async fn find(app: &AppState, who: &Who, id: ConventionId) -> Result<Convention, PageError> {
    let all = app.store.conventions(who.by()).await?;
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ConventionId>,
) -> Result<OneConvention, PageError> {
    OneConvention::of(&app, &who, page, id, Form::empty().with("id", app.mint.uuid())).await
}

/// Notes that it has come further.
pub async fn reach(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(convention): Path<ConventionId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let _ = find(&app, &who, convention).await?;
    let state = form.choice("etape", "Étape");
    let on = form.date("le", "Date");
    let (Some(state), Some(on)) = (state, on) else {
        return Ok(again(OneConvention::of(&app, &who, page, convention, form).await?));
    };
    let order = ReachState { form: id, convention, state, on };
    match app.store.reach_convention_state(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/conventions/{convention}"),
            &format!("Convention {} le {}.", state.label(), on.french()),
        )),
        Err(VerbError::Refused(why @ store::ReachStateRefused::Rule(_))) => {
            let form = form.refused("etape", say::reach(why));
            Ok(refused(OneConvention::of(&app, &who, page, convention, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::reach)),
    }
}

/// Says which schools it covers.
pub async fn cover(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(convention): Path<ConventionId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let _ = find(&app, &who, convention).await?;
    let Some(schools) = form.choices("ecoles", "Établissements couverts") else {
        return Ok(again(OneConvention::of(&app, &who, page, convention, form).await?));
    };
    let order = CoverSchools { form: id, convention, schools };
    app.store
        .cover_schools(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::cover))?;
    let back = format!("/fonds/conventions/{convention}");
    Ok(see_other_saying(&back, "Établissements couverts enregistrés."))
}
