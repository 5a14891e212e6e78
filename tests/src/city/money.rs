//! The money of the city, and what a round may do with it.

use domain::allocation::Ground;
use domain::fund::{Category, Offered, Quote, QuotePrice};
use domain::ids::{AgreementId, CatalogueItemId, CommitmentId, FundLineId, RoundId, SettlementId};
use domain::stock::{ItemKind, LotCondition};
use store::testing::builders::cites::start;
use store::testing::builders::fund::{agreed_line, amount, asking, day, order, people};
use store::{
    AskAgreement, By, Given, NewAgreementFile, OfferItem, PinNeed, SetRoundMoney, Settle, Store,
};

use super::id;

/// A line, an agreement given and one asked, an order and its invoice.
pub(super) async fn fund(
    store: &Store,
) -> (FundLineId, AgreementId, AgreementId, CommitmentId, SettlementId) {
    let seats = people(store).await;
    let (line, agreement) = agreed_line(store, &seats, 1_500_000, 500_000).await;
    let bought = order(agreement, 90_050, 200_000);
    store.commit(&bought, seats.principal, start()).await.expect("an order");
    let settle = Settle {
        id: id(51),
        commitment: bought.id,
        invoice: "F-2026-1".into(),
        amount: amount(120_000),
        on: day(),
    };
    store.settle(&settle, seats.principal, start()).await.expect("an invoice");
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
