//! The hand-over day on the pages: the queue, one form for everything, what it refuses.

use domain::Seat;
use domain::delivery::Terms;
use domain::ids::{ItemId, PlanId, TransferId};
use domain::stock::{ItemKind, Restriction, TransferMode};
use domain::transfer::SendTransfer;
use store::testing::builders::cites::{cite, seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use store::testing::builders::stock::{TODAY, delivery, terms, unit};
use store::testing::builders::supplies::{kit, pencils};
use store::{AdoptPlan, ItemSearch, on_both};
use tests::App;
use uuid::Uuid;

const DRAWN: &str = "10,20 30,40 60,90 80,20;100,100 140,120 150,90";

on_both! {
    async fn a_family_takes_a_tablet_a_key_and_pencils_under_one_signature(fresh) {
        let app = App::new(fresh);
        let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
        let home = in_need(store, 1, agent.by).await;
        let lot = shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
        let tablet = ItemId(Uuid::from_u128(lot.0.as_u128() + 1));
        let key = unit(ItemKind::Hotspot, 7);
        let key_id = key.id;
        let gifts = Terms { mode: TransferMode::Gift, ..terms() };
        store.receive(&delivery(9, vec![key], gifts), agent.by, start()).await.unwrap();
        let pens = pencils(store, 1, 30, agent.by).await;
        let page = format!("/prets/nouveau?foyer={home}");

        // A scanner types and presses Enter: the item is on the form, nothing is lent yet.
        let scanned = [("numeros", "T1-1-0001"), ("faire", "ajouter")];
        let added = agent.fill(&page, "/prets/nouveau", &scanned).await.expect(200);
        let _ = added.says("T1-1-0001").says("Tout est vérifié et en ordre").says("Chargeur");
        assert!(store.loans_of(home, agent.by).await.unwrap().is_empty());

        let (vu, avec, pieces) = (format!("vu.{tablet}"), format!("avec.{tablet}"), format!("pieces.{pens}"));
        let ecran = format!("point.{tablet}.screen");
        let (tablet, key) = (tablet.to_string(), key_id.to_string());
        let all = [
            ("objet", tablet.as_str()), ("objet", key.as_str()), (&vu, "oui"), (&ecran, "worn"), (&avec, "charger"), (&avec, "cover"),
            (&pieces, "12"), ("due_on", "2027-06-30"), ("trace", DRAWN), ("signature", "ecran"), ("lu_en", "ta"), ("faire", "remettre"),
        ];
        let done = agent.fill(&page, "/prets/nouveau", &all).await.expect(303).location.unwrap();
        let shown = agent.get(&done).await.expect(200);
        let shown = shown.says("Remise signée sur l’écran").says("lu aussi en tamoul");
        let shown = shown.says("chargeur, étui").says("12 × Crayons 1").says("Donné en même temps").says("Famille suivante");
        let shown = shown.says("usagé");
        assert!(!shown.text().contains("Faire signer la remise"), "it is signed");
        let _ = agent.get(&format!("/familles/{home}")).await.expect(200).says("Don du").says("Prêt du");
        let id = done.rsplit('/').next().unwrap();
        let _ = agent.get(&format!("/remises/{id}")).await.expect(200).says("rien n’est à rendre");
    }
}

on_both! {
    async fn what_stands_in_the_way_is_said_at_once_and_nothing_is_lost(fresh) {
        let app = App::new(fresh);
        let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
        let home = in_need(store, 1, agent.by).await;
        let pens = pencils(store, 1, 3, agent.by).await;
        let whole = kit(store, 1, pens, 2, agent.by).await;
        let page = format!("/prets/nouveau?foyer={home}");
        let (pieces, whole) = (format!("pieces.{pens}"), whole.to_string());

        let filled = [("kit", whole.as_str()), ("faire", "ajouter")];
        let filled = agent.fill(&page, "/prets/nouveau", &filled).await.expect(200);
        let filled = filled.says("scannez aussi 1 tablette").text();
        assert!(filled.contains("value=\"2\""), "as many as the kit holds");

        let short = [("kit", whole.as_str()), (&pieces, "5"), ("due_on", "2027-06-30"), ("signature", "papier"), ("faire", "remettre")];
        let refused = agent.fill(&page, "/prets/nouveau", &short).await.expect(409);
        let refused = refused.says("« Crayons 1 »").says("5 demandés, il en reste 3").says("Le kit n’est pas complet");
        let _ = refused.says("il manque 1 tablette").says("Rien n’a été remis");
        assert!(store.gifts_of(home, agent.by).await.unwrap().is_empty());

        let touch = [(pieces.as_str(), "1"), ("due_on", "2027-06-30"), ("trace", "1,1 2,2"), ("signature", "ecran"), ("faire", "remettre")];
        let _ = agent.fill(&page, "/prets/nouveau", &touch).await.expect(422).says("La signature n’est pas lisible");
        let empty = [(pieces.as_str(), "1"), ("due_on", "2027-06-30"), ("signature", "ecran"), ("faire", "remettre")];
        let _ = agent.fill(&page, "/prets/nouveau", &empty).await.expect(422).says("La zone de signature est vide");
        let many = [(pieces.as_str(), "201"), ("due_on", "2027-06-30"), ("signature", "papier"), ("faire", "remettre")];
        let _ = agent.fill(&page, "/prets/nouveau", &many).await.expect(422);
        let only = [(pieces.as_str(), "1"), ("due_on", "2027-06-30"), ("signature", "papier"), ("faire", "remettre")];
        let done = agent.fill(&page, "/prets/nouveau", &only).await.expect(303).location.unwrap();
        assert!(done.starts_with("/remises/"), "{done}");
        let _ = agent.get(&done).await.expect(200).says("Remise signée sur papier");
    }
}

on_both! {
    async fn the_queue_follows_the_rank_and_nobody_is_left_out_in_silence(fresh) {
        let app = App::new(fresh);
        let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
        let mut homes = Vec::new();
        for n in 1..=3 {
            homes.push(in_need(store, n, agent.by).await);
        }
        shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
        let round = round(store, 1, agent.by).await;
        let base = store.situation(round, agent.by).await.unwrap().unwrap();
        let plan = PlanId(Uuid::from_u128(81_001));
        store.keep_plan(plan, &base, &allocation::plan(&base.situation, &base.policy).unwrap(), agent.by, start()).await.unwrap();
        let adopted = start() - jiff::SignedDuration::from_hours(24 * 22);
        store.adopt_plan(&AdoptPlan { form: Uuid::from_u128(1), plan }, agent.by, adopted).await.unwrap();

        let queue = agent.get("/guichet").await.expect(200).says("2 familles attendues").says("délai passé");
        let _ = queue.says("2 familles ne sont pas venues à temps");
        let held = store.reservations(None, 0, 9, agent.by).await.unwrap().0;
        let (first, second) = (&held[0], &held[1]);
        assert!(first.rank < second.rank);
        let scanned = agent.get(&format!("/guichet?q={}", first.tag)).await.expect(303).location.unwrap();
        assert_eq!(scanned, format!("/prets/nouveau?foyer={}", first.household));

        let past = "/attributions/reservations?voir=passees";
        let to = format!("/attributions/reservations/{}/suivante", first.id);
        let item = first.item.to_string();
        let moved = agent.fill(past, &to, &[("objet", item.as_str())]).await.expect(303).location.unwrap();
        let third = homes.iter().find(|home| **home != first.household && **home != second.household).unwrap();
        let _ = agent.get(&moved).await.expect(200).says("1 réservation dont le délai est passé");
        let now = store.reservation_of(first.item, agent.by).await.unwrap().unwrap();
        assert_eq!(now.household, *third);
        assert!(now.rank > second.rank);
        assert!(!now.is_past(app.clock.now()), "the next family has its whole delay");

        let keep = format!("/attributions/reservations/{}/garder", second.id);
        let kept = agent.fill(past, &keep, &[]).await.expect(303).location.unwrap();
        let _ = agent.get(&kept).await.expect(200).says("2 réservations à remettre");
        assert_eq!(store.queue(Some(app.clock.now()), 0, 9, agent.by).await.unwrap().1, 0);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn digits_that_several_things_have_list_them_and_each_leads_on(fresh) {
        let app = App::new(fresh);
        let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
        in_need(store, 1, agent.by).await;
        for (n, kind) in [(11, ItemKind::Tablet), (12, ItemKind::Laptop)] {
            let list = delivery(n, vec![unit(kind, n)], terms());
            store.receive(&list, agent.by, start()).await.unwrap();
        }
        let (items, _) = store.find_items(&ItemSearch::default(), 0, 9, agent.by).await.unwrap();
        let found = agent.get("/guichet?q=0001").await.expect(200);
        assert!(!found.text().contains("Ni famille ni objet"), "{}", found.text());
        for one in items {
            let link = format!("/guichet?q={}", one.item.tag);
            let found = agent.get("/guichet?q=0001").await.expect(200).says(&one.item.tag);
            assert!(found.text().contains(&link), "{link}");
            let led = agent.get(&link).await.expect(303).location.unwrap();
            assert_eq!(led, format!("/prets/nouveau?objet={}", one.item.id));
        }
        // What has left has nothing to do at the desk.
        seated(store, 1, Seat::TownAgent).await;
        let tablet = unit(ItemKind::Tablet, 11).id;
        let sent = SendTransfer::new(TransferId(Uuid::from_u128(60)), cite(1).id, "Acte".into(), vec![tablet], TODAY);
        store.send_transfer(&sent.unwrap(), agent.by, start()).await.unwrap();
        let led = agent.get("/guichet?q=0001").await.expect(303).location.unwrap();
        assert_eq!(led, format!("/prets/nouveau?objet={}", unit(ItemKind::Laptop, 12).id));
        // A search shows what it found; the queue is one link away.
        let _ = agent.get("/guichet?q=9999").await.expect(200).says("Toutes les familles attendues");
        let _ = agent.get("/guichet?q=9999").await.expect(200).says("Ni famille ni objet ne correspond");
    }
}
