//! A family on the telephone: known or new, in two requests; nothing typed is lost.

use domain::Seat;
use domain::people::equipment::{Connection, Equipment};
use domain::people::priority::PriorityReason;
use jiff::civil::date;
use store::testing::builders::cites::start;
use store::testing::builders::households::{family, home, in_need, school};
use store::{RecordNeeds, on_both};
use tests::{Answer, App, Visitor, html};
use uuid::Uuid;

/// Posts the page's form as a browser does: its hidden fields, then what is typed.
async fn send(agent: &Visitor, page: &Answer, typed: &[(&str, &str)]) -> Answer {
    let page = page.text();
    let kept = html::hidden(&page, "/familles/appel");
    // The first form of that address is the search.
    let form =
        page.split("method=\"post\" action=\"/familles/appel\"").nth(1).expect("a form to fill in");
    let form =
        format!("<form action=\"/familles/appel\" {}", form.split("</form>").next().unwrap());
    let kept = if kept.iter().any(|(name, _)| name == "id") {
        kept
    } else {
        html::hidden(&form, "/familles/appel")
    };
    let token = html::csrf(&page).unwrap();
    let mut all: Vec<(&str, &str)> = kept
        .iter()
        .filter(|(name, _)| name != "csrf" && typed.iter().all(|(typed, _)| typed != name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend_from_slice(typed);
    agent.post("/familles/appel", &token, &all).await
}

const ANSWERS: [(&str, &str); 4] =
    [("equipment", "none"), ("connection", "good"), ("language", "ar"), ("accepts_loan", "oui")];

on_both! {
    async fn a_known_family_takes_one_search_and_one_form(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let id = in_need(app.store(), 1, agent.by).await;
        let _ = in_need(app.store(), 2, agent.by).await;
        // Its priority is no question of the telephone, and is not lost by it.
        let state = store::HomeState { priority: Some(PriorityReason::SchoolReport), ..home(Equipment::Shared, Connection::None) };
        let order = RecordNeeds { form: Uuid::from_u128(1), household: id, state };
        app.store().record_needs(&order, agent.by, start(), date(2026, 9, 2)).await.unwrap();
        let page = agent.get("/familles/appel?q=06+39+98+00+01").await.expect(200).says("Camille Essai1").says("Sacha Essai1");
        assert!(page.text().contains("value=\"shared\" checked"), "what is known is filled in");
        let done = send(&agent, &page, &ANSWERS).await.expect(303).location.unwrap();
        assert_eq!(done, format!("/familles/appel?fait={id}"));
        assert_eq!(send(&agent, &page, &ANSWERS).await.expect(303).location.unwrap(), done, "posted twice, once noted");
        let _ = agent.get(&done).await.expect(200).says("Appel enregistré").says("aucun appareil").says("prochain tour").says("Appel suivant");
        let kept = app.store().household(id, agent.by).await.unwrap().unwrap();
        assert_eq!(kept.state.priority, Some(PriorityReason::SchoolReport));
        // Two answer to three letters: each has its way in.
        let page = agent.get("/familles/appel?q=essai").await.expect(200).says("Familles déjà connues").says("une nouvelle").text();
        assert_eq!(page.matches("class=\"choice\" href=\"/familles/appel?famille=").count(), 2);
        let wrong = agent.get(&format!("/familles/appel?famille={id}")).await.expect(200);
        let _ = send(&agent, &wrong, &[("equipment", "elephant"), ("connection", "good"), ("language", "fr")]).await.expect(422)
            .says("choisissez une des réponses").says("Camille Essai1");
    }
}

on_both! {
    async fn a_new_family_takes_one_search_and_one_form(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let page = agent.get("/familles/appel?q=Diallo+Aminata+06+39+98+12+34").await.expect(200).says("Personne n’est connu");
        let read = |name: &str| html::field(&page.text(), name).unwrap();
        assert_eq!([read("family_name"), read("first_name"), read("mobile")], ["Diallo", "Aminata", "06 39 98 12 34"]);
        let mut typed = vec![
            ("family_name", "Diallo"), ("first_name", "Aminata"), ("mobile", "06 39 98 12 34"),
            ("child0_first_name", "Moussa"), ("child0_birth", "04/03/2018"), ("child0_school", school.as_str()), ("child0_level", "CE1"),
        ];
        // Half filled in: everything comes back.
        let wrong = send(&agent, &page, &[("family_name", "Diallo"), ("child0_first_name", "Moussa"), ("equipment", "none")]).await.expect(422)
            .says("« Prénom du responsable » est vide").says("« Langue de contact »");
        assert_eq!(html::field(&wrong.text(), "child0_first_name").unwrap(), "Moussa");
        assert!(wrong.text().contains("value=\"none\" checked"));
        // More rows, without losing any.
        let more = send(&agent, &page, &[typed.as_slice(), &[("plus", "oui")]].concat()).await.expect(200).says("Enfant 6");
        assert_eq!(html::field(&more.text(), "child0_first_name").unwrap(), "Moussa");
        assert!(!html::visible(&more.text()).contains("à corriger"));
        typed.extend(ANSWERS);
        let done = send(&agent, &page, &typed).await.expect(303).location.unwrap();
        assert_eq!(send(&agent, &page, &typed).await.expect(303).location.unwrap(), done, "posted twice, one family");
        let _ = agent.get(&done).await.expect(200).says("famille Diallo").says("Moussa Diallo").says("Appareil en attente");
        let _ = agent.get("/familles?q=diallo").await.expect(200).says("1 famille").says("Moussa (CE1)");
    }
}

on_both! {
    async fn a_child_that_is_known_opens_its_family_with_the_answers(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let here = school(app.store(), agent.by).await;
        let known = family(1, here, Equipment::Unknown, Connection::Unknown);
        app.store().create_household(&known, agent.by, start(), date(2026, 9, 1)).await.unwrap();
        let page = agent.get("/familles/appel?q=Martin").await.expect(200);
        let school = here.to_string();
        let typed = [
            ("family_name", "Martin"), ("first_name", "Zoé"),
            ("child0_first_name", "Sacha"), ("child0_family_name", "ESSAI1"), ("child0_birth", "04/03/2018"),
            ("child0_school", school.as_str()), ("child0_level", "CE1"),
        ];
        let met = send(&agent, &page, &[typed.as_slice(), &ANSWERS].concat()).await.expect(409)
            .says("déjà dans le registre").says("Camille Essai1");
        assert!(met.text().contains("value=\"none\" checked"), "the answers are carried over");
        let done = send(&agent, &met, &ANSWERS).await.expect(303).location.unwrap();
        assert_eq!(done, format!("/familles/appel?fait={}", known.id));
        assert_eq!(app.store().find_households(store::Search::default(), 0, 9, agent.by).await.unwrap().1, 1);
        // Nothing of it for another cité.
        let foreign = app.visitor(1, Seat::TownAgent).await;
        let _ = foreign.get(&done).await.expect(404);
        let _ = foreign.get(&format!("/familles/appel?famille={}", known.id)).await.expect(404);
        let _ = foreign.get("/familles/appel?q=essai1").await.expect(200).says("Personne n’est connu");
        let _ = foreign.get("/familles/appel?famille=rien").await.expect(404);
    }
}
