//! The page of the tokens: made, shown once, used, ended.

use domain::Seat;
use domain::token::Scope;
use jiff::SignedDuration;
use store::on_both;
use tests::{Answer, App, Visitor};

/// The secret that a page shows.
fn secret(answer: &Answer) -> String {
    let page = answer.text();
    let at = page.find(web::token::PREFIX).expect("a secret");
    page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

async fn make(visitor: &Visitor, scopes: &[&str]) -> Answer {
    let id = uuid::Uuid::from_u128(visitor.by.account.0.as_u128() + 880_000 + scopes.len() as u128)
        .to_string();
    let mut fields = vec![("id", id.as_str()), ("label", "Tableur"), ("days", "90")];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    visitor.submit("/jetons", "/jetons", &fields).await
}

on_both! {
    async fn a_token_is_shown_once_works_and_is_revoked(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let made = make(&agent, &["items:read", "loans:read"]).await.expect(200).says("affiché cette seule fois");
        let token = secret(&made);
        let list = agent.get("/jetons").await.expect(200).says("Lire le matériel, lire les prêts").says("jamais");
        assert!(!list.text().contains(&token), "it is shown once");
        let program = app.program_with(&token);
        let _ = program.get("/api/v1/items").await.expect(200);
        let _ = program.get("/api/v1/needs").await.refuses(403, "insufficient_scope");
        let _ = agent.get("/jetons").await.expect(200).says("1er septembre 2026");
        let again = make(&agent, &["items:read", "loans:read"]).await.expect(303);
        assert_eq!(again.location.as_deref(), Some("/jetons"), "a double click makes no second one");
        let id = app.store().tokens(0, 9, agent.by).await.unwrap().0[0].id;
        let _ = agent.submit("/jetons", &format!("/jetons/{id}/revoquer"), &[]).await.expect(303);
        let _ = program.get("/api/v1/items").await.refuses(401, "no_token");
        let _ = agent.get("/jetons").await.expect(200).says("révoqué le");
    }
}

on_both! {
    async fn a_seat_grants_no_more_than_it_has(fresh) {
        let app = App::new(fresh);
        let accountant = app.visitor(0, Seat::Accountant).await;
        let page = accountant.get("/jetons").await.expect(200).says("Lire le fonds").text();
        assert!(!page.contains("items:read") && !page.contains("fund:write"), "the accountant commits nothing");
        let _ = make(&accountant, &["fund:write"]).await.expect(422).says("votre siège permet");
        let _ = make(&accountant, &[]).await.expect(422).says("cochez");
        for seat in [Seat::Administrator, Seat::NationalReader] {
            let visitor = app.visitor(0, seat).await;
            let _ = visitor.get("/jetons").await.expect(200).says("il n’y a pas de jeton à créer");
            let _ = visitor.submit("/siege", "/jetons", &[("id", &uuid::Uuid::from_u128(5).to_string()), ("label", "x"), ("days", "90"), ("scopes", "items:read")]).await.expect(422);
        }
    }
}

on_both! {
    async fn it_ends_on_its_day_and_with_its_seat(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let administrator = app.visitor(0, Seat::Administrator).await;
        let first = app.program_with(&secret(&make(&agent, &["items:read"]).await.expect(200)));
        app.clock.advance(SignedDuration::from_hours(24 * 89));
        let _ = first.get("/api/v1/items").await.expect(200);
        app.clock.advance(SignedDuration::from_hours(24));
        let _ = first.get("/api/v1/items").await.refuses(401, "no_token");
        app.clock.set(store::testing::builders::cites::start());
        let _ = first.get("/api/v1/items").await.expect(200);
        let account = format!("/comptes/{}", agent.by.account);
        let seat = app.store().account_by_login("town_agent-0").await.unwrap().unwrap().seats[0].id;
        let form = uuid::Uuid::from_u128(6).to_string();
        let path = format!("{account}/sieges/{seat}/retirer");
        let _ = administrator.submit(&account, &path, &[("id", &form)]).await.expect(303);
        let _ = first.get("/api/v1/items").await.refuses(401, "no_token");
    }
}

on_both! {
    async fn the_administrator_sees_and_ends_those_of_the_cite(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (administrator, principal) = (app.visitor(0, Seat::Administrator).await, app.visitor(0, Seat::Principal).await);
        let elsewhere = app.visitor(1, Seat::Administrator).await;
        let program = app.program_with(&secret(&make(&agent, &["items:read"]).await.expect(200)));
        let _ = administrator.get("/jetons").await.expect(200).says("Tableur").says("town_agent 0");
        let id = app.store().tokens(0, 9, agent.by).await.unwrap().0[0].id;
        let path = format!("/jetons/{id}/revoquer");
        for other in [&principal, &elsewhere] {
            assert!(!other.get("/jetons").await.expect(200).text().contains("Tableur"));
            let _ = other.submit("/siege", &path, &[]).await.expect(404);
        }
        let _ = program.get("/api/v1/items").await.expect(200);
        let _ = administrator.submit("/jetons", &path, &[]).await.expect(303);
        let _ = program.get("/api/v1/items").await.refuses(401, "no_token");
    }
}

on_both! {
    async fn the_page_for_programmers_is_open_and_names_every_scope(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let stranger = app.stranger(agent.by);
        let page = stranger.get("/api").await.expect(200).says("OpenAPI");
        for scope in Scope::ALL {
            assert!(page.text().contains(scope.code()), "{scope}");
        }
        let document = stranger.get("/api/v1/openapi.json").await.expect(200);
        assert_eq!(document.json()["openapi"], "3.1.0");
    }
}
