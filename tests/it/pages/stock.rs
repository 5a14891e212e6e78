//! A supplier's list: looked at, received once, refused the second time.

use domain::Seat;
use store::testing::snapshot;
use store::{ItemSearch, on_both};
use tests::{Answer, App, Visitor, html};

const DELIVERY: &[u8] = include_bytes!("../../fixtures/stock/delivery.csv");
const RECEPTION: &str = "/materiel/reception";

/// Sends the list under a name, to be looked at.
async fn look(agent: &Visitor, label: &str) -> Answer {
    let page = agent.get(RECEPTION).await.expect(200).text();
    let id = html::field(&page, "id").unwrap();
    let fields = [
        ("id", id.as_str()),
        ("label", label),
        ("type", ""),
        ("liste", ""),
        ("condition", "new"),
        ("origine", "new"),
        ("donateur", "Fondation d’essai"),
        ("niveau", "college"),
        ("qpv", "oui"),
        ("received_on", "01/09/2026"),
    ];
    let token = html::csrf(&page).unwrap();
    agent.upload(RECEPTION, &token, &fields, ("fichier", "livraison.csv", DELIVERY)).await
}

/// Presses the button of the page that shows what would be received.
async fn confirm(agent: &Visitor, page: &str) -> Answer {
    let fields = html::hidden(page, RECEPTION);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let token = html::csrf(page).unwrap();
    agent.upload(RECEPTION, &token, &fields[1..], ("fichier", "", b"")).await
}

on_both! {
    async fn a_suppliers_list_is_looked_at_then_received_once(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let before = snapshot(app.store()).await;
        let page = look(&agent, "Livraison").await.expect(200);
        let page = page.says("Rien n’est encore enregistré").says("2 tablettes, 1 ordinateur portable, 1 téléphone, 2 clés 4G").text();
        assert!(!page.contains("ligne refusée") && !page.contains("lignes refusées"));
        assert_eq!(snapshot(app.store()).await, before, "looking at a list changes nothing");

        let lot = confirm(&agent, &page).await.expect(303).location.unwrap();
        let _ = agent.get(&lot).await.expect(200).says("Livraison, tablettes").says("donné par Fondation d’essai").says("TSA-TAB-0001").says("2 objets");
        let received = snapshot(app.store()).await;
        assert_eq!(confirm(&agent, &page).await.expect(303).location.unwrap(), lot, "the same button twice");
        assert_eq!(snapshot(app.store()).await, received, "is one delivery");
        let (found, total) = app.store().find_items(&ItemSearch::default(), 0, 50, agent.by).await.unwrap();
        assert_eq!(total, 6);
        let sims: Vec<_> = found.iter().filter_map(|one| one.item.iccid.clone()).collect();
        assert!(sims.iter().any(|sim| sim == "8933010000000000051"), "digits are kept whole: {sims:?}");

        let page = look(&agent, "La même livraison").await.expect(200).text();
        let page = confirm(&agent, &page).await.expect(409).says("est déjà au registre, au numéro TSA-TAB-0001").says("Rien n’a été reçu");
        assert_eq!(snapshot(app.store()).await, received, "{}", page.text());
        let _ = agent.get("/materiel/lots").await.expect(200).says("Livraison, clés 4G");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_wrong_list_comes_back_as_it_was_typed(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = agent.get(RECEPTION).await.expect(200).text();
        let (id, token) = (html::field(&page, "id").unwrap(), html::csrf(&page).unwrap());
        let typed = |kind: &'static str| {
            vec![
                ("label", "Clés"), ("type", kind), ("liste", "8933010000000000051\n8933010000000000052"), ("condition", "good"),
                ("origine", "town"), ("received_on", "2026-09-01"), ("confirme", "oui"),
            ]
        };
        let mut fields = typed("hotspot");
        fields.push(("id", id.as_str()));
        let before = snapshot(app.store()).await;
        let page = agent.upload(RECEPTION, &token, &fields, ("fichier", "", b"")).await.expect(200);
        let page = page.says("1 ligne refusée").says("Ligne 2").says("Corriger la liste").text();
        assert_eq!(snapshot(app.store()).await, before, "one wrong line: nothing is received unasked");
        assert!(page.contains("8933010000000000051\n8933010000000000052</textarea>"), "{}", html::visible(&page));
        assert!(page.contains("name=\"condition\" value=\"good\""), "the rest of the form is kept");
    }
}

on_both! {
    async fn a_number_that_was_made_whole_is_shown_and_received(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = agent.get(RECEPTION).await.expect(200).text();
        let (id, token) = (html::field(&page, "id").unwrap(), html::csrf(&page).unwrap());
        let fields = [
            ("id", id.as_str()), ("label", "Clés"), ("type", "hotspot"), ("liste", "8933010000000000051\n893301000000000015"),
            ("condition", "good"), ("origine", "town"), ("received_on", "2026-09-01"),
        ];
        let page = agent.upload(RECEPTION, &token, &fields, ("fichier", "", b"")).await.expect(200);
        let page = page.says("À comparer avec les appareils").says("Ligne 2").says("n’avait que 18 chiffres").text();
        let lot = confirm(&agent, &page).await.expect(303).location.unwrap();
        let _ = agent.get(&lot).await.expect(200).says("2 objets");
        let (found, _) = app.store().find_items(&ItemSearch::default(), 0, 50, agent.by).await.unwrap();
        assert!(found.iter().any(|one| one.item.iccid.as_deref() == Some("8933010000000000150")), "completed");
    }
}
