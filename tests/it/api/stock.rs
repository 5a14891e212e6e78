//! Receiving, searching, the desk.

use domain::Seat;
use serde_json::json;
use store::on_both;
use store::testing::snapshot;
use tests::{App, city};

use super::{fresh_id, sits};

on_both! {
    async fn a_lot_is_received_once_and_its_items_are_found(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let lot = json!({ "id": fresh_id(1), "label": "Rentrée", "kind": "hotspot", "condition": "new",
            "received_on": "2026-09-01", "levels": ["college"],
            "items": [{ "serial": "KEY-0001", "iccid": "8933012345678901231" }] });
        let made = agent.post("/api/v1/lots", &lot).await.expect(201).json();
        let before = snapshot(app.store()).await;
        assert_eq!(agent.post("/api/v1/lots", &lot).await.expect(201).json(), made, "the same twice is one");
        let other = json!({ "label": "Autre", "kind": "hotspot", "id": fresh_id(1), "condition": "new",
            "received_on": "2026-09-01", "items": [{ "iccid": "8933012345678901231" }] });
        let _ = agent.post("/api/v1/lots", &other).await.refuses(409, "other_content");
        let mut known = lot.clone();
        known["id"] = json!(fresh_id(2));
        let _ = agent.post("/api/v1/lots", &known).await.refuses(409, "known");
        assert_eq!(snapshot(app.store()).await, before);
        let path = format!("/api/v1/lots/{}", made["id"].as_str().unwrap());
        let shown = agent.get(&path).await.expect(200).json();
        assert_eq!((&shown["label"], &shown["kind"], &shown["origin"]), (&json!("Rentrée"), &json!("hotspot"), &json!("town")));
        let found = agent.get("/api/v1/items?q=KEY-0001").await.expect(200).json();
        assert_eq!((&found["total"], &found["items"][0]["iccid"]), (&json!(1), &json!("8933012345678901231")));

        let more = json!({ "id": fresh_id(3), "item": { "iccid": "8933012345678901232" } });
        let more_path = format!("{path}/items");
        let wrong = agent.post(&more_path, &more).await.refuses(422, "invalid");
        assert_eq!(wrong["errors"][0]["field"], "item.iccid");
        let more = json!({ "id": fresh_id(3), "item": { "serial": "KEY-0002" } });
        let wrong = agent.post(&more_path, &more).await.refuses(422, "invalid");
        assert_eq!(wrong["errors"][0]["field"], "item", "a 4G key has its SIM");
        assert_eq!(snapshot(app.store()).await, before);
    }
}

on_both! {
    async fn ids_of_things_that_are_there_already_are_never_a_fault(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        for taken in [city.lot.0, city.item.0, city.loan.0, city.families[0].0, city.need.0] {
            let lot = json!({ "id": taken, "label": format!("Lot {taken}"), "kind": "tablet", "condition": "new",
                "received_on": "2026-09-01", "items": [{ "serial": format!("S-{taken}") }] });
            let answer = agent.post("/api/v1/lots", &lot).await;
            assert!([201, 409].contains(&answer.status.as_u16()), "{}", answer.text());
            let one = json!({ "id": taken, "item": { "serial": format!("T-{taken}") } });
            let answer = agent.post(&format!("/api/v1/lots/{}/items", city.lot), &one).await;
            assert!([201, 409].contains(&answer.status.as_u16()), "{}", answer.text());
            let loan = json!({ "id": taken, "household": city.families[4], "due_on": "2027-06-30",
                "items": [{ "item": city.item, "grade": "good" }] });
            let answer = agent.post("/api/v1/loans", &loan).await;
            assert_ne!(answer.status.as_u16(), 500, "{}", answer.text());
        }
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn every_fault_of_a_list_is_named_at_once(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let lot = json!({ "id": fresh_id(1), "label": "Rentrée", "kind": "tablet", "condition": "new",
            "received_on": "2026-09-01", "donor": fresh_id(2), "commitment": fresh_id(3),
            "items": [{ "imei": "356938035643808" }, { "serial": "S1", "iccid": "12" }] });
        let told = agent.post("/api/v1/lots", &lot).await.refuses(422, "invalid");
        let fields: Vec<_> = told["errors"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert!(fields.contains(&"items[0].imei") && fields.contains(&"items[1].iccid") && fields.contains(&"commitment"), "{fields:?}");
        let many: Vec<_> = (0..501).map(|n| json!({ "serial": format!("MANY-{n}") })).collect();
        let lot = json!({ "id": fresh_id(1), "label": "Rentrée", "kind": "tablet", "condition": "new",
            "received_on": "2026-09-01", "items": many });
        let told = agent.post("/api/v1/lots", &lot).await.refuses(422, "invalid");
        assert_eq!(told["errors"][0]["field"], "items");
    }
}

on_both! {
    async fn the_desk_notes_what_it_did_and_the_item_tells_its_life(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let path = format!("/api/v1/items/{}", city.item);
        let act = json!({ "id": fresh_id(1), "action": "send_to_repair" });
        let _ = agent.post(&format!("{path}/actions"), &act).await.expect(201);
        let _ = agent.post(&format!("{path}/actions"), &act).await.expect(201);
        let again = json!({ "id": fresh_id(2), "action": "send_to_repair" });
        let _ = agent.post(&format!("{path}/actions"), &again).await.refuses(409, "not");
        let shown = agent.get(&path).await.expect(200).json();
        assert_eq!(shown["item"]["state"], "repair");
        let history = shown["history"].as_array().unwrap();
        assert_eq!((history.len(), &history[0]["to"], &history[1]["from"]), (2, &json!("repair"), &json!(null)));
        let tag = shown["item"]["tag"].as_str().unwrap();
        let found = agent.get(&format!("/api/v1/items?q={tag}&state=repair&kind=laptop")).await.expect(200).json();
        assert_eq!(found["items"][0]["id"], json!(city.item));
    }
}

on_both! {
    async fn lists_are_read_page_by_page(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let all = agent.get("/api/v1/items?size=100").await.expect(200).json();
        let total = all["total"].as_u64().unwrap();
        assert_eq!(all["items"].as_array().unwrap().len() as u64, total);
        let third = agent.get("/api/v1/items?size=2&page=3").await.expect(200).json();
        assert_eq!(third["items"][0], all["items"][4]);
        let beyond = agent.get("/api/v1/items?size=100&page=100000").await.expect(200).json();
        assert_eq!((&beyond["items"], &beyond["total"]), (&json!([]), &json!(total)));
        for list in ["/api/v1/lots", "/api/v1/schools"] {
            let first = agent.get(&format!("{list}?size=1")).await.expect(200).json();
            assert_eq!(first["items"].as_array().unwrap().len(), 1, "{list}");
        }
    }
}
