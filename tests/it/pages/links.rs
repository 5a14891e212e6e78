//! A headteacher's fifteen minutes: a link, a page, an answer for each pupil, handed in once; a list
//! ticked on paper and typed in. What reaches the register goes through an agent.

use domain::Seat;
use domain::ids::{ChildId, SchoolId};
use domain::people::equipment::{Connection, Equipment};
use jiff::SignedDuration;
use jiff::civil::date;
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::{family, school};
use store::testing::snapshot;
use tests::{Answer, App, Visitor, html};
use uuid::Uuid;

/// `pupils` pupils of CE1 A, nobody asked; gives the school's page.
async fn class(app: &App, agent: &Visitor, pupils: u128) -> (SchoolId, String) {
    let school = school(app.store(), agent.by).await;
    for n in 1..=pupils {
        let new = family(n, school, Equipment::Unknown, Connection::Unknown);
        app.store().create_household(&new, agent.by, start(), date(2026, 9, 1)).await.unwrap();
    }
    (school, format!("/recensement/ecoles/{school}"))
}

/// Has the agent give a link; gives the path of its address.
async fn give(agent: &Visitor, page: &str, pour: &str) -> String {
    let shown = agent.get(page).await.expect(200).text();
    let id = html::field(
        shown.split("id=\"pour\"").next().unwrap().rsplit("<form").next().unwrap(),
        "id",
    )
    .unwrap();
    let fields = [("id", id.as_str()), ("pour", pour), ("jours", "")];
    let answer = agent
        .submit(page, &format!("{page}/liens"), &fields)
        .await
        .expect(200)
        .says("affiché cette seule fois");
    let text = html::visible(&answer.text());
    let address =
        text.split_whitespace().find(|word| word.contains("/remise/")).unwrap().to_owned();
    assert!(address.starts_with("http://cartable.test/remise/"), "{address}");
    assert!(!agent.get(page).await.text().contains(&address), "the address is shown once");
    address.strip_prefix("http://cartable.test").unwrap().to_owned()
}

/// The pupils of a page, in its order.
fn pupils(page: &str) -> Vec<ChildId> {
    let ids = page.split("id=\"n.").skip(1).filter_map(|rest| rest.split('"').next());
    ids.map(|id| id.parse().unwrap()).collect()
}

/// What a browser sends of a page on which `answers` were given to the first pupils.
fn filled(page: &str, answers: &[(&str, &str)], more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for name in ["id", "partie"] {
        fields.push((name.into(), html::field(page, name).unwrap()));
    }
    for (n, pupil) in pupils(page).into_iter().enumerate() {
        let (equipment, connection) = answers.get(n).copied().unwrap_or(("unknown", "unknown"));
        fields.push((format!("e.{pupil}"), equipment.into()));
        fields.push((format!("c.{pupil}"), connection.into()));
    }
    fields.extend(more.iter().map(|(name, value)| ((*name).into(), (*value).into())));
    fields
}

async fn send(who: &Visitor, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.submit(path, path, &fields).await
}

async fn confirm(agent: &Visitor, path: &str) {
    let digest = html::field(&agent.get(path).await.expect(200).text(), "empreinte").unwrap();
    let _ = agent
        .submit(path, &format!("{path}/confirmer"), &[("empreinte", &digest)])
        .await
        .expect(303);
}

