//! A round by hand: rules published, needs frozen, a plan read, explained, adopted, a unit released.

use domain::Seat;
use domain::stock::{ItemKind, Restriction};
use store::on_both;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use tests::{App, html};

on_both! {
    async fn a_round_from_rules_to_reservations(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for n in 1..=6 {
            in_need(app.store(), n, agent.by).await;
        }
        shelf(app.store(), 1, ItemKind::Tablet, 4, &Restriction::default(), agent.by).await;
        let list = "/attributions";
        let page = agent.get(list).await.expect(200).says("publiez-le d’abord").text();
        assert!(html::field(&page, "name").is_none(), "no round without rules");
        let rules = "/attributions/bareme";
        let id = html::field(&agent.get(rules).await.expect(200).text(), "id").unwrap();
        let _ = agent.submit(rules, rules, &[("id", &id)]).await.expect(303);
        let _ = agent.get(rules).await.expect(200).says("Version 1").says("Ni la langue ni l’origine");

        let id = html::field(&agent.get(list).await.expect(200).text(), "id").unwrap();
        let _ = agent.submit(list, list, &[("id", &id), ("name", " ")]).await.expect(422).says("« Nom du tour » est vide");
        let named = [("id", id.as_str()), ("name", "Rentrée")];
        let shown = agent.submit(list, list, &named).await.expect(303).location.unwrap();
        assert_eq!(agent.submit(&shown, list, &named).await.expect(303).location.unwrap(), shown, "twice is one round");
        let page = agent.get(&shown).await.expect(200).says("12 besoins gelés").text();
        let id = html::field(&page, "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let page = agent.get(&plan).await.expect(200).says("4 besoins servis sur 12").says("c’est prouvé").text();
        let explain = page.split("href=\"").find(|part| part.contains("/besoins/")).unwrap();
        let explain = explain.split('"').next().unwrap();
        let _ = agent
            .get(explain)
            .await
            .expect(200)
            .says("Décision assistée par un algorithme")
            .says("1. La part de l’algorithme")
            .says("2. Les données utilisées")
            .says("3. Le barème appliqué")
            .says("4. Les opérations")
            .says("aucun appareil");
        let _ = agent.get(&format!("{plan}?voir=non-servis&q=essai1")).await.expect(200).says("Essai1");

        let adopt = format!("{plan}/adopter");
        let page = agent.get(&adopt).await.expect(200).says("4 appareils et clés 4G seront réservés").text();
        let id = html::field(&page, "id").unwrap();
        let _ = agent.submit(&adopt, &adopt, &[("id", &id)]).await.expect(303);
        let held = "/attributions/reservations";
        let page = agent.get(held).await.expect(200).says("4 réservations à remettre").text();
        let release = page.split("action=\"").find(|part| part.contains("/liberer")).unwrap();
        let release = release.split('"').next().unwrap();
        let id = html::field(&page, "id").unwrap();
        let _ = agent.submit(held, release, &[("id", &id)]).await.expect(303);
        let _ = agent.get(held).await.expect(200).says("3 réservations à remettre");
        let _ = agent.get("/attributions/attente").await.expect(200).says("9 besoins en attente");
    }
}

on_both! {
    async fn a_stale_plan_is_said_and_proposed_again(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        in_need(app.store(), 1, agent.by).await;
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        shelf(app.store(), 1, ItemKind::Tablet, 1, &Restriction::default(), agent.by).await;
        let adopt = format!("{plan}/adopter");
        let id = html::field(&agent.get(&adopt).await.expect(200).text(), "id").unwrap();
        let page = agent.submit(&adopt, &adopt, &[("id", &id)]).await.expect(409).says("Ce plan est périmé").text();
        let id = html::field(&page, "id").unwrap();
        let again = agent.submit(&adopt, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let _ = agent.get(&again).await.expect(200).says("1 besoin servi sur 2");
    }
}

on_both! {
    async fn the_table_reads_figures_and_no_name(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for n in 1..=6 {
            in_need(app.store(), n, agent.by).await;
        }
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let explain = agent.get(&plan).await.expect(200).says("Essai1").text();
        let explain = explain.split("href=\"").find(|part| part.contains("/besoins/")).unwrap();
        let explain = explain.split('"').next().unwrap().to_owned();
        for seat in [Seat::Principal, Seat::PrefectDelegate, Seat::TownCopilot] {
            let reader = app.visitor(0, seat).await;
            let page = reader.get(&plan).await.expect(200).says("moins de 5").text();
            // Not beside it either: a total of the round would give the hidden figures back.
            let list = html::visible(&reader.get("/attributions").await.expect(200).text());
            assert!(!list.contains("12 besoins") && !list.contains("Gelé le Besoins"), "{list}");
            assert!(!page.contains("Essai"), "{seat} reads a name");
            assert!(!page.contains("/adopter"), "{seat} is offered to adopt");
            let _ = reader.get(&explain).await.expect(403);
            let _ = reader.get("/attributions").await.expect(200);
        }
        let stranger = app.visitor(1, Seat::TownAgent).await;
        for path in [&plan, &explain, &shown, &format!("{plan}/adopter")] {
            let _ = stranger.get(path).await.expect(404);
        }
    }
}
