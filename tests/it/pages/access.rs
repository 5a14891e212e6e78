//! Invariant 8: every route says who may use it, and this test walks the sheet with everybody.

use domain::Seat;
use domain::ids::ItemId;
use store::on_both;
use store::testing::builders::households::{in_need, school};
use store::testing::snapshot;
use tests::{App, city, html};
use uuid::Uuid;
use web::routes::{Access, RouteLine};

/// The lines that people use; those of programs are walked in `api::access`.
fn pages() -> Vec<RouteLine> {
    web::sheet().into_iter().filter(|line| line.api.is_none()).collect()
}

/// A path with an id of nothing in each of its places.
fn filled(path: &str) -> String {
    let nothing = "00000000-0000-7000-8000-000000000000";
    path.split('/')
        .map(|part| if part.starts_with('{') { nothing } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

on_both! {
    async fn every_route_with_every_seat(fresh) {
        let app = App::new(fresh);
        let stranger = app.stranger(app.visitor(0, Seat::Administrator).await.by);
        for seat in Seat::ALL {
            let visitor = app.visitor(1, *seat).await;
            for line in pages() {
                let path = filled(line.path);
                let (mine, theirs) = if line.method == "GET" {
                    (visitor.get(&path).await, stranger.get(&path).await)
                } else if line.path == "/deconnexion" {
                    continue;
                } else {
                    (visitor.post(&path, "no token", &[]).await, stranger.post(&path, "no token", &[]).await)
                };
                let what = format!("{} {} as {seat}", line.method, line.path);
                assert!(!mine.status.is_server_error(), "{what}: {}", mine.text());
                if let Access::Seats(seats) = line.access
                    && !seats.contains(seat)
                {
                    assert_eq!(mine.status, 403, "{what}");
                }
                let by_account = !matches!(line.access, Access::Anyone | Access::Link);
                if by_account {
                    let sent_to_sign_in = theirs.location.as_deref().is_some_and(|to| to.starts_with("/connexion"));
                    assert!(sent_to_sign_in, "{what} by a stranger: {} {:?}", theirs.status, theirs.location);
                }
                if line.method == "POST" && line.access.admits(*seat) && by_account {
                    assert!(mine.status.is_client_error(), "{what} without a token: {}", mine.status);
                }
            }
        }
    }
}

/// What a form may hold, right in itself: only the cité is wrong.
fn fields<'a>(form: &'a str, back: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("id", form),
        ("equipment", "enough"),
        ("connection", "good"),
        ("language", "fr"),
        ("numero", "INTRUS-0001"),
        ("rang", "1"),
        ("ecarts", "[]"),
        ("code", "INTRUS-0001"),
        ("objet", "00000000-0000-7000-8000-000000000001"),
        ("action", "send_to_repair"),
        ("answer", "yes"),
        ("decision", "pay"),
        ("reference", "R-1"),
        ("invoice", "F-9"),
        ("amount", "1,00"),
        ("on", "2026-09-01"),
        ("name", "Intrus"),
        ("lot", "00000000-0000-0000-0000-000000015fb9"),
        ("cote", "out"),
        ("signature", "papier"),
        ("etape", "assessed"),
        ("jour", "2026-09-01"),
        ("erreur", "wrong_act"),
        ("seat", "town_agent"),
        ("geste", "send"),
        (back, "good"),
    ]
}

on_both! {
    async fn another_cites_ids_open_nothing_and_change_nothing(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let mut visitors = Vec::new();
        for seat in Seat::ALL {
            visitors.push(app.visitor(1, *seat).await);
        }
        let before = snapshot(app.store()).await;
        let back = format!("retour.{}", ItemId(Uuid::from_u128(city.lot.0.as_u128() + 1)));
        let mut form = 0;
        for visitor in &visitors {
            let token = html::csrf(&visitor.get("/siege").await.expect(200).text()).unwrap();
            for line in pages().iter().filter(|line| line.path.contains("{id}")) {
                let path = city.fill(line.path);
                form += 1;
                let fresh_form = Uuid::from_u128(700_000 + form).to_string();
                let answer = if line.method == "GET" {
                    visitor.get(&path).await
                } else if line.limit > 2_000_000 {
                    visitor.upload(&path, &token, &fields(&fresh_form, &back), ("file", "", b"")).await
                } else {
                    visitor.post(&path, &token, &fields(&fresh_form, &back)).await
                };
                let what = format!("{} {} as {} of another cité", line.method, line.path, visitor.by.seat);
                let page = html::visible(&answer.text());
                if !line.access.admits(visitor.by.seat) {
                    assert_eq!(answer.status, 403, "{what}");
                } else if line.method == "GET" {
                    assert_eq!(answer.status, 404, "{what}: {page}");
                } else {
                    assert!([404, 409].contains(&answer.status.as_u16()), "{what}: {} {page}", answer.status);
                }
                for theirs in ["Essai", "Fondation d'essai", "Clés 4G", "Fournisseur", "BC-90050", "TSA", "CSVExtraction"] {
                    assert!(!page.contains(theirs), "{what} reads {theirs}: {page}");
                }
                assert_eq!(snapshot(app.store()).await, before, "{what} changed something");
            }
        }
    }
}