on_both! {
    async fn a_class_is_asked_and_what_it_says_goes_through_an_agent(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (_, page) = class(&app, &agent, 30).await;
        let path = give(&agent, &page, "c.CE1 A").await;
        let head = app.stranger(agent.by);
        let answer = head.get(&path).await.expect(200);
        for (name, value) in [("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex, nofollow"), ("cache-control", "no-store")] {
            assert_eq!(answer.headers.get(name).unwrap(), value);
        }
        let shown = answer.text();
        assert!(shown.len() < 100_000, "{} bytes for thirty pupils", shown.len());
        assert_eq!(tests::crawl::faults_of(&shown, Seat::TownAgent), Vec::<String>::new());
        assert_eq!(pupils(&shown).len(), 30);
        // By name, and nothing else that is known: guardian, address, telephone, year of birth.
        let seen = html::visible(&shown);
        for known in ["Camille", "rue de l", "31100", "063998", "06 39", "2018", "pas encore demandé"] {
            assert!(!seen.contains(known), "{known} is on the page");
        }
        assert_eq!(shown.matches("value=\"unknown\" checked").count(), 60, "nobody is answered for");
        // Two clicks for each of two pupils; kept, left, found again.
        let two = [("none", "limited"), ("shared", "good")];
        let before = snapshot(app.store()).await;
        let _ = send(&head, &path, &filled(&shown, &two, &[("geste", "garder")])).await.expect(303);
        let again = head.get(&path).await.expect(200).says("2 sur 30 élèves renseignés").text();
        assert_eq!(again.matches("value=\"unknown\" checked").count(), 56);
        // Not handed in by a slip.
        let slip = filled(&again, &two, &[("geste", "remettre")]);
        let _ = send(&head, &path, &slip).await.expect(422).says("Cochez « J’ai terminé »");
        let mut last = filled(&again, &two, &[("geste", "remettre"), ("fini", "oui"), ("absents", "PETIT Jo, CE1 A")]);
        last.push((format!("s.{}", pupils(&again)[0]), "oui".into()));
        let proof = html::csrf(&again).unwrap();
        let post = |fields: Vec<(String, String)>| {
            let (head, path, proof) = (head.clone(), path.clone(), proof.clone());
            async move {
                let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                head.post(&path, &proof, &fields).await
            }
        };
        let _ = post(last.clone()).await.expect(200).says("votre liste est remise").says("2 sur 30").says("votre mot");
        // The same form again is told the same; another finds the link closed, as does the page.
        let _ = post(last.clone()).await.expect(200).says("votre liste est remise");
        last[0].1 = Uuid::from_u128(99).to_string();
        let _ = post(last).await.expect(404).says("Ce lien ne mène à rien");
        let _ = head.get(&path).await.expect(404).says("Ce lien ne mène à rien");
        let mut after = snapshot(app.store()).await;
        let written: Vec<_> = after.iter().filter(|(table, rows)| before[*table] != **rows).map(|(table, _)| table.as_str()).collect();
        assert_eq!(written, ["imports", "journal", "journal_head.seq", "submissions"]);
        after.clear();
        // The agent reads, confirms, and can take it all back.
        let shown = agent.get(&page).await.expect(200).says("Mot de l’école : « PETIT Jo, CE1 A »").says("remis").text();
        let file = shown.split("href=\"").filter_map(|part| part.split('"').next()).find(|to| to.starts_with("/fichiers/")).unwrap().to_owned();
        let before = html::visible(&agent.get("/familles").await.expect(200).text());
        let _ = agent.get(&file).await.expect(200).says("Réponses de l’école, CE1 A").says("2 modifiés").says("0 laissé de côté").says("0 rejeté");
        confirm(&agent, &file).await;
        let home = format!("/familles/{}", Uuid::from_u128(70_010));
        let _ = agent.get(&home).await.expect(200).says("signalement de l’établissement").says("en attente");
        let _ = agent.get(&page).await.expect(200).says("28");
        let _ = agent.submit(&file, &format!("{file}/annuler"), &[]).await.expect(303);
        assert_eq!(html::visible(&agent.get("/familles").await.expect(200).text()), before);
        let clear = shown.split("action=\"").filter_map(|part| part.split('"').next()).find(|to| to.ends_with("/lu")).unwrap();
        let _ = agent.submit(&page, clear, &[]).await.expect(303);
        assert!(!agent.get(&page).await.text().contains("PETIT"));
    }
}

