//! `/attributions/plans/{plan}/besoins/{need}`: the explanation owed to one family (CRPA R311-3-1-2).

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::allocation::PlaceKind;
use domain::ids::{HouseholdId, NeedId, PlanId};
use domain::scoring::Scored;
use domain::stock::ItemKind;
use store::{KeptPlan, PlanState};

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _};
use crate::wording::{reasons, rounds as say};

/// The explanation.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/explain.html")]
pub struct Explain {
    page: Page,
    kept: KeptPlan,
    scored: Scored,
    label: String,
    policy_version: i64,
    rank: String,
    draw: String,
    threshold: String,
    reason: String,
    served: bool,
    /// What would have served it, a sentence each.
    would_change: Vec<String>,
    /// Whose, while it is in the register.
    household: Option<HouseholdId>,
    /// The school, where the town asked for balance between schools: there it decides something.
    school: Option<String>,
    accepts_loan: bool,
    accepts_refurbished: bool,
}

impl Explain {
    fn pupils(&self) -> String {
        let words = self.scored.circumstances.pupils.iter().map(|pupil| {
            let year = pupil.year.map_or("", |year| year.code());
            if year.is_empty() {
                pupil.level.label().to_owned()
            } else {
                format!("{} ({year})", pupil.level.label())
            }
        });
        let words: Vec<_> = words.collect();
        if words.is_empty() { "aucun connu".to_owned() } else { words.join(", ") }
    }

    fn asks(&self) -> String {
        let words: Vec<_> = self.scored.asks.iter().map(ItemKind::label).collect();
        words.join(", puis ")
    }

    fn adopted(&self) -> bool {
        self.kept.state == PlanState::Adopted
    }
}

/// Explains.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((plan, need)): Path<(PlanId, NeedId)>,
) -> Result<Explain, PageError> {
    let kept = app.store.plan(plan, who.by()).await?.ok_or(PageError::NotFound)?;
    let code = need.to_string();
    let asked = kept.situation.needs().iter().find(|asked| asked.need == code);
    let (Some(asked), Some(told), Some(scored)) =
        (asked, kept.plan.explain(&code), kept.scores.get(&need))
    else {
        return Err(PageError::NotFound);
    };
    let household: HouseholdId = asked.household.parse().map_err(PageError::fault)?;
    let home = app.store.household(household, who.by()).await?;
    let names = super::names(&app, &who).await?;
    let would_change = super::counterfactuals::tried(&kept, &[&code], &names).await?.concat();
    Ok(Explain {
        page,
        scored: scored.clone(),
        household: home.as_ref().map(|home| home.id),
        label: home.map_or_else(|| "effacée du registre".to_owned(), |home| home.label),
        policy_version: kept.round.policy_version,
        rank: say::rank(&told.line.rank),
        draw: told.line.draw.clone(),
        threshold: say::threshold(&told, !kept.situation.is_stock_alone()),
        reason: reasons::reason(&told.line.reason, told.given, told.class, &names),
        served: told.line.reason.is_served(),
        would_change,
        school: (kept.policy.fairness.by() == Some(PlaceKind::School))
            .then(|| names.school(&asked.school)),
        accepts_loan: asked.accepts_loan,
        accepts_refurbished: asked.accepts_refurbished,
        kept,
    })
}
