//! Handing over and taking back.

use domain::Seat;
use serde_json::json;
use store::on_both;
use tests::{App, city};

use super::{fresh_id, sits};

on_both! {
    async fn a_loan_is_made_once_and_comes_back_by_parts(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        // Laptops of this lot are kept for collège and lycée: a tablet instead.
        let free = agent.get("/api/v1/items?kind=tablet&state=available").await.expect(200).json();
        let item = free["items"][0]["id"].clone();
        let loan = json!({ "id": fresh_id(1), "household": city.families[5], "due_on": "2027-06-30",
            "items": [{ "item": item, "grade": "good" }] });
        let made = agent.post("/api/v1/loans", &loan).await.expect(201).json();
        assert_eq!(made, json!({ "id": fresh_id(1) }));
        assert_eq!(agent.post("/api/v1/loans", &loan).await.expect(201).json(), made);
        let mut other = loan.clone();
        other["due_on"] = json!("2027-06-29");
        let _ = agent.post("/api/v1/loans", &other).await.refuses(409, "other_content");
        other["id"] = json!(fresh_id(2));
        let told = agent.post("/api/v1/loans", &other).await.refuses(409, "items");
        assert!(told["detail"].as_str().unwrap().contains("Rien n’a été prêté"), "{told:#}");
        let path = format!("/api/v1/loans/{}", fresh_id(1));
        let shown = agent.get(&path).await.expect(200).json();
        assert_eq!((&shown["closed"], &shown["lent_on"], &shown["items"][0]["item"]), (&json!(false), &json!("2026-09-01"), &item));
        let found = agent.get(&format!("/api/v1/items/{}", item.as_str().unwrap())).await.expect(200).json();
        assert_eq!(found["item"]["holder"]["loan"], json!(fresh_id(1)));

        let back = json!({ "id": fresh_id(3), "items": [{ "item": item, "outcome": "worn" }] });
        let returns = format!("{path}/returns");
        let _ = agent.post(&returns, &back).await.expect(201);
        let _ = agent.post(&returns, &back).await.expect(201);
        let again = json!({ "id": fresh_id(4), "items": [{ "item": item, "outcome": "lost" }] });
        let _ = agent.post(&returns, &again).await.refuses(409, "already_closed");
        let twice = json!({ "id": fresh_id(5), "items": [{ "item": item, "outcome": "lost" }, { "item": item, "outcome": "good" }] });
        let _ = agent.post(&returns, &twice).await.refuses(422, "invalid");
        let shown = agent.get(&path).await.expect(200).json();
        assert_eq!((&shown["closed"], &shown["items"][0]["grade_in"]), (&json!(true), &json!("worn")));
        let of_home = agent.get(&format!("/api/v1/loans?household={}", city.families[5])).await.expect(200).json();
        assert_eq!((&of_home["total"], &of_home["items"][0]["closed"]), (&json!(1), &json!(true)));
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_is_out_and_what_is_late_are_listed(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let open = agent.get("/api/v1/loans").await.expect(200).json();
        let late = agent.get("/api/v1/loans?state=overdue").await.expect(200).json();
        assert_eq!((&open["total"], &late["total"]), (&json!(2), &json!(1)));
        assert_eq!(late["items"][0]["id"], json!(city.late));
    }
}