on_both! {
    async fn whatever_is_wrong_with_a_link_the_answer_is_the_same(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (_, page) = class(&app, &agent, 2).await;
        let head = app.stranger(agent.by);
        let revoked = give(&agent, &page, "ecole").await;
        let shown = agent.get(&page).await.text();
        let take_back = shown.split("action=\"").filter_map(|part| part.split('"').next()).find(|to| to.ends_with("/retirer")).unwrap();
        let _ = agent.submit(&page, take_back, &[]).await.expect(303);
        let late = give(&agent, &page, "c.CE1 A").await;
        let opened = head.get(&late).await.expect(200).text();
        // An agent who happens to be signed in sees what the school sees.
        let other = give(&agent, &page, "ecole").await;
        assert_eq!(html::visible(&agent.get(&other).await.text()), html::visible(&head.get(&other).await.text()));
        app.clock.advance(SignedDuration::from_hours(24 * 14));
        let unknown = format!("/remise/{}", "0".repeat(40));
        let mut answers = Vec::new();
        for path in [&revoked, &late, &unknown, &"/remise/%FF".to_owned(), &"/remise/x".to_owned()] {
            let answer = head.get(path).await.expect(404);
            assert_eq!(answer.headers.get("referrer-policy").unwrap(), "no-referrer");
            // What cannot be an address at all is answered by the router.
            if !path.contains('%') {
                answers.push(answer.text());
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
        // A form that was open goes the same way; without the page's own token it is no form of ours.
        let fields = filled(&opened, &[("none", "none")], &[("geste", "garder")]);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let before = snapshot(app.store()).await;
        let answer = head.post(&late, &html::csrf(&opened).unwrap(), &fields).await.expect(404);
        assert_eq!(answer.text(), answers[0]);
        for token in ["", "no token", &web::guard::link_proof("other")] {
            let _ = head.post(&late, token, &fields).await.expect(403);
        }
        assert_eq!(snapshot(app.store()).await, before);
    }
}

on_both! {
    async fn a_whole_school_is_filled_in_class_by_class(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (school, page) = class(&app, &agent, 2).await;
        for n in 3..=4 {
            let mut new = family(n, school, Equipment::Unknown, Connection::Unknown);
            new.children[0].class_name = "CM2".into();
            app.store().create_household(&new, agent.by, start(), date(2026, 9, 1)).await.unwrap();
        }
        let path = give(&agent, &page, "ecole").await;
        let head = app.stranger(agent.by);
        let first = head.get(&path).await.expect(200).says("Garder et passer à CM2").text();
        assert_eq!(pupils(&first).len(), 2);
        let on = send(&head, &path, &filled(&first, &[("none", "none")], &[("geste", "partie.2")])).await.expect(303);
        let second = on.location.unwrap();
        let shown = head.get(&second).await.expect(200).says("1/2").says("0/2").text();
        assert_ne!(pupils(&shown), pupils(&first));
        let idle = [("geste", "remettre"), ("fini", "oui")];
        let mut ticked = filled(&shown, &[], &idle);
        ticked.push((format!("s.{}", pupils(&shown)[1]), "oui".into()));
        let _ = send(&head, &second, &ticked).await.expect(422).says("Sacha Essai4 est à signaler, mais rien n’est dit");
        let _ = send(&head, &second, &filled(&shown, &[], &[("geste", "garder"), ("absents", &"x".repeat(501))])).await.expect(422).says("500 au plus");
        let _ = send(&head, &second, &filled(&shown, &[("shared", "unknown")], &idle)).await.expect(200).says("2 sur 4");
        let file = agent.get("/fichiers").await.text();
        let file = file.split("href=\"").filter_map(|part| part.split('"').next()).find(|to| to.starts_with("/fichiers/")).unwrap().to_owned();
        let _ = agent.get(&file).await.expect(200).says("2 modifiés");
    }
}

on_both! {
    async fn a_list_ticked_on_paper_is_typed_in_down_the_same_list(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (_, page) = class(&app, &agent, 3).await;
        for list in ["liste.pdf", "liste.pdf?classe=CE1%20A"] {
            let paper = agent.get(&format!("{page}/{list}")).await.expect(200);
            assert!(paper.bytes.starts_with(b"%PDF") && paper.content_type == "application/pdf");
        }
        for nothing in ["liste.pdf?classe=CM2", "saisie?classe=CM2", "saisie"] {
            let _ = agent.get(&format!("{page}/{nothing}")).await.expect(404);
        }
        let path = format!("{page}/saisie");
        let form = format!("{path}?classe=CE1%20A");
        let shown = agent.get(&form).await.expect(200).text();
        let fields = |answers: &[(&str, &str)]| {
            let mut fields = filled(&shown, answers, &[("classe", "CE1 A")]);
            fields.sort();
            fields
        };
        let post = |fields: Vec<(String, String)>| {
            let (agent, form, path) = (agent.clone(), form.clone(), path.clone());
            async move {
                let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                agent.submit(&form, &path, &fields).await
            }
        };
        let _ = post(fields(&[])).await.expect(422).says("Aucune réponse n’est cochée");
        let file = post(fields(&[("enough", "good"), ("unknown", "unknown"), ("smartphone_only", "unknown")])).await.expect(303).location.unwrap();
        let again = post(fields(&[("enough", "good"), ("unknown", "unknown"), ("smartphone_only", "unknown")])).await.expect(303).location.unwrap();
        assert_eq!(file, again, "the same form twice is one file");
        let _ = agent.get(&file).await.expect(200).says("Liste papier, CE1 A").says("2 modifiés").says("0 rejeté");
        confirm(&agent, &file).await;
        let (found, needing) = app.store().find_households(store::Search { text: "", which: store::Which::InNeed }, 0, 9, agent.by).await.unwrap();
        assert_eq!((needing, found[0].label.contains("Essai3")), (1, true), "{found:?}");
    }
}
