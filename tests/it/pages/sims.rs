//! SIM cards on their pages: described, followed, ordered for; their codes shown once and nowhere else.

use domain::Seat;
use domain::sim::SecretKind;
use store::on_both;
use store::testing::snapshot;
use tests::city::{PIN, PUK};
use tests::{App, Crawl, city, html};
use uuid::Uuid;

/// The fields of a description, changed by its caller.
fn described<'a>(id: &'a str, pin: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("id", id),
        ("operateur", "Orange"),
        ("volume", "20000"),
        ("formule", "prepaid"),
        ("activer_avant", "2026-09-10"),
        ("validite", "30"),
        ("rechargeable", "oui"),
        ("pin", pin),
        ("puk", "7135 9264"),
    ]
}

fn form(n: u128) -> String {
    Uuid::from_u128(760_000 + n).to_string()
}

on_both! {
    async fn a_code_is_shown_once_to_the_agent_and_written_down(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = format!("/materiel/{}", city.sim);
        let page = agent.get(&place).await.expect(200).says("Afficher le code PIN").says("Afficher le code PUK").text();
        assert!(!page.contains(PIN) && !page.contains(PUK));
        let code = format!("/cartes-sim/{}/code", city.sim);
        let token = html::csrf(&page).unwrap();
        for (nth, (kind, secret)) in (1..).zip([(SecretKind::Pin, PIN), (SecretKind::Puk, PUK)]) {
            let id = form(nth);
            let fields = [("id", id.as_str()), ("code", kind.code())];
            let shown = agent.post(&code, &token, &fields).await.expect(200).says(secret);
            assert_eq!(shown.headers["cache-control"], "no-store");
            let again = agent.post(&code, &token, &fields).await.expect(409).says("a déjà été affiché une fois").text();
            assert!(!again.contains(secret), "shown twice by one button");
        }
        assert_eq!(agent.get(&code).await.status, 405, "no address leads to a code");
        let page = agent.get(&place).await.expect(200).says("Derniers affichages").text();
        assert!(!page.contains(PIN) && !page.contains(PUK));
        let lines = app.store().journal_of(city.sim.into(), agent.by).await.unwrap();
        let shows = lines.iter().filter(|line| line.verb == "show_secret");
        assert!(shows.map(|line| line.account).eq([Some(agent.by.account); 2]), "two displays, by the agent");
        for seat in Seat::ALL.iter().filter(|seat| **seat != Seat::TownAgent) {
            let other = app.visitor(0, *seat).await;
            let token = html::csrf(&other.get("/siege").await.text()).unwrap();
            let refused = other.post(&code, &token, &[("id", &form(9)), ("code", "pin")]).await.expect(403).text();
            assert!(!refused.contains(PIN));
        }
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn no_page_and_no_file_holds_a_code(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        for seat in Seat::ALL {
            let visitor = app.visitor(0, *seat).await;
            let mut crawl = Crawl::new(*seat, 30);
            while let Some(path) = crawl.next_path() {
                let answer = visitor.get(&path).await;
                let page = String::from_utf8_lossy(&answer.bytes).into_owned();
                assert!(!page.contains(PIN) && !page.contains(PUK), "{path} as {seat}");
                crawl.saw(&path, answer.status.as_u16(), &answer.content_type, &answer.bytes);
            }
        }
        let files = [(Seat::TownAgent, "materiel"), (Seat::TownAgent, "cartes-sim"), (Seat::Administrator, "journal")];
        for (seat, kind) in files {
            let visitor = app.visitor(0, seat).await;
            let path = format!("/exports/{kind}");
            let answer = visitor.submit(&path, &path, &[("format", "csv"), ("purpose", "audit")]).await.expect(200);
            let file = String::from_utf8_lossy(&answer.bytes).into_owned();
            assert!(file.contains("Numéro") || file.contains("Verbe") || file.len() > 100, "{kind} is no file");
            assert!(!file.contains(PIN) && !file.contains(PUK), "{kind}");
        }
    }
}

on_both! {
    async fn a_card_is_described_and_a_wrong_code_is_not_repeated(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = format!("/cartes-sim/{}/fiche", city.sim);
        let page = agent.get(&place).await.expect(200).says("laissez vide pour garder le PIN et le PUK").text();
        let token = html::csrf(&page).unwrap();
        let before = snapshot(app.store()).await;
        let wrong = agent.post(&place, &token, &described(&form(1), "90817")[..8]).await.expect(303);
        assert!(wrong.location.unwrap().starts_with("/materiel/"), "five digits are a PIN");
        let wrong = agent.post(&place, &token, &described(&form(2), "908a7")).await.expect(422);
        let text = wrong.says("Le code PIN a de 4 à 8 chiffres, et rien d’autre").text();
        assert!(!text.contains("908a7") && !text.contains("7135"), "what was typed comes back");
        let blank = agent.post(&place, &token, &[("id", &form(3)), ("formule", "plan")]).await.expect(422);
        let _ = blank.says("« Opérateur » est vide").says("« Prix par mois » est vide").says("« Dernier jour » est vide");
        let mut after = snapshot(app.store()).await;
        for table in ["journal", "submissions", "journal_head.seq"] {
            *after.get_mut(table).unwrap() -= 1;
        }
        assert_eq!(after, before, "only the first was kept");
        let tablet = format!("/cartes-sim/{}/fiche", city.item);
        let _ = agent.get(&tablet).await.expect(409).says("n’a pas de carte SIM");
    }
}

on_both! {
    async fn the_life_of_a_line_is_noted_on_its_page(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let _ = agent.get("/cartes-sim?liste=to_activate").await.expect(200).says("1 carte").says("avant le 10/09/2026");
        let place = format!("/materiel/{}", city.sim);
        let events = format!("/cartes-sim/{}/evenements", city.sim);
        let token = html::csrf(&agent.get(&place).await.text()).unwrap();
        let note = async |n: u128, what: &str, on: &str| {
            agent.post(&events, &token, &[("id", &form(n)), ("evenement", what), ("on", on)]).await
        };
        let _ = note(1, "used", "2026-09-01").await.expect(409).says("La ligne n’est pas activée");
        let _ = note(2, "", "demain").await.expect(422).says("« Événement »").says("n’est pas une date");
        let _ = note(3, "topped_up", "2026-09-01").await.expect(409).says("se commande sur le fonds");
        let _ = note(4, "activated", "2026-09-01").await.expect(303);
        let _ = note(5, "activated", "2030-01-01").await.expect(409).says("n’est pas encore là");
        let _ = note(6, "suspended", "2026-09-01").await.expect(303);
        let _ = agent.get(&place).await.expect(200).says("suspendue").says("1er octobre 2026").says("Ligne rétablie");
        let _ = agent.get("/cartes-sim?liste=to_activate").await.expect(200).says("0 carte");
    }
}

on_both! {
    async fn a_plan_is_looked_at_then_committed_to_its_last_month(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let principal = app.visitor(0, Seat::Principal).await;
        let list = principal.get("/cartes-sim").await.expect(200).says("Commander une recharge").text();
        assert!(!html::visible(&list).contains("Essai"), "a family's name before who pays");
        let page = principal.get("/cartes-sim/commande").await.expect(200).text();
        let token = html::csrf(&page).unwrap();
        let item = app.store().sim(city.sim, principal.by).await.unwrap().unwrap().sim.item;
        let tag = app.store().item(item, principal.by).await.unwrap().unwrap().item.tag;
        let (agreement, id) = (city.agreement.to_string(), form(1));
        let order = |more: &[(&'static str, &'static str)]| {
            let fields = [
                ("id", id.clone()), ("agreement", agreement.clone()), ("supplier", "Orange".into()),
                ("purpose", "Forfaits".into()), ("order_number", "BC-SIM-1".into()), ("cartes", tag.clone()),
                ("achat", "forfait".into()), ("mensuel", "9,99".into()), ("debut", "2026-09-15".into()), ("fin", "2027-06-30".into()),
            ];
            fields.into_iter().chain(more.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect::<Vec<_>>()
        };
        let send = async |fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            principal.post("/cartes-sim/commande", &token, &fields).await
        };
        let before = snapshot(app.store()).await;
        let looked = send(order(&[])).await.expect(422).says("10 mois : chaque mois commencé compte en entier");
        let _ = looked.says("99,90").says("Exercice 2026").says("39,96").says("Exercice 2027").says("59,94");
        let other_sum = send(order(&[("certain", "oui"), ("vu", "10.00")])).await.expect(422);
        let _ = other_sum.says("Vérifiez le total");
        let missing = send(order(&[]).into_iter().map(|(name, value)| (name, if name == "cartes" { "9999".into() } else { value })).collect()).await;
        let _ = missing.expect(422).says("ne porte ces numéros : 9999");
        let late = send(order(&[]).into_iter().map(|(name, value)| (name, if name == "fin" { "2026-09-01".into() } else { value })).collect()).await;
        let _ = late.expect(422).says("La fin du forfait vient avant son début");
        assert_eq!(snapshot(app.store()).await, before, "looking commits nothing");
        let done = send(order(&[("certain", "oui"), ("vu", "99.90")])).await.expect(303);
        let _ = principal.get(&done.location.unwrap()).await.expect(200).says("Forfait commandé").says("plusieurs exercices").says("2026 : 4 mois").says("59,94");
        let agent = app.visitor(0, Seat::TownAgent).await;
        let _ = agent.get(&format!("/materiel/{}", city.sim)).await.expect(200).says("Forfait de 9,99").says("30 juin 2027").says("BC-SIM-1");
        let fiche = format!("/cartes-sim/{}/fiche", city.sim);
        let _ = agent.get(&fiche).await.expect(200).says("payé par le fonds");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