on_both! {
    async fn another_cites_ids_in_fields_are_unknown(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(1, Seat::TownAgent).await;
        let principal = app.visitor(1, Seat::Principal).await;
        // Its own school, so that the census form is shown.
        let _ = school(app.store(), agent.by).await;
        let own = in_need(app.store(), 900, agent.by).await.to_string();
        let item = city.item.to_string();
        let before = snapshot(app.store()).await;
        let home = city.families[0].to_string();
        let (line, agreement) = (city.line.to_string(), city.agreement.to_string());
        let _ = agent.get(&format!("/prets/nouveau?foyer={home}")).await.expect(404);
        let page = agent.get(&format!("/prets/nouveau?foyer={own}&objet={item}")).await.expect(200).text();
        assert!(!page.contains("TSA"), "another cité's item is shown");
        for (search, nothing) in [
            ("/familles?q=essai1", "Aucune famille ne correspond"),
            ("/materiel?q=S1-1-0001", "0 objet"),
            ("/recherche?q=essai3", "Rien ne correspond"),
            ("/recherche?q=DON-0001", "Rien ne correspond"),
        ] {
            let _ = agent.get(search).await.expect(200).says(nothing);
        }
        let lot = agent.get(&format!("/materiel?lot={}", city.lot)).await.expect(200);
        let _ = lot.says("0 objet");

        let form = |n: u128| Uuid::from_u128(710_000 + n).to_string();
        let (one, two, three, four) = (form(1), form(2), form(3), form(4));
        let shown = format!("/prets/nouveau?foyer={own}");
        let lend = |foyer| [("id", one.as_str()), ("foyer", foyer), ("objet", item.as_str()), ("due_on", "2027-06-30")];
        let _ = agent.submit(&shown, "/prets/nouveau", &lend(home.as_str())).await.expect(404);
        let _ = agent.submit(&shown, "/prets/nouveau", &lend(own.as_str())).await.expect(409);
        let theirs = school(app.store(), city.agent).await.to_string();
        let token = html::csrf(&agent.get("/fichiers").await.text()).unwrap();
        let fields = [("id", two.as_str()), ("school", theirs.as_str()), ("kind", "pupils")];
        let file: &[u8] = include_bytes!("../../fixtures/onde/pupils_a.csv");
        let sent = agent.upload("/fichiers", &token, &fields, ("file", "e.csv", file)).await.expect(422);
        let _ = sent.says("choisissez une des écoles proposées");
        let donor = format!("donor.{}", Uuid::from_u128(90_101));
        let bought = format!("fund.{}", city.commitment);
        for (origin, sentence) in [(donor, "Ce donateur n’est pas connu"), (bought, "Cet engagement n’est pas connu")] {
            let fields = [
                ("id", three.as_str()), ("label", "Intrus"), ("type", "tablet"), ("liste", "SERIE-001"), ("condition", "new"),
                ("origine", origin.as_str()), ("received_on", "2026-09-01"), ("confirme", "oui"),
            ];
            let _ = agent.upload("/materiel/reception", &token, &fields, ("fichier", "", b"")).await.expect(409).says(sentence);
        }
        let ask = [("id", four.as_str()), ("line", line.as_str()), ("purpose", "Intrus"), ("amount", "1,00"), ("regime", "normal"), ("categorie", "other")];
        let _ = principal.submit("/fonds/accords", "/fonds/accords", &ask).await.expect(409);
        let commit = [
            ("id", four.as_str()), ("agreement", agreement.as_str()), ("supplier", "Intrus"), ("purpose", "Intrus"),
            ("order_number", "I-1"), ("amount", "1,00"),
        ];
        let _ = principal.submit("/fonds/accords", "/fonds/engagements/nouveau", &commit).await.expect(409);
        assert_eq!(snapshot(app.store()).await, before);
    }
}
