//! Two agents of two cités: one sends, the other receives a part, the first takes the rest back.

use domain::Seat;
use domain::ids::ItemId;
use domain::stock::ItemState;
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, give_back, hand_over, tablet, terms, wiped};
use store::{AtDesk, ItemSearch};
use tests::{App, Visitor, html};
use uuid::Uuid;

const NEW: &str = "/materiel/transferts/nouveau";

/// Tablets, the first of which a family has had.
async fn given(app: &App, tablets: u128) -> (Visitor, Vec<ItemId>) {
    let visitor = app.visitor(0, Seat::TownAgent).await;
    let items: Vec<_> = (1..=tablets).map(tablet).collect();
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let store = app.store();
    store.receive(&delivery(1, items, terms()), visitor.by, start()).await.unwrap();
    let home = in_need(store, 1, visitor.by).await;
    store.lend(&hand_over(1, home, &ids[..1]), visitor.by, start()).await.unwrap();
    let back = [(ids[0], domain::loan::Outcome::Returned(domain::stock::Grade::Good))];
    store.take_back(&give_back(2, 1, &back), visitor.by, start()).await.unwrap();
    let checked = AtDesk {
        form: Uuid::from_u128(3),
        item: ids[0],
        action: domain::item_life::DeskAction::MarkChecked,
        wipe: Some(wiped()),
    };
    store.at_desk(&checked, visitor.by, start()).await.unwrap();
    (visitor, ids)
}

on_both! {
    async fn sent_received_in_part_and_taken_back(fresh) {
        let app = App::new(fresh);
        let (visitor, items) = given(&app, 2).await;
        let other = app.visitor(1, Seat::TownAgent).await;
        let ids: Vec<String> = items.iter().map(ToString::to_string).collect();
        let old = app.store().item(items[0], visitor.by).await.unwrap().unwrap().item.tag;
        let bare = visitor.fill(NEW, NEW, &[("faire", "envoyer")]).await.expect(422);
        let _ = bare.says("Aucun objet").says("« Vers quelle cité » : choisissez");
        let _ = visitor.fill(NEW, NEW, &[("numeros", "1 2"), ("faire", "ajouter")]).await.expect(200).says("2 objets sur la liste");
        let to = other.by.cite.to_string();
        let order = [("objet", ids[0].as_str()), ("objet", ids[1].as_str()), ("vers", to.as_str()), ("act", "délibération 3"), ("faire", "envoyer")];
        let place = visitor.fill(NEW, NEW, &order).await.expect(303).location.unwrap();
        let _ = visitor.get(&place).await.expect(200).says("en route").says("Reprendre ce qui n’est pas reçu");
        let again = visitor.fill(NEW, NEW, &order).await.expect(409);
        let _ = again.says("sorti du registre").says("Rien n’a été envoyé.");
        let _ = visitor.get(&format!("/materiel/{}", ids[0])).await.expect(200).says("Envoyé à Cité d'essai 1");

        // The other cité: told on its first page, receives one of the two.
        let _ = other.get("/").await.expect(200).says("1 transfert d’une autre cité à recevoir");
        let _ = other.get("/materiel/transferts").await.expect(200).says("de Cité d'essai 0");
        let receive = format!("{place}/recevoir");
        let _ = other.fill(&place, &receive, &[("objet", ids[0].as_str())]).await.expect(422).says("de réception » est vide");
        let right = [("objet", ids[0].as_str()), ("act", "délibération 8")];
        let _ = other.fill(&place, &receive, &right).await.expect(303);
        let read = other.get(&place).await.expect(200).says("pas arrivé").says("délibération 8");
        assert!(!read.text().contains(&receive), "received once");
        let found = other.get(&format!("/recherche?q={old}")).await.expect(200).text();
        assert!(found.contains("TSB-TAB-0001"), "the old number finds it");
        let search = ItemSearch { text: old.clone(), ..ItemSearch::default() };
        let new = app.store().find_items(&search, 0, 9, other.by).await.unwrap().0.remove(0).item;
        assert_eq!(new.state, ItemState::ToCheck);
        let page = other.get(&format!("/materiel/{}", new.id)).await.expect(200);
        let page = page.says(&format!("Vient de Cité d'essai 0, ancien numéro {old}")).says("Avant, à Cité d'essai 0");
        let page = html::visible(&page.text());
        assert!(page.contains("prêté") && !page.contains("Essai1"), "states, and nobody's name: {page}");
        let nothing = other.get(&format!("/materiel/{}", ids[0])).await;
        assert_eq!(nothing.status, 404, "the sender's page is the sender's");

        let back = format!("{place}/reprendre");
        let _ = visitor.fill(&place, &back, &[]).await.expect(303);
        let state = app.store().item(items[1], visitor.by).await.unwrap().unwrap().item.state;
        assert_eq!(state, ItemState::ToCheck);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_town_elsewhere_is_given_a_file_that_it_takes_in(fresh) {
        let app = App::new(fresh);
        let (visitor, items) = given(&app, 2).await;
        let ids: Vec<String> = items.iter().map(ToString::to_string).collect();
        let shown = visitor.get(&format!("{NEW}?objet={}", ids[1])).await.expect(200);
        let shown = shown.says("Ce registre ne tient qu’une cité").text();
        assert!(!shown.contains("name=\"vers\"") && shown.contains("fichier.csv"));
        let path = format!("/materiel/transferts/fichier.csv?objet={}&objet={}", ids[0], ids[1]);
        let csv = visitor.get(&path).await.expect(200).text();
        let (mut lines, tag) = (csv.lines(), app.store().item(items[0], visitor.by).await.unwrap().unwrap().item.tag);
        let titles = lines.next().unwrap_or_default();
        assert!(titles.contains("Numéro de série") && csv.contains("SERIAL00001") && csv.contains(&tag), "{csv}");
        // As the other town would: the titles are recognised, and every line is a device.
        let read = exchange::stock::read_stock(csv.as_bytes(), None, None).unwrap();
        let rows: Vec<_> = read.accepted().collect();
        assert_eq!((rows.len(), read.rows.len()), (2, 2));
        assert_eq!(rows[0].former_tag.as_ref(), Some(&tag));
    }
}
