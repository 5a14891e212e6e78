//! What was done with an item, and with a family: every step, by name of thing, in plain words.

use domain::Seat;
use domain::ids::{ItemId, PlanId};
use domain::loan::Outcome;
use domain::stock::{Grade, ItemKind, Restriction};
use store::testing::builders::cites::start;
use store::testing::builders::fund::{agreed_line, order, people};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use store::testing::builders::stock::{give_back, hand_over};
use store::{AdoptPlan, on_both};
use tests::{App, html};
use uuid::Uuid;

on_both! {
    async fn a_familys_history_names_every_thing_and_tells_lost_from_returned(fresh) {
        let app = App::new(fresh);
        let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
        let home = in_need(store, 1, agent.by).await;
        let lot = shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
        let unit = |n: u128| ItemId(Uuid::from_u128(lot.0.as_u128() + n));
        let round = round(store, 1, agent.by).await;
        let base = store.situation(round, agent.by).await.unwrap().unwrap();
        let plan = PlanId(Uuid::from_u128(81_001));
        store.keep_plan(plan, &base, &allocation::plan(&base.situation, &base.policy).unwrap(), agent.by, start()).await.unwrap();
        store.adopt_plan(&AdoptPlan { form: Uuid::from_u128(1), plan }, agent.by, start()).await.unwrap();
        store.lend(&hand_over(5, home, &[unit(1), unit(2)]), agent.by, start()).await.unwrap();
        let back = [(unit(1), Outcome::Returned(Grade::Worn)), (unit(2), Outcome::Lost)];
        store.take_back(&give_back(6, 5, &back), agent.by, start()).await.unwrap();
        let family = agent.get(&format!("/familles/{home}")).await.expect(200);
        let family = family.says("Matériel réservé par un tour d’attribution : T1-1-0001");
        let family = family.says("Matériel remis : T1-1-0001, T1-1-0002");
        let family = family.says("Matériel rendu : T1-1-0001 ; Matériel déclaré perdu : T1-1-0002");
        let page = family.text();
        let why = page.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|link| link.contains("/besoins/"));
        let _ = agent.get(why.expect("a way to the explanation")).await.expect(200).says("rang");
        let _ = agent.get(&format!("/materiel/{}", unit(2))).await.expect(200).says("Déclaré perdu par la famille");
        let stranger = app.visitor(1, Seat::TownAgent).await;
        assert_eq!(store.household_history(home, stranger.by).await.unwrap(), []);
    }
}

on_both! {
    async fn what_was_bought_says_its_order_and_its_line(fresh) {
        let app = App::new(fresh);
        let people = people(app.store()).await;
        let (_, agreement) = agreed_line(app.store(), &people, 100_000, 50_000).await;
        app.store().commit(&order(agreement, 8_001, 40_000), people.principal, start()).await.unwrap();
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = agent.get("/materiel/reception").await.expect(200).says("Achat, commande BC-8001").text();
        let (id, token) = (html::field(&page, "id").unwrap(), html::csrf(&page).unwrap());
        let origin = format!("fund.{}", Uuid::from_u128(8_001));
        let fields = [
            ("id", id.as_str()), ("label", "Tablettes achetées"), ("type", "tablet"), ("liste", "SERIE-001"), ("condition", "new"),
            ("origine", origin.as_str()), ("received_on", "2026-09-01"), ("confirme", "oui"),
        ];
        let lot = agent.upload("/materiel/reception", &token, &fields, ("fichier", "", b"")).await.expect(303).location.unwrap();
        let page = agent.get(&lot).await.expect(200).says("acheté par la commande BC-8001").text();
        let item = page.split("href=\"/materiel/").map(|rest| rest.split('"').next().unwrap()).find(|id| id.len() == 36).unwrap();
        let _ = agent.get(&format!("/materiel/{item}")).await.expect(200).says("Acheté par la commande BC-8001").says("sur la ligne Politique de la ville");
        let _ = agent.get("/materiel/lots").await.expect(200).says("acheté sur la ligne Politique de la ville");
        let principal = app.visitor(0, Seat::Principal).await;
        let _ = principal.get(&format!("/fonds/engagements/{}", Uuid::from_u128(8_001))).await.expect(200).says("Tablettes achetées");
    }
}

on_both! {
    async fn every_step_at_the_desk_is_kept_and_leaving_for_good_takes_an_act(fresh) {
        let app = App::new(fresh);
        let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
        let lot = shelf(store, 1, ItemKind::Tablet, 1, &Restriction::default(), agent.by).await;
        let path = format!("/materiel/{}", Uuid::from_u128(lot.0.as_u128() + 1));
        let mut form = 0;
        for (action, said) in [
            ("send_to_repair", "envoyé en réparation"), ("mark_checked", "vérifié et effacé"),
            ("declare_lost", "déclaré perdu"), ("found_again", "retrouvé"), ("mark_checked", "vérifié et effacé"),
        ] {
            form += 1;
            let id = Uuid::from_u128(form).to_string();
            let wipe = if action == "mark_checked" { "factory_reset" } else { "" };
            let _ = agent.submit(&path, &path, &[("id", &id), ("action", action), ("methode", wipe)]).await.expect(303);
            let history = store.item(ItemId(Uuid::from_u128(lot.0.as_u128() + 1)), agent.by).await.unwrap().unwrap();
            assert_eq!(history.steps[0].verb, action, "{said}");
        }
        let item = Uuid::from_u128(lot.0.as_u128() + 1).to_string();
        let leaving = format!("/materiel/reformes/nouvelle?objet={item}");
        let to = "/materiel/reformes/nouvelle";
        let said = [
            ("objet", item.as_str()), ("fini", "oui"), ("acte", "2026-1"), ("acte_du", "2026-09-01"), ("motif", "obsolete"),
            ("destination", "domaines"), ("verrou", "oui"),
        ];
        let _ = agent.get(&leaving).await.expect(200).says("1 objet dans la liste");
        let _ = agent.fill_upload(&leaving, to, &said).await.expect(303);
        let _ = agent.get(&path).await.expect(200).says("sorti").says("Réformé");
        let twice = Uuid::from_u128(51).to_string();
        let again = agent.submit(&path, &path, &[("id", &twice), ("action", "found_again")]).await.expect(409);
        let _ = again.says("cette action ne s’y applique pas");
        assert_eq!(store.check().await.unwrap(), []);
    }
}
