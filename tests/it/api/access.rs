//! Invariant 8 for programs: the sheet's lines are walked with every seat, scope and cité.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Request;
use domain::Seat;
use domain::token::Scope;
use serde_json::{Value, json};
use store::on_both;
use store::testing::builders::cites::seated;
use store::testing::snapshot;
use tests::{Answer, App, City, Program, city};
use web::routes::RouteLine;

use super::{fresh_id, sits};

fn lines() -> Vec<RouteLine> {
    web::sheet().into_iter().filter(|line| line.api.is_some()).collect()
}

fn scope(line: &RouteLine) -> Scope {
    line.api.expect("a line of the interface").scope
}

async fn ask(program: &Program, line: &RouteLine, path: &str, body: &Value) -> Answer {
    if line.method == "GET" { program.get(path).await } else { program.post(path, body).await }
}

/// Every answer is JSON that no cache keeps, with a status that the document knows.
fn well_formed(answer: &Answer, line: &RouteLine) {
    let document = serde_json::to_value(web::api::document::document()).unwrap();
    let method = line.method.as_str().to_lowercase();
    let known = &document["paths"][line.path][method]["responses"];
    let what = format!("{} {} {}", line.method, line.path, answer.status);
    let content = &known[answer.status.as_str()]["content"];
    assert!(content.get(&answer.content_type).is_some(), "{what} {}", answer.content_type);
    assert_eq!(answer.headers["cache-control"], "no-store", "{what}");
    assert!(!answer.headers.contains_key("set-cookie"), "{what}");
    let _ = answer.json();
}

