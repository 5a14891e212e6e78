//! What a donor may read: where the lot is, and no number of families that would point at one.

use domain::Seat;
use domain::delivery::{DeliveredLot, Delivery, Giver, Origin, ReceivedItem, Terms};
use domain::identifiers::SerialNumber;
use domain::ids::{DonorId, ItemId, LotId};
use domain::stock::{ItemKind, LotCondition, Restriction, TransferMode};
use jiff::civil::date;
use store::on_both;
use store::testing::Database;
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use tests::{App, Visitor, city, html};
use uuid::Uuid;

const LOT: LotId = LotId(Uuid::from_u128(95_000));

/// Thirty tablets of a donor, thirteen of them lent, to `families` families.
async fn lent_to(app: &App, families: u128) -> Visitor {
    let agent = app.visitor(0, Seat::TownAgent).await;
    let item = |nth: u128| ItemId(Uuid::from_u128(95_000 + nth));
    let items = (1..=30).map(|nth| ReceivedItem {
        id: item(nth),
        kind: ItemKind::Tablet,
        serial: SerialNumber::parse(&format!("DON-{nth:04}")).ok(),
        imei: None,
        iccid: None,
        msisdn: None,
    });
    let terms = Terms {
        origin: Origin::Donor {
            giver: Giver::New {
                donor: DonorId(Uuid::from_u128(95_100)),
                name: "Fondation Horizon".into(),
            },
            acceptance: None,
        },
        condition: LotCondition::New,
        mode: TransferMode::Loan,
        restriction: Restriction::default(),
        received_on: date(2026, 8, 31),
    };
    let lot = DeliveredLot {
        lot: LOT,
        label: "Don d’automne".into(),
        kind: ItemKind::Tablet,
        items: items.collect(),
    };
    app.store().receive(&Delivery::of_one(terms, lot).unwrap(), agent.by, start()).await.unwrap();
    for n in 1..=families {
        in_need(app.store(), n, agent.by).await;
    }
    for nth in 1..=13 {
        let home = city::household(nth.min(families));
        city::lend(app.store(), nth, home, item(nth), date(2026, 9, 1), agent.by).await;
    }
    agent
}

fn page_of(lot: LotId) -> String {
    format!("/donateurs/lots/{lot}")
}

/// The whole numbers that a reader sees.
fn numbers(page: &str) -> Vec<String> {
    let seen = html::visible(page);
    seen.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty())
        .map(str::to_owned)
        .collect()
}

on_both! {
    async fn few_families_are_not_counted_on_the_donors_page(fresh) {
        let app = App::new(fresh);
        let agent = lent_to(&app, 7).await;
        let _ = agent.get("/donateurs").await.expect(200).says("Fondation Horizon").says("30 tablettes");
        for seat in [Seat::TownAgent, Seat::Principal, Seat::TownCopilot, Seat::PrefectDelegate] {
            let reader = app.visitor(0, seat).await;
            let page = reader.get(&page_of(LOT)).await.expect(200).says("Familles équipées moins de 11").says("Prêtés 13").text();
            assert!(!numbers(&page).contains(&"7".to_owned()), "{seat} reads the number of families: {}", html::visible(&page));
            assert!(!page.contains("Essai1"), "{seat} reads a name");
        }
        let agreed = agent.get(&page_of(LOT)).await.expect(200).says("En stock 17");
        let _ = agreed.says("il n’est pas donné");
    }
}

on_both! {
    async fn many_families_are_counted(fresh) {
        let app = App::new(fresh);
        let agent = lent_to(&app, 12).await;
        let page = agent.get(&page_of(LOT)).await.expect(200).says("Familles équipées 12").text();
        assert!(!page.contains("il n’est pas donné"));
    }
}

/// The paper for `families` families, everything else alike.
async fn paper(families: u128) -> Vec<u8> {
    let app = App::new(Database::Sqlite.fresh().await);
    let agent = lent_to(&app, families).await;
    let answer = agent.get(&format!("{}/rapport.pdf", page_of(LOT))).await.expect(200);
    assert_eq!(answer.content_type, "application/pdf");
    assert!(answer.bytes.starts_with(b"%PDF"));
    answer.bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_donors_paper_is_the_same_to_the_byte_for_three_families_or_ten() {
    let three = paper(3).await;
    assert!(three == paper(10).await, "a hidden number moves a byte of the paper");
    assert!(three != paper(11).await, "a number that may be read is on the paper");
}

on_both! {
    async fn the_act_of_acceptance_is_recorded_once_known(fresh) {
        let app = App::new(fresh);
        let agent = lent_to(&app, 1).await;
        let page = page_of(LOT);
        let _ = agent.get(&page).await.expect(200).says("aucun acte inscrit");
        let form = Uuid::from_u128(95_200).to_string();
        let empty = [("id", form.as_str()), ("acte", " ")];
        let _ = agent.submit(&page, &page, &empty).await.expect(422).says("« Acte d’acceptation » est vide");
        let act = [("id", form.as_str()), ("acte", "Délibération 2026-12 du 3 février 2026")];
        for _ in 0..2 {
            let _ = agent.submit(&page, &page, &act).await.expect(303);
        }
        let _ = agent.get(&page).await.expect(200).says("Délibération 2026-12 du 3 février 2026");
        let other = [("id", form.as_str()), ("acte", "Une autre")];
        let _ = agent.submit(&page, &page, &other).await.expect(409);
        let principal = app.visitor(0, Seat::Principal).await;
        let refused = principal.submit(&page, &page, &act).await;
        assert_eq!(refused.status, 403, "only the agent records it");
    }
}
