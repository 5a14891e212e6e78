//! `/fonds/troika`: how many of the three seats must say yes, by which act, from which day on.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::Seat;
use domain::fund::{RuleFault, RuleKind, TroikaRule};
use domain::ids::TroikaRuleId;
use jiff::civil::Date;
use store::{DatedRule, SetTroikaRule, SetTroikaRuleRefused, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, troika as say};

const NO_LIMIT: &str =
    "« Montant » : indiquez jusqu’à quel montant deux oui suffisent, par exemple 2 000,00.";
const LIMIT_UNUSED: &str = "« Montant » : cette règle n’en connaît pas, laissez ce champ vide.";

/// The rule in force, those of before and those to come.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/troika.html")]
pub struct Rules {
    page: Page,
    form: Form,
    rules: Vec<DatedRule>,
    current: TroikaRule,
    current_act: String,
    kinds: Vec<Choice>,
    today: Date,
    principal: bool,
}

impl Rules {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let rules = app.store.troika_rules(who.by()).await?;
        let today = app.clock.today();
        let in_force = rules.iter().find(|rule| rule.from <= today);
        Ok(Self {
            page,
            form,
            current: in_force.map_or(TroikaRule::Unanimous, |rule| rule.rule),
            current_act: in_force.map_or_else(String::new, |rule| rule.act.clone()),
            kinds: choices(RuleKind::ALL),
            today,
            principal: who.seat() == Seat::Principal,
            rules,
        })
    }

    fn is_to_come(&self, rule: &DatedRule) -> bool {
        rule.from > self.today
    }
}

/// Shows them.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Rules, PageError> {
    let form = Form::empty()
        .with("id", app.mint.uuid())
        .with("regle", RuleKind::Unanimous)
        .with("depuis", app.clock.today().short());
    Rules::of(&app, &who, page, form).await
}

/// Sets one.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: TroikaRuleId = form.hidden("id")?;
    let kind: Option<RuleKind> = form.choice("regle", "Règle");
    let limit = if form.value("montant").trim().is_empty() {
        None
    } else {
        form.amount("montant", "Montant")
    };
    let act = form.text("acte", "Acte", 120);
    let from = form.date("depuis", "À partir du");
    let rule = kind.filter(|_| form.error("montant").is_none()).map(|kind| {
        TroikaRule::new(kind, limit).map_err(|why| match why {
            RuleFault::NoLimit => NO_LIMIT,
            RuleFault::LimitUnused => LIMIT_UNUSED,
        })
    });
    if let Some(Err(sentence)) = rule {
        form.refuse("montant", sentence);
    }
    let (Some(Ok(rule)), Some(act), Some(from)) = (rule, act, from) else {
        return Ok(again(Rules::of(&app, &who, page, form).await?));
    };
    let order = SetTroikaRule { id, rule, act, from, on: app.clock.today() };
    match app.store.set_troika_rule(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let sentence = format!(
                "Règle enregistrée : {}. Les demandes déjà faites gardent la leur.",
                say::rule(&rule)
            );
            Ok(see_other_saying("/fonds/troika", &sentence))
        }
        Err(VerbError::Refused(why)) => {
            let field = match why {
                SetTroikaRuleRefused::NotYourSeat => "regle",
                SetTroikaRuleRefused::NoAct => "acte",
                SetTroikaRuleRefused::Overtaken { .. } => "depuis",
            };
            let form = form.refused(field, say::set_rule(why));
            Ok(refused(Rules::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::set_rule)),
    }
}
