//! `/fonds/accords/{agreement}`: one question at a glance, the answers, and answering it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::fund::{AgreementState, Answer, Given, may_answer, may_withdraw};
use domain::ids::AgreementId;
use domain::{Euros, Seat};
use store::{
    Agreement, AnswerAgreement, AnswerAgreementRefused, FundLine, GiveUpPurchase, SeatAnswer,
    VerbError, WithdrawAgreement,
};

use super::agreement_files::QuoteFields;
use super::bought::Bought;
use super::categories::asked_for;
use super::notice::Notice;
use crate::error::PageError;
use crate::form::Form;
use crate::link;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, capital, troika as say};

/// The agreement.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/agreement.html")]
pub struct OneAgreement {
    page: Page,
    form: Form,
    agreement: Agreement,
    /// What it would be spent on, in words.
    category: Option<String>,
    /// What it buys for an adopted plan.
    bought: Option<Bought>,
    line: FundLine,
    late: bool,
    /// May this person answer now?
    answers: bool,
    /// May this seat stand back?
    steps_back: bool,
    /// Why not, where a seat of the troïka is concerned and nothing is decided.
    why_not: Option<&'static str>,
    withdraws: bool,
    /// May quotes and documents still be added, by this seat?
    attaches: bool,
    quote: QuoteFields,
    /// How to tell the others.
    notice: Option<Notice>,
    principal: bool,
}

impl OneAgreement {
    pub(super) async fn of(
        app: &AppState,
        who: &Who,
        (page, headers): (Page, &HeaderMap),
        id: AgreementId,
        form: Form,
    ) -> Result<Self, PageError> {
        let agreement = app.store.agreement(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let mut lines = app.store.fund_lines(who.by()).await?;
        lines.retain(|line| line.id == agreement.line);
        let line = lines.pop().ok_or(PageError::NotFound)?;
        let today = app.clock.today();
        let undecided = agreement.state == AgreementState::Asked;
        let sits = Seat::TROIKA.contains(&who.seat());
        let may = |answer| {
            let given = Given { person: who.account, answer };
            may_answer(agreement.question, who.seat(), given, &agreement.counted(), today)
        };
        let (answers, steps_back) = (may(Answer::Yes), may(Answer::Recused));
        let asker = (agreement.asked_by, agreement.asked_seat);
        let withdraws = may_withdraw(agreement.state, asker, (who.account, who.seat())).is_ok();
        let notice = if undecided && sits {
            let address = format!("{}/fonds/accords/{id}", link::home(app, headers));
            let contacts = app.store.troika_contacts(who.by()).await?;
            Notice::of(&agreement, &contacts, who.seat(), &address)
        } else {
            None
        };
        Ok(Self {
            page,
            form,
            late: agreement.is_late(today),
            answers: undecided && answers.is_ok(),
            steps_back: undecided && steps_back.is_ok(),
            why_not: answers.err().filter(|_| undecided && sits).map(say::rule_broken),
            withdraws: sits && withdraws,
            attaches: sits && undecided && agreement.answers.is_empty(),
            quote: QuoteFields::new("devis"),
            notice,
            principal: who.seat() == Seat::Principal,
            bought: Bought::of(app, who, id).await?,
            category: asked_for(app, who, &agreement).await?,
            agreement,
            line,
        })
    }

    fn given(&self, seat: &Seat) -> Option<&SeatAnswer> {
        self.agreement.answers.iter().find(|answer| answer.seat == *seat)
    }

    /// What the line would have left; what the request holds on it already is not taken twice.
    fn left(&self) -> Euros {
        let cents = self.line.sums.available().cents();
        let more = self.agreement.amount.cents().saturating_sub(self.agreement.reserved.cents());
        Euros::from_cents(cents.saturating_sub(more))
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    headers: HeaderMap,
    Path(id): Path<AgreementId>,
) -> Result<OneAgreement, PageError> {
    let form = Form::empty().with("id", app.mint.uuid());
    OneAgreement::of(&app, &who, (page, &headers), id, form).await
}

/// Records this seat's answer.
pub async fn answer(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    headers: HeaderMap,
    Path(agreement): Path<AgreementId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let answer: Answer = form.hidden("answer")?;
    if app.store.agreement(agreement, who.by()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    let remark = if answer == Answer::Recused {
        form.text("motif", "Motif du retrait", 500)
    } else {
        form.optional_text("remarque", "Remarque", 500).map(Option::unwrap_or_default)
    };
    let Some(remark) = remark else {
        let shown = OneAgreement::of(&app, &who, (page, &headers), agreement, form).await?;
        return Ok(again(shown));
    };
    let order = AnswerAgreement { form: id, agreement, answer, remark, on: app.clock.today() };
    match app.store.answer_agreement(&order, who.by(), app.clock.now()).await {
        Ok(state) => {
            let sentence =
                format!("Réponse enregistrée : {}. {}.", answer.label(), capital(state.label()));
            Ok(see_other_saying(&format!("/fonds/accords/{agreement}"), &sentence))
        }
        Err(VerbError::Refused(AnswerAgreementRefused::Rule(why))) => {
            let form = form.refused("reponse", say::rule_broken(why));
            let shown = OneAgreement::of(&app, &who, (page, &headers), agreement, form).await?;
            Ok(refused(shown))
        }
        Err(error) => Err(PageError::of_verb(error, say::answer)),
    }
}

/// Takes the question back.
pub async fn withdraw(
    State(app): State<AppState>,
    who: Who,
    Path(agreement): Path<AgreementId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = WithdrawAgreement { form: form.hidden("id")?, agreement };
    if app.store.agreement(agreement, who.by()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    app.store
        .withdraw_agreement(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::withdraw))?;
    let page = format!("/fonds/accords/{agreement}");
    Ok(see_other_saying(&page, "Demande retirée : elle n’attend plus de réponse."))
}

/// Gives up a purchase that was agreed to and not ordered.
pub async fn give_up(
    State(app): State<AppState>,
    who: Who,
    Path(agreement): Path<AgreementId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = GiveUpPurchase { form: form.hidden("id")?, agreement };
    if app.store.agreement(agreement, who.by()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    app.store
        .give_up_purchase(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::give_up))?;
    let page = format!("/fonds/accords/{agreement}#pour-qui");
    Ok(see_other_saying(&page, "Achat abandonné : son argent est de nouveau disponible."))
}
