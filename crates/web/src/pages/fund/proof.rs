//! `/fonds/accords/{agreement}/preuve.pdf`: the proof of what the troïka decided, on one page.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{AgreementProof, AttachedFile, AttachedQuote, Decision, Imprint, Regime};
use domain::Seat;
use domain::fund::{AgreementRegime, AgreementState, Answer};
use domain::ids::AgreementId;
use store::{Agreement, FundLine, SeatAnswer};

use super::categories::asked_for;
use super::find_line;
use crate::clock::paris;
use crate::error::PageError;
use crate::page::file;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{capital, troika as say};

/// The proof, as a PDF.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<AgreementId>,
) -> Result<Response, PageError> {
    let agreement = app.store.agreement(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let line = find_line(&app, &who, agreement.line).await?;
    let seal = app.store.journal_of(id.into(), who.by()).await?.pop().map(|entry| entry.hash);
    let category = asked_for(&app, &who, &agreement).await?;
    let paper =
        paper(&agreement, category, line, who.held.cite_name.clone(), app.clock.today(), seal);
    let imprint = Imprint { identifier: format!("agreement/{id}"), at: app.clock.now() };
    let bytes = tokio::task::spawn_blocking(move || documents::render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "preuve-accord.pdf", true))
}

fn day(at: jiff::Timestamp) -> jiff::civil::Date {
    at.to_zoned(paris()).date()
}

/// A text, if there is one.
fn said(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn answered(seat: Seat, given: Option<&SeatAnswer>) -> documents::SeatAnswer {
    let recused = given.is_some_and(|given| given.answer == Answer::Recused);
    let text = given.and_then(|given| said(&given.remark));
    let (remark, recusal) = if recused { (None, text) } else { (text, None) };
    documents::SeatAnswer {
        seat,
        answer: match given.map(|given| given.answer) {
            Some(Answer::Yes) => documents::Answer::Agrees,
            Some(Answer::No) => documents::Answer::Refuses,
            Some(Answer::Recused) => documents::Answer::Recused,
            None => documents::Answer::Awaited,
        },
        on: given.map(|given| day(given.at)),
        document: None,
        remark,
        deputy_for: given
            .filter(|given| given.deputy)
            .map(|given| say::deputy_for(given.seat).to_owned()),
        recusal,
    }
}

fn paper(
    agreement: &Agreement,
    category: Option<String>,
    line: FundLine,
    cite: String,
    today: jiff::civil::Date,
    journal_seal: Option<String>,
) -> AgreementProof {
    let answers = Seat::TROIKA
        .map(|seat| answered(seat, agreement.answers.iter().find(|one| one.seat == seat)));
    let quotes = agreement.quotes().map(|(file, quote)| AttachedQuote {
        label: super::agreement_files::named(quote),
        amount: quote.price.gross().euros(),
        sha256: file.sha256.clone(),
    });
    let others = agreement.files.iter().filter(|file| file.quote.is_none());
    let others =
        others.map(|file| AttachedFile { label: file.label.clone(), sha256: file.sha256.clone() });
    AgreementProof {
        cite,
        reference: agreement.id.to_string(),
        issued_on: today,
        object: agreement.purpose.clone(),
        axis: said(&agreement.axis),
        category,
        off_terms: said(&agreement.off_terms),
        asked: agreement.asked_seat.map(|seat| (seat, agreement.asked_on)),
        amount: agreement.amount.euros(),
        line: format!("{} ({})", line.label, line.fiscal_year),
        funder: line.funder,
        regime: match agreement.regime {
            AgreementRegime::Normal => Regime::Normal,
            AgreementRegime::BeforeConvention => Regime::BeforeConvention,
        },
        decision: match agreement.state {
            AgreementState::Asked => Decision::Pending,
            AgreementState::Agreed => Decision::Agreed,
            AgreementState::Refused => Decision::Refused,
            AgreementState::Withdrawn => Decision::Withdrawn,
        },
        decided_on: agreement.decided_at().map(day),
        deadline: agreement.question.deadline,
        rule: format!("{}.", capital(&say::rule_of(agreement))),
        quotes: quotes.collect(),
        attachments: others.collect(),
        answers: answers.to_vec(),
        document: said(&agreement.document),
        journal_seal,
    }
}
