//! Families and what they need.

use domain::Seat;
use serde_json::json;
use store::on_both;
use tests::{App, city};

use super::{fresh_id, sits};

on_both! {
    async fn what_a_family_has_is_recorded_and_its_need_waits(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let found = agent.get("/api/v1/households?q=essai12").await.expect(200).json();
        assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &json!(city.families[11])));
        let first = agent.get("/api/v1/needs?size=1").await.expect(200).json();
        let home = first["items"][0]["household"].as_str().unwrap();
        let waiting = |list: &serde_json::Value| {
            let rows = list["items"].as_array().unwrap().clone();
            rows.iter().filter(|row| row["household"] == json!(home)).map(|row| row["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let record = |n: u128, equipment: &str, connection: &str| json!({ "id": fresh_id(n), "equipment": equipment, "connection": connection,
            "accepts_loan": true, "accepts_refurbished": true, "in_qpv": true, "lost_contact": false, "language": "ar", "priority": "R1" });
        let path = format!("/api/v1/households/{home}/needs");
        let before = waiting(&agent.get("/api/v1/needs?size=100").await.expect(200).json());
        assert!(!before.is_empty());
        let done = agent.post(&path, &record(1, "enough", "good")).await.expect(201).json();
        assert_eq!(done, json!({ "id": home }));
        assert!(waiting(&agent.get("/api/v1/needs?size=100").await.expect(200).json()).is_empty());
        let _ = agent.post(&path, &record(2, "enough", "none")).await.expect(201);
        let _ = agent.post(&path, &record(2, "enough", "none")).await.expect(201);
        let _ = agent.post(&path, &record(2, "none", "none")).await.refuses(409, "other_content");
        assert_eq!(waiting(&agent.get("/api/v1/needs?size=100").await.expect(200).json()), ["connection"]);
        let mut unknown = record(3, "none", "none");
        unknown["priority"] = json!("R9");
        let told = agent.post(&path, &unknown).await.refuses(422, "invalid");
        assert_eq!(told["errors"][0]["field"], "priority");
    }
}

on_both! {
    async fn a_reserved_need_is_not_withdrawn(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let all = agent.get("/api/v1/households?size=100").await.expect(200).json();
        let reserved = all["items"].as_array().unwrap().iter().find(|home| home["needs"][0]["state"] == "reserved");
        let home = reserved.expect("somebody has something set aside")["id"].as_str().unwrap().to_owned();
        let record = json!({ "id": fresh_id(1), "equipment": "enough", "connection": "good", "accepts_loan": true,
            "accepts_refurbished": true, "in_qpv": false, "lost_contact": false, "language": "fr" });
        let told = agent.post(&format!("/api/v1/households/{home}/needs"), &record).await.refuses(409, "reserved");
        assert!(told["detail"].as_str().unwrap().contains("libérez la réservation"));
    }
}
