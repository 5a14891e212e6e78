//! A line with money, and an agreement of the three seats.

use domain::fund::{AgreementRegime, Amount, Answer, LineTerms, Purse};
use domain::ids::{AgreementId, CommitmentId, FundLineId, NotificationId};
use domain::{Euros, Seat};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::cites::{seated, start};
use crate::{AnswerAgreement, AskAgreement, By, Commit, LineSettings, Notify, OpenLine, Store};

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
        id: agreement,
        line,
        purpose: "Clés 4G".into(),
        amount: amount(agreed),
        regime: AgreementRegime::Normal,
        document: "PV du 1er septembre".into(),
        on: day(),
    };
    store.ask_agreement(&ask, people.principal, start()).await.expect("a question");
    for (nth, by) in [people.principal, people.copilot, people.delegate].into_iter().enumerate() {
        let answer = AnswerAgreement {
            form: Uuid::from_u128(7_010 + nth as u128),
            agreement,
            answer: Answer::Yes,
        };
        store.answer_agreement(&answer, by, start()).await.expect("an answer");
    }
    (line, agreement)
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
