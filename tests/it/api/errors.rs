//! Whatever is wrong is a problem in French that says what, where and what to do.

use axum::body::Body;
use axum::http::Request;
use domain::Seat;
use serde_json::json;
use store::on_both;
use store::testing::snapshot;
use tests::{App, city};

use super::{fresh_id, sits};

on_both! {
    async fn what_cannot_be_read_changes_nothing_and_is_named(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let free = agent.get("/api/v1/items?kind=tablet&state=available").await.expect(200).json();
        let item = free["items"][0]["id"].clone();
        let before = snapshot(app.store()).await;
        let path = "/api/v1/loans";
        for (kind, text, status, code) in [
            ("application/json", "", 400, "unreadable"),
            ("application/json", "{\"id\":", 400, "unreadable"),
            ("application/json", "\u{feff}{}", 400, "unreadable"),
            ("application/json", "[]", 422, "invalid"),
            ("application/json; charset=utf-8", "{}", 422, "invalid"),
            ("text/plain", "{}", 415, "not_json"),
            ("application/x-www-form-urlencoded", "id=1", 415, "not_json"),
            ("", "{}", 415, "not_json"),
        ] {
            let _ = agent.post_raw(path, kind, text).await.refuses(status, code);
        }
        let deep = "[".repeat(100_000);
        let _ = agent.post_raw(path, "application/json", deep).await.refuses(422, "invalid");
        let large = " ".repeat(500_001);
        let _ = agent.post_raw(path, "application/json", large).await.refuses(413, "too_large");
        let _ = agent.post_raw(path, "application/json", vec![b'"', 0xff, b'"']).await.refuses(400, "unreadable");

        let good = json!({ "id": fresh_id(1), "household": city.families[3], "due_on": "2027-06-30",
            "items": [{ "item": item, "grade": "good" }] });
        for (field, value, named) in [
            ("id", json!("7"), "id"),
            ("id", json!(null), "id"),
            ("household", json!(7), "household"),
            ("due_on", json!("30/06/2027"), "due_on"),
            ("due_on", json!("2027-02-30"), "due_on"),
            ("due_on", json!("2026-09-01"), "due_on"),
            ("due_on", json!("2036-09-01"), "due_on"),
            ("items", json!([]), "items"),
            ("items", json!([{ "item": item, "grade": "shiny" }]), "items[0].grade"),
            ("items", json!([{ "item": item, "grade": "good", "colour": "red" }]), "items[0].colour"),
            ("items", json!([{ "item": item, "grade": "good" }, { "item": item, "grade": "good" }]), "items"),
            ("note", json!("merci"), "note"),
        ] {
            let mut sent = good.clone();
            sent[field] = value;
            let told = agent.post(path, &sent).await.refuses(422, "invalid");
            assert_eq!(told["errors"][0]["field"], named, "{sent}: {told:#}");
        }
        assert_eq!(snapshot(app.store()).await, before);
        let _ = agent.post(path, &good).await.expect(201);
    }
}

on_both! {
    async fn an_address_that_is_wrong_is_told_in_json(fresh) {
        let app = App::new(fresh);
        let agent = sits(&app, 0, Seat::TownAgent).await;
        for path in ["/api/v1/nothing", "/api/v2/items", "/api/", "/api/v1/items/seven", "/api/v1/items/"] {
            let _ = agent.get(path).await.refuses(404, "not_found");
        }
        let answer = agent.send(Request::delete("/api/v1/items"), Body::empty()).await;
        let _ = answer.refuses(405, "method_not_allowed");
        assert_eq!(answer.headers["allow"], "GET,HEAD");
        for (query, field) in [
            ("page=0", "page"), ("page=x", "page"), ("page=", "page"), ("page=100001", "page"), ("page=-1", "page"),
            ("size=101", "size"), ("size=0", "size"), ("kind=toaster", "kind"), ("lot=7", "lot"),
            ("page=1&page=2", ""), ("pages=1", "pages"), ("q=%FF%00", ""),
        ] {
            let answer = agent.get(&format!("/api/v1/items?{query}")).await;
            if query.starts_with("q=") {
                assert_eq!(answer.status, 200, "{}", answer.text());
                continue;
            }
            let told = answer.refuses(400, "unreadable");
            assert_eq!(told["errors"][0]["field"], field, "{query}: {told:#}");
        }
    }
}

on_both! {
    async fn a_token_that_is_no_token_is_refused_alike(fresh) {
        let app = App::new(fresh);
        let good = web::token::written(&[1; 32]);
        for header in ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer x", &good, &format!("Bearer {good}0"), &format!("Bearer {good}")] {
            let request = Request::get("/api/v1/items").header("authorization", header);
            let answer = app.stray_program().send(request, Body::empty()).await;
            let told = answer.refuses(401, "no_token");
            assert!(told["detail"].as_str().unwrap().contains("Jetons"));
        }
        let twice = Request::get("/api/v1/items").header("authorization", "Bearer a").header("authorization", "Bearer b");
        let _ = app.stray_program().send(twice, Body::empty()).await.refuses(401, "no_token");
    }
}

on_both! {
    async fn a_fault_shows_a_reference_and_no_internals(fresh) {
        let app = App::new(fresh);
        let agent = sits(&app, 0, Seat::TownAgent).await;
        app.store().clone().close().await.unwrap();
        let told = agent.get("/api/v1/items").await.refuses(500, "internal");
        assert!(told["reference"].as_str().is_some_and(|text| text.len() == 36), "{told:#}");
        assert!(!told.to_string().to_lowercase().contains("connection"), "{told:#}");
    }
}
