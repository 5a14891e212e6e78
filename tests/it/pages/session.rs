//! Coming in, staying in, going out; and what every answer wears.

use axum::http::header;
use domain::Seat;
use jiff::SignedDuration;
use store::on_both;
use tests::App;

on_both! {
    async fn a_form_without_its_token_changes_nothing(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(1, Seat::TownAgent).await;
        let other = app.visitor(2, Seat::TownAgent).await;
        let seats = agent.get("/siege").await.text();
        let theirs = tests::html::csrf(&other.get("/siege").await.text()).expect("a token");
        for token in ["", "00", &theirs, &"0".repeat(128)] {
            let answer = agent.post("/deconnexion", token, &[]).await.expect(403);
            let _ = answer.says("Rien n’a été enregistré");
        }
        // Still signed in; the token of any page opened before is good, though each differs.
        let again = agent.get("/siege").await.expect(200).text();
        assert_ne!(tests::html::csrf(&seats), tests::html::csrf(&again));
        let token = tests::html::csrf(&seats).expect("a token");
        assert_eq!(agent.post("/deconnexion", &token, &[]).await.expect(303).location.as_deref(), Some("/connexion"));
        let _ = agent.get("/siege").await.expect(303);
    }
}

on_both! {
    async fn a_session_nobody_uses_ends_and_one_in_use_does_not(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(1, Seat::TownAgent).await;
        for _ in 0..4 {
            app.clock.advance(SignedDuration::from_mins(110));
            let _ = agent.get("/siege").await.expect(200);
        }
        app.clock.advance(SignedDuration::from_mins(121));
        let _ = agent.get("/siege").await.expect(303);
    }
}

on_both! {
    async fn the_way_back_is_kept_and_leads_nowhere_else(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(1, Seat::TownAgent).await;
        let stranger = app.stranger(agent.by);
        let sent = stranger.get("/familles?q=a%26b").await.expect(303);
        assert_eq!(sent.location.as_deref(), Some("/connexion?suite=%2Ffamilles%3Fq%3Da%2526b"));
        let back = agent.get("/connexion?suite=/siege").await.expect(303);
        assert_eq!(back.location.as_deref(), Some("/siege"));
        let abroad = agent.get("/connexion?suite=//ailleurs.example").await.expect(303);
        assert_eq!(abroad.location.as_deref(), Some("/"));
    }
}

on_both! {
    async fn nothing_of_a_password_is_said_but_right_or_wrong(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(1, Seat::TownAgent).await;
        let stranger = app.stranger(agent.by);
        let mut pages = Vec::new();
        for login in ["town_agent-1", "nobody"] {
            let fields = [("login", login), ("password", "pas le bon du tout")];
            let answer = stranger.post("/connexion", "", &fields).await.expect(422);
            pages.push(answer.text().replace(login, "…"));
            assert!(!pages[0].contains("pas le bon"), "a password never comes back");
        }
        assert_eq!(pages[0], pages[1], "a known and an unknown login answer alike");
    }
}

on_both! {
    async fn an_empty_database_says_how_to_begin(fresh) {
        let app = App::new(fresh);
        let nobody = domain::ids::AccountId(uuid::Uuid::nil());
        let cite = domain::ids::CiteId(uuid::Uuid::nil());
        let stranger = app.stranger(store::By { account: nobody, cite, seat: Seat::Administrator });
        let _ = stranger.get("/connexion").await.expect(200).says("cartable user add");
    }
}

on_both! {
    async fn lost_visitors_keep_their_bearings(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(1, Seat::TownAgent).await;
        let lost = agent.get("/nulle-part").await.expect(404).says("Page introuvable");
        let _ = lost.says("Se déconnecter");
        let _ = agent.post("/sante", "", &[]).await.expect(405).says("Action impossible");
        let large = "x".repeat(2_100_000);
        let answer = agent.post("/siege", "", &[("seat", &large)]).await.expect(413);
        let _ = answer.says("2 Mo");
    }
}

on_both! {
    async fn pages_may_load_and_be_framed_by_nobody_else(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(1, Seat::TownAgent).await;
        let page = agent.get("/siege").await;
        let header = |name| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header(header::CACHE_CONTROL), "no-store");
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(header::REFERRER_POLICY), "same-origin");
    }
}

on_both! {
    async fn a_form_sent_after_the_session_has_ended_says_that_it_was_not_kept(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(1, Seat::TownAgent).await;
        let late = app.stranger(agent.by);
        let answer = late.post("/familles/nouvelle", "x", &[("family_name", "Essai")]).await.expect(303);
        assert_eq!(answer.location.as_deref(), Some("/connexion"));
        let notice = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        let page = app.holding(agent.by, notice.split(';').next().unwrap()).get("/connexion").await.expect(200);
        let _ = page.says("Votre connexion a expiré").says("n’a pas été enregistré");
        let opened = late.get("/familles").await.expect(303).location.unwrap();
        assert_eq!(opened, "/connexion?suite=%2Ffamilles", "a page that was asked for is opened after");
    }
}

on_both! {
    async fn whoever_sits_twice_still_gets_where_they_were_going(fresh) {
        let app = App::new(fresh);
        let by = app.visitor(0, Seat::PrefectDelegate).await.by;
        let password = "quatre mots sans lien";
        let id = domain::ids::AccountId(uuid::Uuid::from_u128(77));
        let seat = |n: u128| domain::ids::SeatId(uuid::Uuid::from_u128(n));
        let new = store::NewAccount {
            id,
            login: "sacha".into(),
            name: "Sacha Vidal".into(),
            password_hash: web::password::hash(password, [3; 16]).unwrap(),
            seat_id: seat(77),
            seat: Seat::PrefectDelegate,
            cite: by.cite,
            deputy: false,
        };
        let now = store::testing::builders::cites::start();
        app.store().create_account(&new, None, now).await.unwrap();
        let second = store::HeldSeat { id: seat(78), seat: Seat::Principal, cite: by.cite, cite_name: String::new(), deputy: false };
        app.store().give_seat(id, &second, None, now).await.unwrap();
        let fields = [("login", "Sacha"), ("password", password), ("suite", "/fonds/accords")];
        let signed = app.stranger(by).post("/connexion", "", &fields).await.expect(303);
        assert_eq!(signed.location.as_deref(), Some("/siege?suite=%2Ffonds%2Faccords"));
        let cookie = signed.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        let sacha = app.holding(by, cookie.split(';').next().unwrap());
        let chosen = seat(78).to_string();
        let fields = [("seat", chosen.as_str()), ("suite", "/fonds/accords")];
        let seated = sacha.submit("/siege?suite=%2Ffonds%2Faccords", "/siege", &fields).await.expect(303);
        assert_eq!(seated.location.as_deref(), Some("/fonds/accords"));
        let away = [("seat", chosen.as_str()), ("suite", "//ailleurs.example")];
        let cookie = seated.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        let sacha = app.holding(by, cookie.split(';').next().unwrap());
        let home = sacha.submit("/siege", "/siege", &away).await.expect(303);
        assert_eq!(home.location.as_deref(), Some("/"));
    }
}
