//! The administrator's pages, and one's own password.

use axum::http::header;
use domain::Seat;
use domain::ids::{AccountId, SeatId};
use jiff::SignedDuration;
use store::testing::builders::cites::{cite, start};
use store::{By, HeldSeat, NewAccount, on_both};
use tests::{Answer, App, Visitor, html};
use uuid::Uuid;

const OLD: &str = "trois canards bleus";

/// Posts a form of `page` to `path` with that page's own id.
async fn send(who: &Visitor, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let id = html::field(&who.get(page).await.expect(200).text(), "id").unwrap();
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(fields);
    who.submit(page, path, &all).await
}

/// A town agent of the cité 0 whose password is [`OLD`].
async fn camille(app: &App) -> NewAccount {
    let new = NewAccount {
        id: AccountId(Uuid::from_u128(7_700)),
        login: "camille@exemple.fr".into(),
        name: "Camille Roy".into(),
        password_hash: web::password::hash(OLD, [3; 16]).unwrap(),
        seat_id: SeatId(Uuid::from_u128(7_701)),
        seat: Seat::TownAgent,
        cite: cite(0).id,
        deputy: false,
    };
    app.store().create_account(&new, None, start()).await.unwrap();
    new
}

/// Signs in; gives the session's cookie, or nothing when refused.
async fn sign_in(app: &App, by: By, password: &str) -> Option<String> {
    let fields = [("login", "camille@exemple.fr"), ("password", password)];
    let answer = app.stranger(by).post("/connexion", "", &fields).await;
    let cookie = answer.headers.get(header::SET_COOKIE)?.to_str().ok()?;
    Some(cookie.split(';').next()?.to_owned())
}

/// The verbs of the journal lines about an account.
async fn verbs(app: &App, account: AccountId, by: By) -> Vec<String> {
    let lines = app.store().journal_of(account.into(), by).await.unwrap();
    lines.into_iter().map(|line| line.verb).collect()
}

