//! Rounds and plans.

use domain::Seat;
use serde_json::json;
use store::on_both;
use tests::{App, city};

use super::{fresh_id, sits};

on_both! {
    async fn a_round_is_opened_planned_and_adopted(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let round = json!({ "id": fresh_id(1), "name": "Tour de la Toussaint" });
        let _ = agent.post("/api/v1/rounds", &round).await.refuses(409, "another_open");
        let adopt = |n: u128| json!({ "id": fresh_id(n) });
        let path = format!("/api/v1/plans/{}/adoption", city.proposed_plan);
        let _ = agent.post(&path, &adopt(2)).await.expect(201);
        let _ = agent.post(&path, &adopt(2)).await.expect(201);
        let _ = agent.post(&path, &adopt(3)).await.refuses(409, "already_adopted");
        let _ = agent.post("/api/v1/rounds", &round).await.expect(201);
        let plans = format!("/api/v1/rounds/{}/plans", fresh_id(1));
        let _ = agent.post(&plans, &adopt(4)).await.expect(201);
        let _ = agent.post(&plans, &adopt(4)).await.expect(201);
        let shown = agent.get(&format!("/api/v1/rounds/{}", fresh_id(1))).await.expect(200).json();
        assert_eq!((&shown["round"]["state"], &shown["plans"][0]["id"]), (&json!("open"), &json!(fresh_id(4))));
        let plan = agent.get(&format!("/api/v1/plans/{}", fresh_id(4))).await.expect(200).json();
        assert_eq!((&plan["state"], &plan["proved"], &plan["rule"]), (&json!("proposed"), &json!(true), &json!("strict")));
        let lines = agent.get(&format!("/api/v1/plans/{}/lines?served=false", fresh_id(4))).await.expect(200).json();
        assert!(lines["items"].as_array().unwrap().iter().all(|line| line["served"] == false && line["reason"] != "servi_stock"));
        let needs = shown["round"]["needs"].as_u64().unwrap();
        let all = agent.get(&format!("/api/v1/plans/{}/lines", fresh_id(4))).await.expect(200).json();
        assert_eq!(all["total"].as_u64(), Some(needs));
    }
}

on_both! {
    async fn a_plan_whose_base_has_moved_is_refused(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let free = agent.get("/api/v1/items?kind=tablet&state=available").await.expect(200).json();
        let item = free["items"][0]["id"].as_str().unwrap().to_owned();
        let act = json!({ "id": fresh_id(1), "action": "declare_lost" });
        let _ = agent.post(&format!("/api/v1/items/{item}/actions"), &act).await.expect(201);
        let path = format!("/api/v1/plans/{}/adoption", city.proposed_plan);
        let told = agent.post(&path, &json!({ "id": fresh_id(2) })).await.refuses(409, "stale_plan");
        assert!(told["detail"].as_str().unwrap().contains("Rien n’a été réservé"));
    }
}
