//! `/attributions/{round}/argent`: how much of each line a round may use.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Euros;
use domain::fund::Amount;
use domain::ids::{FundLineId, RoundId};
use store::{FundLine, Round, RoundState, SetRoundMoney, SetRoundMoneyRefused, VerbError};

use super::NumberField;
use crate::error::PageError;
use crate::form::{Form, amount_sentence};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::purchases as say;

/// The form: a field a line.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/money.html")]
pub struct Money {
    page: Page,
    form: Form,
    round: Round,
    lines: Vec<NumberField>,
    has_catalogue: bool,
}

impl Money {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        round: RoundId,
        form: Form,
    ) -> Result<Self, PageError> {
        let by = who.by();
        let round = app.store.round(round, by).await?.ok_or(PageError::NotFound)?;
        let lines = app.store.fund_lines(by).await?;
        let lines = lines.iter().map(|line| NumberField {
            name: field(line.id),
            label: format!("{} ({})", line.label, line.fiscal_year),
            hint: say::available(line),
        });
        let lines = lines.collect();
        let has_catalogue = !app.store.catalogue(by).await?.is_empty();
        Ok(Self { page, form, round, lines, has_catalogue })
    }

    fn open(&self) -> bool {
        self.round.state == RoundState::Open
    }
}

fn field(line: FundLineId) -> String {
    format!("most-{line}")
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(round): Path<RoundId>,
) -> Result<Money, PageError> {
    let mut form = Form::empty().with("id", app.mint.uuid());
    for fund in app.store.round_money(round, who.by()).await? {
        form = form.with(&field(fund.line.id), fund.most.euros().plain(','));
    }
    Money::of(&app, &who, page, round, form).await
}

/// Says how much.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(round): Path<RoundId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let form_id = form.hidden("id")?;
    let lines = app.store.fund_lines(who.by()).await?;
    let Some(wanted) = read(&mut form, &lines) else {
        return Ok(again(Money::of(&app, &who, page, round, form).await?));
    };
    let order = SetRoundMoney { form: form_id, round, lines: wanted };
    match app.store.set_round_money(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/attributions/{round}"),
            "Argent du tour enregistré. Proposez un plan pour voir ce qu’il achèterait.",
        )),
        Err(VerbError::Refused(SetRoundMoneyRefused::UnknownRound)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let at = match why {
                SetRoundMoneyRefused::TooMuch(line) => field(line),
                _ => lines.first().map_or_else(String::new, |line| field(line.id)),
            };
            let form = form.refused(&at, say::round_money(why, &lines));
            Ok(refused(Money::of(&app, &who, page, round, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

/// An empty field, or nothing, leaves its line out.
fn read(form: &mut Form, lines: &[FundLine]) -> Option<Vec<(FundLineId, Amount)>> {
    let mut wanted = Vec::new();
    for line in lines {
        let name = field(line.id);
        let typed = form.value(&name).trim().to_owned();
        if typed.is_empty() {
            continue;
        }
        match Euros::parse(&typed) {
            Ok(euros) if euros == Euros::ZERO => {}
            Ok(euros) if euros > line.sums.available() => {
                let too_much = SetRoundMoneyRefused::TooMuch(line.id);
                form.refuse(&name, say::round_money(too_much, lines));
            }
            Ok(euros) => match Amount::new(euros) {
                Ok(most) => wanted.push((line.id, most)),
                Err(_) => {
                    form.refuse(
                        &name,
                        format!("« {} » : un montant ne peut être négatif.", line.label),
                    );
                }
            },
            Err(why) => form.refuse(&name, amount_sentence(&line.label, &typed, why)),
        }
    }
    if form.has_errors() { None } else { Some(wanted) }
}
