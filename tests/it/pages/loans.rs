//! Hand-overs at the desk: scanned once, lent once, taken back in parts.

use domain::Seat;
use domain::ids::{HouseholdId, ItemId};
use store::testing::builders::households::in_need;
use store::{ItemSearch, on_both};
use tests::{Answer, App, Visitor, html};

async fn received(visitor: &Visitor, list: &str) -> Answer {
    let page = visitor.get("/materiel/reception").await.expect(200).text();
    let field = |name: &str| html::field(&page, name).unwrap_or_default();
    let (id, csrf) = (field("id"), html::csrf(&page).unwrap());
    let fields = [
        ("id", id.as_str()),
        ("label", "Rentrée"),
        ("type", "tablet"),
        ("liste", list),
        ("condition", "new"),
        ("origine", "town"),
        ("received_on", "2026-09-01"),
        ("confirme", "oui"),
    ];
    visitor.upload("/materiel/reception", &csrf, &fields, ("fichier", "", b"")).await
}

async fn given(app: &App) -> (Visitor, HouseholdId, ItemId) {
    let visitor = app.visitor(0, Seat::TownAgent).await;
    let home = in_need(app.store(), 1, visitor.by).await;
    let _ = received(&visitor, "SERIE-001\nSERIE-002").await.expect(303);
    let (found, total) =
        app.store().find_items(&ItemSearch::default(), 0, 9, visitor.by).await.unwrap();
    assert_eq!(total, 2);
    (visitor, home, found[0].item.id)
}

on_both! {
    async fn fifty_clicks_are_one_loan(fresh) {
        let app = App::new(fresh);
        let (visitor, home, item) = given(&app).await;
        let page = format!("/prets/nouveau?foyer={home}");
        let shown = visitor.get(&page).await.expect(200).text();
        let csrf = html::csrf(&shown).unwrap();
        let clicks = (0..50_u128).map(|n| {
            let (visitor, csrf) = (visitor.clone(), csrf.clone());
            tokio::spawn(async move {
                let id = uuid::Uuid::from_u128(40_000 + n).to_string();
                let (home, item) = (home.to_string(), item.to_string());
                let fields = [
                    ("id", id.as_str()),
                    ("foyer", home.as_str()),
                    ("objet", item.as_str()),
                    ("due_on", "2027-06-30"),
                ];
                visitor.post("/prets/nouveau", &csrf, &fields).await.status.as_u16()
            })
        });
        let mut statuses = Vec::new();
        for click in clicks.collect::<Vec<_>>() {
            statuses.push(click.await.unwrap());
        }
        let many = |status| statuses.iter().filter(|one| **one == status).count();
        assert_eq!((many(303), many(409)), (1, 49), "{statuses:?}");
    }
}

on_both! {
    async fn a_few_digits_hand_over_and_a_part_comes_back(fresh) {
        let app = App::new(fresh);
        let (visitor, home, item) = given(&app).await;
        let page = format!("/prets/nouveau?foyer={home}");
        let (one, foyer) = (uuid::Uuid::from_u128(1).to_string(), home.to_string());
        let past = [("id", one.as_str()), ("foyer", foyer.as_str()), ("numeros", "0001"), ("due_on", "2026-08-31")];
        let _ = visitor.submit(&page, "/prets/nouveau", &past).await.expect(422).says("déjà passé");
        let fields = [("id", one.as_str()), ("foyer", foyer.as_str()), ("numeros", "1\n0002"), ("due_on", "2027-06-30")];
        let done = visitor.submit(&page, "/prets/nouveau", &fields).await.expect(303);
        let loan = done.location.unwrap();
        let _ = visitor.get(&loan).await.expect(200).says("Reprendre le matériel");
        let paper = visitor.get(&format!("{loan}/convention.pdf")).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
        let _ = visitor.get("/recherche?q=0001").await.expect(200).says("Essai1");
        let back = format!("{loan}/retour");
        let _ = visitor.submit(&back, &back, &[("id", one.as_str())]).await.expect(422).says("Rien n’est repris");
        let two = uuid::Uuid::from_u128(2).to_string();
        let field = format!("retour.{item}");
        let _ = visitor.submit(&back, &back, &[("id", two.as_str()), (field.as_str(), "worn")]).await.expect(303);
        let _ = visitor.get(&format!("/materiel/{item}")).await.expect(200).says("à vérifier");
        let _ = visitor.get("/prets").await.expect(200).says("Essai1");
        let _ = visitor.get("/prets/retards").await.expect(200).says("Aucun prêt en retard");
        let _ = visitor.get(&format!("/familles/{home}")).await.expect(200).says("Prêt du 01/09/2026");
    }
}

on_both! {
    async fn bad_numbers_get_their_sentence_and_nothing_is_received(fresh) {
        let app = App::new(fresh);
        let visitor = app.visitor(0, Seat::TownAgent).await;
        let answer = received(&visitor, "SERIE-001\n8,93E+18\nserie-001").await.expect(200);
        let answer = answer.says("2 lignes refusées");
        let _ = answer.says("tableur");
        let (_, total) =
            app.store().find_items(&ItemSearch::default(), 0, 9, visitor.by).await.unwrap();
        assert_eq!(total, 0);
    }
}