on_both! {
    async fn every_line_with_every_seat_and_scope(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let stray = app.stray_program();
        let never = app.program_with(&web::token::written(&[77; 32]));
        for seat in Seat::ALL {
            let by = seated(app.store(), 0, *seat).await;
            let whole = app.program(by, Scope::ALL).await;
            let mut lacking = BTreeMap::new();
            for scope in Scope::ALL {
                let others: Vec<Scope> = Scope::ALL.iter().copied().filter(|other| other != scope).collect();
                lacking.insert(*scope, app.program(by, &others).await);
            }
            for line in lines() {
                let path = city.fill(line.path);
                let what = format!("{} {path} as {seat}", line.method);
                for nobody in [&stray, &never] {
                    let answer = ask(nobody, &line, &path, &json!({})).await;
                    let _ = answer.refuses(401, "no_token");
                    assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer "), "{what}");
                }
                let (answer, lacks) = (ask(&whole, &line, &path, &json!({})).await, ask(&lacking[&scope(&line)], &line, &path, &json!({})).await);
                well_formed(&answer, &line);
                if !line.access.admits(*seat) {
                    let _ = answer.refuses(403, "seat");
                    let _ = lacks.refuses(403, "seat");
                    continue;
                }
                let _ = lacks.refuses(403, "insufficient_scope");
                if line.method == "GET" {
                    assert_eq!(answer.status, 200, "{what}: {}", answer.text());
                } else {
                    let _ = answer.refuses(422, "invalid");
                }
            }
        }
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_cookie_opens_no_line_and_a_token_no_page(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        for line in lines() {
            let path = city.fill(line.path);
            let answer = match line.method.as_str() {
                "GET" => agent.get(&path).await,
                _ => agent.post_raw(&path, "application/json", b"{}".to_vec()).await,
            };
            let _ = answer.refuses(401, "no_token");
        }
        let program = app.program(city.agent, Scope::ALL).await;
        for page in ["/familles", "/jetons", "/"] {
            assert_eq!(program.get(page).await.status, 303, "{page}");
        }
    }
}

/// What is right in itself: only the cité is wrong.
fn sent(path: &str, city: &City, id: &str) -> Value {
    let (home, item) = (city.families[2], city.item);
    match path.rsplit('/').next().unwrap_or_default() {
        "actions" => json!({ "id": id, "action": "send_to_repair" }),
        "lots" => json!({ "id": id, "label": "Intrus", "kind": "tablet", "condition": "new",
            "received_on": "2026-09-01", "commitment": city.commitment, "items": [{ "serial": "INTRUS-0001" }] }),
        "items" => json!({ "id": id, "item": { "serial": "INTRUS-0002" } }),
        "loans" => json!({ "id": id, "household": home, "due_on": "2027-06-30",
            "items": [{ "item": item, "grade": "good" }] }),
        "returns" => json!({ "id": id, "items": [{ "item": item, "outcome": "good" }] }),
        "needs" => {
            json!({ "id": id, "equipment": "none", "connection": "none", "accepts_loan": true,
            "accepts_refurbished": true, "in_qpv": false, "lost_contact": false, "language": "fr" })
        }
        "rounds" => json!({ "id": id, "name": "Intrus" }),
        "commitments" => {
            json!({ "id": id, "agreement": city.agreement, "supplier": "Intrus", "purpose": "Intrus",
            "order_number": "I-1", "amount": "1.00" })
        }
        "invoices" => {
            json!({ "id": id, "number": "I-1", "siret": "11004301500012", "issued_on": "2026-09-01",
            "received_on": "2026-09-01", "amount": "1.00", "rate": 2000 })
        }
        "settlements" => json!({ "id": id, "invoice": "00000000-0000-0000-0000-000000016368" }),
        _ => json!({ "id": id }),
    }
}

on_both! {
    async fn another_cites_ids_open_nothing_and_change_nothing(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let mut programs = Vec::new();
        for seat in Seat::ALL {
            programs.push((*seat, sits(&app, 1, *seat).await));
        }
        let before = snapshot(app.store()).await;
        let mut n = 0;
        for (seat, program) in &programs {
            for line in lines() {
                n += 1;
                let path = city.fill(line.path);
                let answer = ask(program, &line, &path, &sent(line.path, &city, &fresh_id(n))).await;
                let what = format!("{} {path} as {seat} of another cité: {}", line.method, answer.text());
                let expected: &[u16] = if !line.access.admits(*seat) {
                    &[403]
                } else if line.path.contains("{id}") {
                    &[404]
                } else if line.method == "GET" {
                    &[200]
                } else {
                    &[409]
                };
                assert!(expected.contains(&answer.status.as_u16()), "{what}");
                for theirs in ["Essai", "Fondation d'essai", "Clés 4G", "Fournisseur", "BC-90050", "TSA"] {
                    assert!(!answer.text().contains(theirs), "{what} reads {theirs}");
                }
                assert_eq!(snapshot(app.store()).await, before, "{what} changed something");
            }
        }
    }
}

on_both! {
    async fn who_does_not_see_families_reads_no_name_and_no_small_count(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        for seat in [Seat::Principal, Seat::PrefectDelegate, Seat::TownCopilot, Seat::Accountant, Seat::NationalReader] {
            let program = sits(&app, 0, seat).await;
            for line in lines().iter().filter(|line| line.method == "GET") {
                let answer = program.get(&city.fill(line.path)).await;
                let text = answer.text();
                assert!(!text.contains("Essai") && !text.contains("household"), "{} as {seat}: {text}", line.path);
                if line.path == "/api/v1/plans/{id}" && answer.status == 200 {
                    let tiers = answer.json()["tiers"].as_array().unwrap().clone();
                    for tier in &tiers {
                        for cell in ["needs", "served", "other_rule", "former_practice"] {
                            let (reading, number) = (&tier[cell]["reading"], tier[cell]["number"].as_u64());
                            assert!(reading != "exact" || number >= Some(5), "{seat} reads {tier}");
                        }
                    }
                }
            }
            let rounds = program.get("/api/v1/rounds").await;
            if rounds.status == 200 {
                assert!(rounds.json()["items"][0]["needs"].is_null());
            }
        }
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let tiers = agent.get(&format!("/api/v1/plans/{}", city.proposed_plan)).await.json()["tiers"].clone();
        assert!(tiers.as_array().unwrap().iter().all(|tier| tier["served"]["reading"] == "exact"), "{tiers}");
    }
}

on_both! {
    async fn head_answers_as_get_without_a_body(fresh) {
        let app = App::new(fresh);
        let agent = sits(&app, 0, Seat::TownAgent).await;
        let answer = agent.send(Request::head("/api/v1/items"), Body::empty()).await;
        assert_eq!((answer.status.as_u16(), answer.bytes.len()), (200, 0));
    }
}