on_both! {
    async fn a_seat_is_given_and_taken_back_with_its_sessions(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = format!("/comptes/{}", agent.by.account);
        let _ = administrator.get("/comptes").await.expect(200).says("Agent municipal").says("town_agent 0");
        let give = format!("{page}/sieges");
        let _ = send(&administrator, &page, &give, &[("seat", "")]).await.expect(422).says("choisissez une des réponses");
        let _ = send(&administrator, &page, &give, &[("seat", "accountant")]).await.expect(303);
        let shown = administrator.get(&page).await.expect(200).says("Agent comptable").text();
        assert!(!shown.contains("value=\"accountant\""), "a seat held is not offered again");
        let _ = agent.get("/siege").await.expect(200).says("agent comptable");

        let person = app.store().staff_member(agent.by.account, administrator.by).await.unwrap().unwrap();
        let seat = person.seats[0].id;
        let back = format!("{page}/sieges/{seat}/retirer");
        let _ = send(&administrator, &page, &back, &[]).await.expect(303);
        assert!(agent.get("/").await.expect(303).location.unwrap().starts_with("/connexion"), "the session is closed");
        assert_eq!(verbs(&app, agent.by.account, administrator.by).await, ["give_seat", "take_seat_back"]);
        let _ = send(&administrator, &page, &back, &[]).await.expect(404);

        // The last seat taken back leaves the account in the list, so that one can be given again.
        let person = app.store().staff_member(agent.by.account, administrator.by).await.unwrap().unwrap();
        let back = format!("{page}/sieges/{}/retirer", person.seats[0].id);
        let _ = send(&administrator, &page, &back, &[]).await.expect(303);
        let _ = administrator.get("/comptes").await.expect(200).says("aucun siège");
        let _ = send(&administrator, &page, &give, &[("seat", "town_agent")]).await.expect(303);
        let _ = administrator.get(&page).await.expect(200).says("Agent municipal");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_last_administrator_keeps_the_seat(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let mine = format!("/comptes/{}", administrator.by.account);
        let person = app.store().staff_member(administrator.by.account, administrator.by).await.unwrap().unwrap();
        let back = format!("{mine}/sieges/{}/retirer", person.seats[0].id);
        let _ = send(&administrator, &mine, &back, &[]).await.expect(409).says("dernier administrateur");
        let _ = administrator.get("/comptes").await.expect(200);
        let theirs = format!("/comptes/{}", agent.by.account);
        let _ = send(&administrator, &theirs, &format!("{theirs}/sieges"), &[("seat", "administrator")]).await.expect(303);
        let _ = send(&administrator, &mine, &back, &[]).await.expect(303);
    }
}

on_both! {
    async fn a_reset_password_is_shown_once_and_closes_every_session(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        let camille = camille(&app).await;
        let cookie = sign_in(&app, administrator.by, OLD).await.unwrap();
        let theirs = app.holding(administrator.by, &cookie);
        let _ = theirs.get("/familles").await.expect(200);
        let page = format!("/comptes/{}", camille.id);
        let shown = send(&administrator, &page, &format!("{page}/mot-de-passe"), &[]).await.expect(200);
        let shown = shown.says("affiché cette seule fois").text();
        let first = shown.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!(first.len(), 19, "{first}");
        assert!(!administrator.get(&page).await.text().contains(&first), "shown once");
        let _ = theirs.get("/familles").await.expect(303);
        assert!(sign_in(&app, administrator.by, OLD).await.is_none(), "the old one opens nothing");
        assert!(sign_in(&app, administrator.by, &first).await.is_some());
        let mine = format!("/comptes/{}", administrator.by.account);
        let own = send(&administrator, &mine, &format!("{mine}/mot-de-passe"), &[]).await;
        let _ = own.expect(409).says("C’est votre compte");

        // Who also sits in another cité is out of this administrator's reach.
        let elsewhere = app.visitor(1, Seat::Administrator).await;
        let held = HeldSeat {
            id: SeatId(Uuid::from_u128(7_702)), seat: Seat::Principal, cite: cite(1).id, cite_name: String::new(), deputy: false,
        };
        app.store().give_seat(camille.id, &held, None, start()).await.unwrap();
        for who in [&administrator, &elsewhere] {
            let refused = send(who, &page, &format!("{page}/mot-de-passe"), &[]).await;
            let _ = refused.expect(409).says("siège aussi dans une cité dont vous n’êtes pas administrateur");
        }
        assert!(sign_in(&app, administrator.by, &first).await.is_some(), "nothing has changed");
        assert_eq!(verbs(&app, camille.id, administrator.by).await, ["reset_password"]);
    }
}

on_both! {
    async fn an_account_at_rest_is_woken(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        let camille = camille(&app).await;
        for _ in 0..5 {
            assert!(sign_in(&app, administrator.by, "pas le bon du tout").await.is_none());
        }
        assert!(sign_in(&app, administrator.by, OLD).await.is_none(), "the account rests");
        let page = format!("/comptes/{}", camille.id);
        let _ = administrator.get("/comptes").await.expect(200).says("suspendu");
        let _ = administrator.get(&page).await.expect(200).says("Compte suspendu jusqu’au");
        let _ = administrator.submit(&page, &format!("{page}/debloquer"), &[]).await.expect(303);
        assert!(sign_in(&app, administrator.by, OLD).await.is_some());
        assert_eq!(verbs(&app, camille.id, administrator.by).await, ["unlock_account"]);
    }
}

on_both! {
    async fn an_account_of_another_cite_is_unknown(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(1, Seat::Administrator).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = format!("/comptes/{}", agent.by.account);
        let _ = administrator.get(&page).await.expect(404);
        let listed = administrator.get("/comptes").await.expect(200).text();
        assert!(!listed.contains("town_agent-0"), "{listed}");
        let id = Uuid::from_u128(7_800).to_string();
        let seat = app.store().account_by_login("town_agent-0").await.unwrap().unwrap().seats[0].id;
        for path in ["sieges".to_owned(), format!("sieges/{seat}/retirer"), "mot-de-passe".into(), "debloquer".into()] {
            let fields = [("id", id.as_str()), ("seat", "accountant")];
            let _ = administrator.submit("/comptes", &format!("{page}/{path}"), &fields).await.expect(404);
        }
        let _ = agent.get("/").await.expect(200);
        assert_eq!(verbs(&app, agent.by.account, agent.by).await, Vec::<String>::new());
    }
}

on_both! {
    async fn fifty_accounts_fill_a_page(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        for n in 0..51_u128 {
            let new = NewAccount {
                id: AccountId(Uuid::from_u128(9_000 + n)),
                login: format!("agent-{n}"),
                name: format!("Personne {n:02}"),
                password_hash: "x".into(),
                seat_id: SeatId(Uuid::from_u128(9_500 + n)),
                seat: Seat::TownAgent,
                cite: cite(0).id,
                deputy: false,
            };
            app.store().create_account(&new, None, start()).await.unwrap();
        }
        let first = administrator.get("/comptes").await.expect(200).says("Page 1 sur 2").text();
        assert_eq!(first.matches("href=\"/comptes/").count(), 50);
        let _ = administrator.get("/comptes?page=2").await.expect(200).says("Personne 50");
    }
}

on_both! {
    async fn a_person_changes_the_password_and_the_other_sessions_end(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        let camille = camille(&app).await;
        let by = By { account: camille.id, cite: camille.cite, seat: Seat::TownAgent };
        let here = app.holding(by, &sign_in(&app, by, OLD).await.unwrap());
        let there = app.holding(by, &sign_in(&app, by, OLD).await.unwrap());
        let page = "/mot-de-passe";
        let _ = here.get("/").await.expect(200).says("Mot de passe");
        let fresh = "quatre mots sans lien";
        for (current, new, again, status, sentence) in [
            ("", "", "", 422, "« Nouveau mot de passe » est vide"),
            (OLD, "court", "court", 422, "au moins 12 caractères"),
            (OLD, "motdepasse123", "motdepasse123", 422, "trop courant"),
            (OLD, "camille et son chien", "camille et son chien", 422, "contient votre identifiant"),
            (OLD, OLD, OLD, 422, "C’est déjà votre mot de passe"),
            (OLD, fresh, "quatre mots sans lieu", 422, "diffèrent"),
            ("pas le bon du tout", fresh, fresh, 422, "Le mot de passe actuel n’est pas le bon"),
        ] {
            let fields = [("current", current), ("fresh", new), ("again", again)];
            let answer = here.submit(page, page, &fields).await.expect(status).says(sentence);
            assert!(!answer.text().contains(fresh), "a password never comes back");
        }
        let _ = there.get(page).await.expect(200);
        let fields = [("current", OLD), ("fresh", fresh), ("again", fresh)];
        let _ = here.submit(page, page, &fields).await.expect(303);
        let _ = here.get(page).await.expect(200);
        let _ = there.get(page).await.expect(303);
        assert!(sign_in(&app, by, OLD).await.is_none());
        assert!(sign_in(&app, by, fresh).await.is_some());
        assert_eq!(verbs(&app, camille.id, administrator.by).await, ["change_password"]);
    }
}

on_both! {
    async fn guessing_the_current_password_at_an_open_desk_is_slowed(fresh) {
        let app = App::new(fresh);
        let _ = app.visitor(0, Seat::Administrator).await;
        let camille = camille(&app).await;
        let by = By { account: camille.id, cite: camille.cite, seat: Seat::TownAgent };
        let here = app.holding(by, &sign_in(&app, by, OLD).await.unwrap());
        let (page, fresh) = ("/mot-de-passe", "quatre mots sans lien");
        for _ in 0..5 {
            let fields = [("current", "pas le bon du tout"), ("fresh", fresh), ("again", fresh)];
            let _ = here.submit(page, page, &fields).await.expect(422);
        }
        let fields = [("current", OLD), ("fresh", fresh), ("again", fresh)];
        let _ = here.submit(page, page, &fields).await.expect(409).says("Trop d’essais manqués");
        app.clock.advance(SignedDuration::from_mins(6));
        let _ = here.submit(page, page, &fields).await.expect(303);
    }
}
