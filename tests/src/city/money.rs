//! The money of the city, and what a round may do with it.

use std::num::NonZeroU32;

use domain::Euros;
use domain::allocation::Ground;
use domain::fund::{
    AccountSystem, BudgetCodes, Category, ConventionKind, ConventionState, Offered, PaymentNumber,
    PaymentOrderRow, Purse, Quote, QuotePrice, Spending,
};
use domain::ids::{AgreementId, CatalogueItemId, CommitmentId, FundLineId, RoundId, SettlementId};
use domain::stock::{ItemKind, LotCondition};
use jiff::civil::date;
use store::testing::builders::cites::start;
use store::testing::builders::fund::{
    People, agreed_line, amount, asking, came, day, invoice, order, order_payment, people, settle,
};
use store::{
    AddOwnCategory, AskAgreement, By, Given, ImportStatement, LineSettings, NewAgreementFile,
    NewConvention, NoteInvoice, OfferItem, PinNeed, PlanForecast, ReceiveRevenue, SetLineSettings,
    SetRoundMoney, Settle, Store,
};

use super::id;

/// A line, an agreement given and one asked, an order and its invoice.
pub(super) async fn fund(
    store: &Store,
) -> (FundLineId, AgreementId, AgreementId, CommitmentId, SettlementId) {
    let seats = people(store).await;
    let (line, agreement) = agreed_line(store, &seats, 1_500_000, 500_000).await;
    let convention = NewConvention {
        id: id(980),
        kind: ConventionKind::Pooling,
        title: "Convention de mutualisation".into(),
        number: "2026-4".into(),
        schools: Vec::new(),
        state: ConventionState::Signed,
        on: day(),
    };
    store.note_convention(&convention, seats.principal, start()).await.expect("a convention");
    let settings = LineSettings {
        convention: Some(convention.id),
        report_months: Some(6),
        ..LineSettings::of(Purse::CiteFund)
    };
    let rules = SetLineSettings { form: id(981), line, settings };
    store.set_line_settings(&rules, seats.principal, start()).await.expect("rules of a line");
    let received = ReceiveRevenue {
        id: id(982),
        line,
        amount: Euros::from_cents(1_000_000),
        number: "TR-2026-7".into(),
        on: day(),
    };
    store.receive_revenue(&received, seats.accountant, start()).await.expect("money received");
    let bought = order(agreement, 90_050, 200_000);
    store.commit(&bought, seats.principal, start()).await.expect("an order");
    came(store, &seats, 90_050).await;
    for (number, name, cents) in [(90_983, "F-2026-1", 120_000), (90_984, "F-2026-2", 30_000)] {
        let paper = NoteInvoice { number: name.into(), ..invoice(number, 90_050, cents) };
        store.note_invoice(&paper, seats.principal, start()).await.expect("an invoice");
    }
    let settle = Settle { id: id(51), ..settle(0, 90_983) };
    store.settle(&settle, seats.principal, start()).await.expect("a settlement");
    let mandate = order_payment(90_985, 90_051);
    store.order_payment(&mandate, seats.principal, start()).await.expect("a payment order");
    reports(store, &seats, line).await;
    let quote = Quote {
        supplier: "Librairie d'essai".into(),
        number: "D-2026-7".into(),
        on: day(),
        price: QuotePrice::new(None, None, amount(29_900)).expect("a price"),
    };
    let file = NewAgreementFile {
        id: id(53),
        label: String::new(),
        quote: Some(quote),
        content: b"%PDF-1.7\n%%EOF".to_vec(),
    };
    let ask = AskAgreement { id: id(52), files: vec![file], ..asking(0, line, 30_000) };
    store.ask_agreement(&ask, seats.copilot, start()).await.expect("a question");
    (line, agreement, ask.id, bought.id, settle.id)
}

/// A statement of the accounts that differs, and something planned in a category of the cité's own.
async fn reports(store: &Store, seats: &People, line: FundLineId) {
    let row = PaymentOrderRow {
        number: PaymentNumber::parse("M-90051").expect("a number"),
        date: Some(day()),
        codes: BudgetCodes::default(),
        amount: Euros::from_cents(119_000),
        bordereau: None,
        supplier: "Fournisseur d'essai".into(),
    };
    let statement = ImportStatement {
        id: id(990),
        system: AccountSystem::Opale,
        fiscal_year: 2026,
        as_of: day(),
        file_name: "opale.csv".into(),
        sha256: "a".repeat(64),
        rows: vec![row],
    };
    store.import_statement(&statement, seats.accountant, start()).await.expect("a statement");
    let own = AddOwnCategory {
        id: id(992),
        under: Category::Connection,
        label: "Forfaits des collégiens".into(),
        family: true,
    };
    store.add_own_category(&own, seats.principal, start()).await.expect("a category");
    let plan = PlanForecast {
        id: id(991),
        line,
        label: "Forfaits".into(),
        spending: Spending { category: Category::Connection, own: Some(own.id) },
        monthly: amount(990),
        units: NonZeroU32::MIN,
        from: day(),
        to: date(2027, 3, 31),
        commitment: None,
    };
    store.plan_forecast(&plan, seats.principal, start()).await.expect("a forecast");
}

/// Something to buy, money for it, and a need that is set aside by hand.
pub(super) async fn open_money(
    store: &Store,
    round: RoundId,
    line: FundLineId,
    by: By,
) -> CatalogueItemId {
    let offered = Offered {
        label: "Clé 4G et trois mois".into(),
        kind: ItemKind::Hotspot,
        category: Category::Connection,
        condition: LotCondition::New,
        price: amount(7_450),
        minimum_order: 0,
    };
    let new = OfferItem { id: id(120), offered };
    store.offer_item(&new, by, start()).await.expect("an item on offer");
    let lines = vec![(line, amount(30_000))];
    let money = SetRoundMoney { form: id(121), round, lines };
    let principal = people(store).await.principal;
    store.set_round_money(&money, principal, start()).await.expect("money for the round");
    let base = store.situation(round, by).await.expect("a database").expect("a round");
    let need = *base.scores.keys().next_back().expect("a need");
    let (given, ground) = (Given::Nothing, Ground::Equipped);
    let pin = PinNeed { form: id(122), round, need, given, ground };
    store.pin_need(&pin, by, start()).await.expect("a decision by hand");
    new.id
}
