//! A line with money, and an agreement of the three seats.

use domain::fund::{AgreementRegime, Amount, Answer, Category, LineTerms, Purse};
use domain::ids::{AgreementFileId, AgreementId, CommitmentId, FundLineId, NotificationId};
use domain::{Euros, Seat};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::cites::{seated, start};
use crate::{
    AnswerAgreement, AskAgreement, By, Commit, LineSettings, NewAgreementFile, Notify, OpenLine,
    Store,
};

/// The day of every document here.
#[must_use]
pub const fn day() -> Date {
    date(2026, 9, 1)
}

/// An amount from cents.
///
/// # Panics
/// When it is not above zero.
#[must_use]
pub fn amount(cents: i64) -> Amount {
    Amount::from_cents(cents).expect("above zero")
}

/// The four people of the fund in the cité 0.
#[derive(Debug, Clone, Copy)]
pub struct People {
    /// Holds the fund.
    pub principal: By,
    /// The town's seat.
    pub copilot: By,
    /// The prefect's seat.
    pub delegate: By,
    /// Pays.
    pub accountant: By,
}

/// Seats the people of the fund.
pub async fn people(store: &Store) -> People {
    People {
        principal: seated(store, 0, Seat::Principal).await,
        copilot: seated(store, 0, Seat::TownCopilot).await,
        delegate: seated(store, 0, Seat::PrefectDelegate).await,
        accountant: seated(store, 0, Seat::Accountant).await,
    }
}

/// A line of this many cents, and an agreement of as many as asked on it, of the three seats.
///
/// # Panics
/// When the store refuses: a given that fails is a failed test.
pub async fn agreed_line(
    store: &Store,
    people: &People,
    notified: i64,
    agreed: i64,
) -> (FundLineId, AgreementId) {
    let (line, agreement) =
        (FundLineId(Uuid::from_u128(7_001)), AgreementId(Uuid::from_u128(7_002)));
    let open = OpenLine {
        id: line,
        code: "VE-147".into(),
        label: "Politique de la ville".into(),
        funder: "État, programme 147".into(),
        fiscal_year: 2026,
        settings: LineSettings::of(Purse::CiteFund),
        terms: LineTerms::default(),
    };
    store.open_line(&open, people.principal, start()).await.expect("a line");
    let letter = notify(line, 7_003, notified);
    store.notify(&letter, people.principal, start()).await.expect("a notification");
    let ask = AskAgreement {
        purpose: "Clés 4G".into(),
        document: "PV du 1er septembre".into(),
        ..asking(7_002, line, agreed)
    };
    store.ask_agreement(&ask, people.principal, start()).await.expect("a question");
    for (nth, by) in [people.principal, people.copilot, people.delegate].into_iter().enumerate() {
        let answer = answering(7_010 + nth as u128, agreement, Answer::Yes);
        store.answer_agreement(&answer, by, start()).await.expect("an answer");
    }
    (line, agreement)
}

/// A question about equipment, without deadline or files, its number as id.
#[must_use]
pub fn asking(number: u128, line: FundLineId, cents: i64) -> AskAgreement {
    AskAgreement {
        id: AgreementId(Uuid::from_u128(number)),
        line,
        purpose: "Housses".into(),
        axis: String::new(),
        category: Category::Equipment,
        off_terms: String::new(),
        amount: amount(cents),
        regime: AgreementRegime::Normal,
        document: String::new(),
        deadline: None,
        files: Vec::new(),
        on: day(),
    }
}

/// A document of a few bytes, its number as id.
#[must_use]
pub fn document(number: u128) -> NewAgreementFile {
    NewAgreementFile {
        id: AgreementFileId(Uuid::from_u128(number)),
        label: "Recensement des besoins".into(),
        quote: None,
        content: format!("%PDF-1.7 {number}").into_bytes(),
    }
}

/// An answer without a remark.
#[must_use]
pub fn answering(form: u128, agreement: AgreementId, answer: Answer) -> AnswerAgreement {
    let form = Uuid::from_u128(form);
    AnswerAgreement { form, agreement, answer, remark: String::new(), on: day() }
}

/// A funder's letter, its number as reference.
#[must_use]
pub fn notify(line: FundLineId, number: u128, cents: i64) -> Notify {
    Notify {
        id: NotificationId(Uuid::from_u128(number)),
        line,
        amount: Euros::from_cents(cents),
        reference: format!("N-{number}"),
        on: day(),
        conditions: String::new(),
    }
}

/// An order, its number as id.
#[must_use]
pub fn order(agreement: AgreementId, number: u128, cents: i64) -> Commit {
    Commit {
        id: CommitmentId(Uuid::from_u128(number)),
        agreement,
        supplier: "Fournisseur d'essai".into(),
        purpose: "Clés 4G".into(),
        order_number: format!("BC-{number}"),
        amount: amount(cents),
        on: day(),
    }
}
