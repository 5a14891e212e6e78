//! A round by hand: rules published, needs frozen, a plan read, explained, adopted, a unit released.

use domain::Seat;
use domain::stock::{ItemKind, Restriction};
use store::on_both;
use store::testing::builders::fund::{agreed_line, people};
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

        let _ = agent.get(&plan).await.expect(200).says("Besoins par école").says("Seuil de chaque lot épuisé");
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

on_both! {
    async fn a_round_buys_what_the_principal_lets_it(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let principal = app.visitor(0, Seat::Principal).await;
        for n in 1..=4 {
            in_need(app.store(), n, agent.by).await;
        }
        let (line, _) = agreed_line(app.store(), &people(app.store()).await, 100_000, 50_000).await;
        shelf(app.store(), 1, ItemKind::Tablet, 1, &Restriction::default(), agent.by).await;
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);

        // The catalogue: every fault at once, then an item, once.
        let catalogue = "/fonds/catalogue";
        let page = agent.get(catalogue).await.expect(200).says("Aucun article").text();
        let id = html::field(&page, "id").unwrap();
        let wrong = [("id", id.as_str()), ("label", ""), ("price", "1e3"), ("minimum", "-1"), ("kind", "avion")];
        let _ = agent
            .submit(catalogue, catalogue, &wrong)
            .await
            .expect(422)
            .says("« Article » est vide")
            .says("n’est pas un montant")
            .says("de 0 à 1000000")
            .says("« Type »");
        let right = [
            ("id", id.as_str()), ("label", "Tablette"), ("kind", "tablet"), ("category", "equipment"),
            ("condition", "new"), ("price", "150,00"), ("minimum", "0"),
        ];
        let _ = agent.submit(catalogue, catalogue, &right).await.expect(303);
        let page = agent.get(catalogue).await.expect(200).says("150,00").text();
        let id = html::field(&page, "id").unwrap();
        let twin: Vec<_> = right.iter().map(|(name, value)| (*name, if *name == "id" { id.as_str() } else { *value })).collect();
        let _ = agent.submit(catalogue, catalogue, &twin).await.expect(409).says("porte déjà ce nom");

        // The money: the principal's alone, and no more than there is.
        let money = format!("{shown}/argent");
        let _ = agent.get(&money).await.expect(403);
        let page = principal.get(&money).await.expect(200).says("Disponible : 1 000,00").text();
        let id = html::field(&page, "id").unwrap();
        let field = format!("most-{line}");
        let too_much = [("id", id.as_str()), (field.as_str(), "1000,01")];
        let _ = principal.submit(&money, &money, &too_much).await.expect(422).says("seulement sont disponibles");
        let some = [("id", id.as_str()), (field.as_str(), "300")];
        let _ = principal.submit(&money, &money, &some).await.expect(303);
        let _ = principal.get(&shown).await.expect(200).says("300,00");

        // What changes if: nothing is kept.
        let before = store::testing::snapshot(app.store()).await;
        let trial = format!("{shown}/essai?euros-{line}=150");
        let _ = agent.get(&trial).await.expect(200).says("1 besoin serait servi de plus").says("450,00");
        let wrong = format!("{shown}/essai?euros-{line}=-5");
        let _ = agent.get(&wrong).await.expect(200).says("ne peut être négatif");
        assert_eq!(store::testing::snapshot(app.store()).await, before);

        // The plan, what it buys, and a decision by hand.
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let page = agent.get(&plan).await.expect(200).says("3 besoins servis sur 8").says("« Tablette »").says("300,00").text();
        let decide = page.split("href=\"").find(|part| part.contains("/decisions/")).unwrap();
        let decide = decide.split('"').next().unwrap().to_owned();
        let page = agent.get(&decide).await.expect(200).text();
        let id = html::field(&page, "id").unwrap();
        let _ = agent.submit(&decide, &decide, &[("id", &id)]).await.expect(422).says("« Ce besoin reçoit »").says("« Motif »");
        let aside = [("id", id.as_str()), ("given", "rien"), ("ground", "equipped")];
        let _ = agent.submit(&decide, &decide, &aside).await.expect(303);
        let _ = agent.get(&format!("{shown}/decisions")).await.expect(200).says("la famille est équipée depuis");
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let _ = agent.get(&plan).await.expect(200).says("mis de côté à la main (agent municipal)");

        let adopt = format!("{plan}/adopter");
        let page = agent.get(&adopt).await.expect(200).says("1 appareil ou clé 4G sera réservé").says("2 appareils et clés 4G à acheter").text();
        let id = html::field(&page, "id").unwrap();
        let _ = agent.submit(&adopt, &adopt, &[("id", &id)]).await.expect(303);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn decisions_that_no_plan_keeps_are_told_with_both_names(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        in_need(app.store(), 1, agent.by).await;
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let plan = domain::ids::PlanId(uuid::Uuid::from_u128(5));
        let round: domain::ids::RoundId = shown.rsplit('/').next().unwrap().parse().unwrap();
        let now = store::testing::builders::cites::start();
        assert!(app.store().begin_solve(plan, round, agent.by, now).await.unwrap());
        let page = format!("/attributions/plans/{plan}");
        let _ = agent.get(&page).await.expect(200).says("Recherche du meilleur plan").says("Arrêter et garder");
        let needs = app.store().waiting_list(0, 9, agent.by).await.unwrap().0;
        let fault = web::solving::Fault::Decisions(needs.iter().map(|one| one.need).collect());
        let kept = serde_json::to_string(&fault).unwrap();
        app.store().end_solve(plan, Some(&kept)).await.unwrap();
        let _ = agent.get(&page).await.expect(200).says("Essai1 et Essai1").says("Recommencer la recherche");
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let told = delegate.get(&page).await.expect(200).text();
        assert!(!told.contains("Essai1"), "{told}");
    }
}
