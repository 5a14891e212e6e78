//! A line with money, and an agreement of the three seats.

use domain::fund::{
    AgreementRegime, Amount, Answer, Category, InvoicePart, LineTerms, Purse, Taxed, VatRate,
};
use domain::identifiers::Siret;
use domain::ids::{
    AgreementFileId, AgreementId, CommitmentId, DeliveryId, FundLineId, InvoiceId, NotificationId,
    SettlementId,
};
use domain::{Euros, Seat};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::cites::{seated, start};
use crate::{
    AnswerAgreement, AskAgreement, By, CertifyDelivery, Commit, InvoicedLine, LineSettings,
    NewAgreementFile, NoteDelivery, NoteInvoice, Notify, OpenLine, OrderPayment, Settle, Store,
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
        spending: Category::Equipment.into(),
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
        siret: None,
        category: None,
        quote: String::new(),
        delivered_to: None,
        lines: Vec::new(),
        on: day(),
    }
}

/// The supplier of every order here: the ministry's own number, which is a real one.
///
/// # Panics
/// Never.
#[must_use]
pub fn supplier() -> Siret {
    Siret::parse("11004301500012").expect("a SIRET")
}

/// An invoice of an order, its number as id; below zero a credit note.
///
/// # Panics
/// When it is more than an amount may be.
#[must_use]
pub fn invoice(number: u128, commitment: u128, cents: i64) -> NoteInvoice {
    let rate = VatRate::from_hundredths(2_000).expect("a rate");
    let amount = Taxed::of_gross(Euros::from_cents(cents), rate).expect("an amount");
    let units = if cents < 0 { -1 } else { 1 };
    let part = InvoicePart { line: None, units, rate, amount };
    NoteInvoice {
        id: InvoiceId(Uuid::from_u128(number)),
        commitment: CommitmentId(Uuid::from_u128(commitment)),
        siret: supplier(),
        number: format!("F-{number}"),
        issued_on: day(),
        received_on: day(),
        lines: vec![InvoicedLine { label: "Clés 4G".into(), part }],
        today: day(),
    }
}

/// An order whose goods came and are certified: its invoices may be settled.
///
/// # Panics
/// When the store refuses.
pub async fn came(store: &Store, people: &People, commitment: u128) {
    let id = DeliveryId(Uuid::from_u128(commitment + 600_000));
    let delivery = NoteDelivery {
        id,
        commitment: CommitmentId(Uuid::from_u128(commitment)),
        number: "BL-1".into(),
        on: day(),
        school: None,
        remark: String::new(),
        units: Vec::new(),
        today: day(),
    };
    store.note_delivery(&delivery, people.principal, start()).await.expect("a delivery");
    let form = Uuid::from_u128(commitment + 700_000);
    let certify = CertifyDelivery { form, delivery: id, on: day() };
    store.certify_delivery(&certify, people.principal, start()).await.expect("a certificate");
}

/// The settlement of an invoice, its number as id.
#[must_use]
pub const fn settle(number: u128, invoice: u128) -> Settle {
    Settle {
        id: SettlementId(Uuid::from_u128(number)),
        invoice: InvoiceId(Uuid::from_u128(invoice)),
        remark: String::new(),
        on: day(),
    }
}

/// An invoice that came (its number with 500 000 more), settled under this number.
///
/// # Panics
/// When the store refuses.
pub async fn owed(store: &Store, people: &People, number: u128, commitment: u128, cents: i64) {
    let paper = invoice(500_000 + number, commitment, cents);
    store.note_invoice(&paper, people.principal, start()).await.expect("an invoice");
    store
        .settle(&settle(number, 500_000 + number), people.principal, start())
        .await
        .expect("a settlement");
}

/// The payment order of a settlement, its number its own.
#[must_use]
pub fn order_payment(form: u128, settlement: u128) -> OrderPayment {
    OrderPayment {
        form: Uuid::from_u128(form),
        settlement: SettlementId(Uuid::from_u128(settlement)),
        number: format!("M-{settlement}"),
        bordereau: "B-12".into(),
        on: day(),
    }
}
