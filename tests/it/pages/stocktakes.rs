//! An inventory: scanned without script, its differences, what is done about each, the file.

use domain::Seat;
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, hand_over, tablet, terms};
use tests::{Answer, App, Visitor, html};

const LIST: &str = "/materiel/inventaires";

async fn scan(agent: &Visitor, place: &str, code: &str) -> Answer {
    let page = agent.get(place).await.expect(200).text();
    let (id, token) = (html::hidden(&page, place), html::csrf(&page).unwrap());
    let id = &id.iter().find(|(name, _)| name == "id").unwrap().1;
    agent.upload(place, &token, &[("id", id), ("code", code)], ("photo", "", b"")).await
}

on_both! {
    async fn an_inventory_finds_what_is_missing_and_what_should_not_be_here(fresh) {
        let app = App::new(fresh);
        let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
        store.receive(&delivery(1, (1..=4).map(tablet).collect(), terms()), agent.by, start()).await.unwrap();
        let home = in_need(store, 1, agent.by).await;
        store.lend(&hand_over(10, home, &[tablet(4).id]), agent.by, start()).await.unwrap();
        let page = agent.get(LIST).await.expect(200).says("Commencer un inventaire").text();
        let id = html::field(&page, "id").unwrap();
        let place = agent.submit(LIST, LIST, &[("id", &id)]).await.expect(303).location.unwrap();
        let other = uuid::Uuid::from_u128(5).to_string();
        let running = agent.submit(&place, LIST, &[("id", &other)]).await.expect(303);
        assert_eq!(running.location.unwrap(), place, "one runs: there it is");
        let serial = |n: u128| tablet(n).serial.unwrap().to_string();
        let said = scan(&agent, &place, &serial(1)).await.expect(200).says("TSA-TAB-0001").says("est là").says("1 objet scanné, 3 attendus au guichet");
        assert!(!said.text().contains("data-scan-refused"));
        let _ = scan(&agent, &place, &serial(1)).await.expect(200).says("est déjà compté").says("1 objet scanné");
        let lent = scan(&agent, &place, &serial(4)).await.expect(200).says("est ici, mais prêté d’après le registre");
        assert!(lent.text().contains("data-scan-refused"), "a low tone");
        let _ = scan(&agent, &place, "=1+1").await.expect(200).says("=1+1 : code inconnu");
        let differences = format!("{place}/ecarts");
        let page = agent.get(&differences).await.expect(200).says("2 objets manquent, 2 objets ne sont pas à leur place").says("Voir le prêt").text();
        // One of those missing is declared lost from the list, and it comes back to the list.
        let item = page.split("action=\"/materiel/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let act = format!("/materiel/{item}");
        let fields = html::hidden(&page, &act);
        let fields: Vec<(&str, &str)> = fields[1..].iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let back = agent.submit(&differences, &act, &fields).await.expect(303);
        assert_eq!(back.location.unwrap(), differences);
        let _ = agent.get(&differences).await.expect(200).says("2 objets manquent").says("perdu");
        let file = agent.get(&format!("{differences}.csv")).await.expect(200);
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        assert!(text.contains(";manque;") && text.contains("prêté d’après le registre"), "{text}");
        assert!(!text.contains("\n=1+1") && !text.contains("Essai"), "no formula, no family: {text}");
        let close = format!("{place}/fermer");
        let id = html::hidden(&agent.get(&differences).await.text(), &close)[1].1.clone();
        for _ in 0..2 {
            let _ = agent.submit(&differences, &close, &[("id", &id)]).await.expect(303);
        }
        let _ = agent.get(&differences).await.expect(200).says("2 objets manquent");
        let page = agent.get(&place).await.expect(200).text();
        let token = html::csrf(&page).unwrap();
        let late = agent.upload(&place, &token, &[("id", &other), ("code", &serial(2))], ("photo", "", b"")).await;
        let _ = late.expect(409).says("Cet inventaire est fermé");
        let stranger = app.visitor(1, Seat::TownAgent).await;
        for path in [place.clone(), differences.clone(), format!("{differences}.csv")] {
            let _ = stranger.get(&path).await.expect(404);
        }
        assert_eq!(store.check().await.unwrap(), []);
    }
}
