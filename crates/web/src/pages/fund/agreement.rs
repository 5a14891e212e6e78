//! `/fonds/accords/{agreement}`: one question, the answers, and their proof.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::{AgreementProof, Decision, Imprint, Regime};
use domain::Seat;
use domain::fund::{AgreementRegime, AgreementState, Answer};
use domain::ids::AgreementId;
use store::{Agreement, AnswerAgreement};
use uuid::Uuid;

use crate::clock::paris;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, file, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund as say;
use crate::wording::{French as _, Label as _, capital};

/// The rule, as the proof prints it.
const RULE: &str = "Accord des trois sièges de la troïka, par trois personnes différentes.";

/// The agreement.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/agreement.html")]
pub struct OneAgreement {
    page: Page,
    agreement: Agreement,
    form: Uuid,
    answers: bool,
    principal: bool,
}

impl OneAgreement {
    fn given(&self, seat: &Seat) -> String {
        self.agreement.answers.iter().find(|answer| answer.seat == *seat).map_or_else(
            || "pas encore de réponse".to_owned(),
            |answer| format!("{}, le {}", answer.answer.label(), answer.at.french()),
        )
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<AgreementId>,
) -> Result<OneAgreement, PageError> {
    let agreement = app.store.agreement(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let answers = agreement.state == AgreementState::Asked
        && Seat::TROIKA.contains(&who.seat())
        && agreement.answers.iter().all(|answer| answer.seat != who.seat());
    let principal = who.seat() == Seat::Principal;
    Ok(OneAgreement { page, agreement, form: app.mint.uuid(), answers, principal })
}

/// Records this seat's answer.
pub async fn answer(
    State(app): State<AppState>,
    who: Who,
    Path(agreement): Path<AgreementId>,
    form: Form,
) -> Result<Response, PageError> {
    if app.store.agreement(agreement, who.by()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    let order =
        AnswerAgreement { form: form.hidden("id")?, agreement, answer: form.hidden("answer")? };
    let state = app
        .store
        .answer_agreement(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::answer))?;
    let sentence =
        format!("Réponse enregistrée : {}. {}.", order.answer.label(), capital(state.label()));
    Ok(see_other_saying(&format!("/fonds/accords/{agreement}"), &sentence))
}

/// The proof, as a PDF.
pub async fn proof(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<AgreementId>,
) -> Result<Response, PageError> {
    let agreement = app.store.agreement(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let lines = app.store.fund_lines(who.by()).await?;
    let line =
        lines.into_iter().find(|line| line.id == agreement.line).ok_or(PageError::NotFound)?;
    let seal = app.store.journal_of(id.into(), who.by()).await?.pop().map(|entry| entry.hash);
    let paper = paper(&agreement, line, who.held.cite_name.clone(), app.clock.today(), seal);
    let imprint = Imprint { identifier: format!("agreement/{id}"), at: app.clock.now() };
    let bytes = tokio::task::spawn_blocking(move || documents::render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "preuve-accord.pdf", true))
}

fn paper(
    agreement: &Agreement,
    line: store::FundLine,
    cite: String,
    today: jiff::civil::Date,
    journal_seal: Option<String>,
) -> AgreementProof {
    let day = |at: jiff::Timestamp| at.to_zoned(paris()).date();
    let answers = Seat::TROIKA.map(|seat| {
        let given = agreement.answers.iter().find(|answer| answer.seat == seat);
        documents::SeatAnswer {
            seat,
            answer: match given.map(|given| given.answer) {
                Some(Answer::Yes) => documents::Answer::Agrees,
                Some(Answer::No) => documents::Answer::Refuses,
                None => documents::Answer::Awaited,
            },
            on: given.map(|given| day(given.at)),
            document: None,
            remark: None,
            deputy_for: None,
            recusal: None,
        }
    });
    let (decision, decided) = match agreement.state {
        AgreementState::Asked => (Decision::Pending, false),
        AgreementState::Agreed => (Decision::Agreed, true),
        AgreementState::Refused => (Decision::Refused, true),
    };
    let last = agreement.answers.iter().map(|answer| answer.at).max();
    AgreementProof {
        cite,
        reference: agreement.id.to_string(),
        issued_on: today,
        object: agreement.purpose.clone(),
        axis: None,
        amount: agreement.amount.euros(),
        line: line.label,
        funder: line.funder,
        regime: match agreement.regime {
            AgreementRegime::Normal => Regime::Normal,
            AgreementRegime::BeforeConvention => Regime::BeforeConvention,
        },
        decision,
        decided_on: last.filter(|_| decided).map(day),
        deadline: None,
        rule: RULE.to_owned(),
        quotes: Vec::new(),
        attachments: Vec::new(),
        answers: answers.to_vec(),
        document: Some(agreement.document.clone()).filter(|text| !text.is_empty()),
        journal_seal,
    }
}
