//! What leaves by an act, and what there was on a past day.

use domain::Seat;
use domain::disposal::{Destination, Disposal, DisposalReason, Handing};
use domain::ids::{DisposalId, ItemId};
use domain::item_life::DeskAction;
use domain::stock::{ItemKind, Restriction};
use jiff::SignedDuration;
use jiff::civil::date;
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{give_back, hand_over};
use store::{AtDesk, on_both};
use tests::{App, Visitor};
use uuid::Uuid;

const NEW: &str = "/materiel/reformes/nouvelle";

/// Three tablets new on the shelf and a fourth that a family has used.
async fn given(app: &App) -> (Visitor, Vec<ItemId>) {
    use domain::loan::Outcome;
    use domain::stock::Grade;
    let agent = app.visitor(0, Seat::TownAgent).await;
    let lot = shelf(app.store(), 1, ItemKind::Tablet, 4, &Restriction::default(), agent.by).await;
    let items: Vec<_> = (1..=4).map(|n| ItemId(Uuid::from_u128(lot.0.as_u128() + n))).collect();
    let home = in_need(app.store(), 1, agent.by).await;
    app.store().lend(&hand_over(1, home, &items[3..]), agent.by, start()).await.unwrap();
    let back = give_back(2, 1, &[(items[3], Outcome::Returned(Grade::Worn))]);
    app.store().take_back(&back, agent.by, start()).await.unwrap();
    (agent, items)
}

on_both! {
    async fn items_are_scanned_into_an_act_and_leave_together(fresh) {
        let app = App::new(fresh);
        let (agent, items) = given(&app).await;
        let (first, used) = (items[0].to_string(), items[3].to_string());
        let scanned = agent.fill_upload(NEW, NEW, &[("objet", first.as_str()), ("code", "S1-1-0004")]).await.expect(200);
        let _ = scanned.says("2 objets dans la liste").says("T1-1-0004");
        let unknown = agent.fill_upload(NEW, NEW, &[("code", "RIEN")]).await.expect(409);
        let _ = unknown.says("n’est pas au registre");

        let nothing = agent.fill_upload(NEW, NEW, &[("fini", "oui")]).await.expect(422);
        let _ = nothing.says("5 points à corriger").says("« Numéro de l’acte » est vide");
        let gift = [
            ("fini", "oui"), ("objet", first.as_str()), ("objet", used.as_str()), ("acte", "2026-118"), ("acte_du", "2026-09-01"),
            ("motif", "surplus"), ("destination", "association"),
        ];
        let alone = agent.fill_upload(NEW, NEW, &gift).await.expect(422);
        let _ = alone.says("« Destinataire » est vide").says("ne vaut plus de 300 €").says("2 objets dans la liste");
        let named = [("destinataire", "Emmaüs Connect"), ("valeur", "oui"), ("verrou", "oui")];
        let gift = [&gift[..], &named[..]].concat();
        let data = agent.fill_upload(NEW, NEW, &gift).await.expect(409);
        let _ = data.says("T1-1-0004 garde peut-être ce qu’on y a fait").says("Rien n’est sorti");
        let wiped = [&gift[..], &[("effacement", "factory_reset")]].concat();
        let shown = agent.fill_upload(NEW, NEW, &wiped).await.expect(303).location.unwrap();
        let _ = agent.get(&shown).await.expect(200).says("2 objets").says("Emmaüs Connect").says("Don à une association");
        let paper = agent.get(&format!("{shown}/proces-verbal.pdf")).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"), "a paper");
        let list = "/materiel/reformes";
        let _ = agent.get(list).await.expect(200).says("2026-118").says("100,0 %").says("objectif atteint").says("décret n° 2023-266");
        let file = agent.get("/materiel/reformes.csv").await.expect(200).text();
        assert!(file.contains("T1-1-0004") && file.contains("2026-118"), "{file}");
        assert!(!file.contains("Essai"), "nobody's name: {file}");

        let to = format!("{shown}/annuler");
        let _ = agent.fill(&shown, &to, &[]).await.expect(422);
        let _ = agent.fill(&shown, &to, &[("erreur", "wrong_items")]).await.expect(303);
        let _ = agent.get(&shown).await.expect(200).says("de nouveau au registre");
        let item = agent.get(&format!("/materiel/{used}")).await.expect(200);
        let _ = item.says("Réforme annulée").says("Réformé");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_disposal_of_yesterday_is_not_taken_back(fresh) {
        let app = App::new(fresh);
        let (agent, items) = given(&app).await;
        let yesterday = date(2026, 8, 31);
        let handing = Handing {
            destination: Destination::Recycled,
            recipient: Some("ecosystem".into()),
            slip: Some("BSD-9".into()),
            destruction: None,
            value_checked: false,
            unlocked: false,
        };
        let order = Disposal {
            id: DisposalId(Uuid::from_u128(76)),
            act_number: "2026-119".into(),
            act_on: yesterday,
            reason: DisposalReason::BeyondRepair,
            handing,
            items: vec![items[0]],
            first_year: None,
            wipe: None,
        };
        let order = order.checked(yesterday).unwrap();
        app.store().dispose_of(&order, agent.by, start(), yesterday).await.unwrap();
        let shown = format!("/materiel/reformes/{}", order.id);
        let page = agent.get(&shown).await.expect(200).says("BSD-9").text();
        assert!(!page.contains("/annuler"), "not offered");
        let token = tests::html::csrf(&agent.get(NEW).await.text()).unwrap();
        let id = Uuid::from_u128(77).to_string();
        let late = agent.post(&format!("{shown}/annuler"), &token, &[("id", id.as_str()), ("erreur", "wrong_act")]).await;
        let _ = late.expect(409).says("d’un autre jour");
    }
}

on_both! {
    async fn the_stock_of_a_past_day_is_what_was_noted_then(fresh) {
        let app = App::new(fresh);
        let (agent, items) = given(&app).await;
        let store = app.store();
        let tomorrow = start() + SignedDuration::from_hours(24);
        let lost = AtDesk { form: Uuid::from_u128(9), item: items[0], action: DeskAction::DeclareLost, wipe: None };
        store.at_desk(&lost, agent.by, tomorrow).await.unwrap();

        let then = agent.get("/materiel/au?date=2026-09-01").await.expect(200);
        let _ = then.says("Au soir du 1er septembre 2026").says("4 − 0 = 4").says("le compte y est");
        let then = agent.get("/materiel/au.csv?date=2026-09-01").await.expect(200).text();
        let now = store.stock_before(tomorrow + SignedDuration::from_hours(1), agent.by).await.unwrap();
        assert!(then.contains(";4;0;4;3;0;0;1;0;0"), "three free, one to check: {then}");
        let states = store.stock_by_state(agent.by).await.unwrap();
        let present = states.into_iter().map(|((_, state), many)| (state, many)).collect();
        assert_eq!((now.len(), &now[0].states), (1, &present), "as it stands");
        let _ = agent.get("/materiel/au?date=2026-09-03").await.expect(200).says("est à venir");
        let _ = agent.get("/materiel/au?date=2020-01-01").await.expect(200).says("Le registre commence le 1er septembre 2026");
        let _ = agent.get("/materiel/au?date=hier").await.expect(422).says("n’est pas une date");
        let _ = agent.get("/materiel/au.csv?date=2030-01-01").await.expect(422).says("est à venir");
        let other = app.visitor(1, Seat::TownAgent).await;
        let _ = other.get("/materiel/au").await.expect(200).says("Rien n’a encore été reçu");
    }
}
