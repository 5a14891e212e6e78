//! What a plan set aside and who waits; the rules that all may read; the proof of an agreement.

use domain::Seat;
use domain::stock::ItemState;
use store::on_both;
use store::testing::snapshot;
use tests::{App, city, html};
use uuid::Uuid;

const HELD: &str = "/attributions/reservations";

on_both! {
    async fn a_released_unit_is_free_again_and_its_family_waits(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (held, total) = app.store().reservations(None, 0, 50, agent.by).await.unwrap();
        let one = &held[0];
        let _ = agent.get(HELD).await.expect(200).says(&format!("{total} réservations à remettre")).says(&one.label).says(&one.tag);
        let waiting = app.store().waiting_list(0, 50, agent.by).await.unwrap().1;
        let path = format!("{HELD}/{}/liberer", city.reservation);
        let (form, other) = (Uuid::from_u128(97_001).to_string(), Uuid::from_u128(97_002).to_string());
        let _ = agent.submit(HELD, &path, &[("id", &form)]).await.expect(303);
        let after = snapshot(app.store()).await;
        let _ = agent.submit(HELD, &path, &[("id", &form)]).await.expect(303);
        let _ = agent.submit(HELD, &path, &[("id", &other)]).await.expect(409).says("Cette réservation n’est plus en attente");
        assert_eq!(snapshot(app.store()).await, after, "released once");
        let _ = agent.get(HELD).await.expect(200).says(&format!("{} réservations à remettre", total - 1));
        let _ = agent.get("/attributions/attente").await.expect(200).says(&format!("{} besoins en attente", waiting + 1));
        let file = app.store().item(one.item, agent.by).await.unwrap().unwrap();
        assert_eq!(file.item.state, ItemState::Available);
        let _ = agent.get(&format!("/materiel/{}", one.item)).await.expect(200).says("Réservation libérée").says("Prêter");
        let nobody = format!("{HELD}/{}/liberer", Uuid::from_u128(97_003));
        let _ = agent.submit(HELD, &nobody, &[("id", &other)]).await.expect(404);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_reservation_is_handed_over_from_its_list(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let one = app.store().reservations(None, 0, 1, agent.by).await.unwrap().0.remove(0);
        let page = agent.get(HELD).await.expect(200).text();
        let hand_over = format!("/prets/nouveau?foyer={}", one.household);
        assert!(page.contains(&format!("href=\"{hand_over}\"")));
        let page = agent.get(&hand_over).await.expect(200).says(&one.tag).says("réservé pour cette famille").text();
        let ticked = page.split("<input").find(|tag| tag.contains(&one.item.to_string())).unwrap().split('>').next().unwrap();
        assert!(ticked.contains("checked"), "what is set aside is ticked: {ticked}");
        let (id, item) = (html::field(&page, "id").unwrap(), one.item.to_string());
        let fields = [("id", id.as_str()), ("foyer", &one.household.to_string()), ("objet", &item), ("due_on", "2027-06-30")];
        let loan = agent.submit(&hand_over, "/prets/nouveau", &fields).await.expect(303).location.unwrap();
        let paper = agent.get(&format!("{loan}/convention.pdf")).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
        assert!(!agent.get(HELD).await.expect(200).text().contains(&one.tag));
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn who_waits_is_in_the_order_of_the_plan(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let newcomer = store::testing::builders::households::in_need(app.store(), 500, agent.by).await;
        let rows = app.store().waiting_list(0, 50, agent.by).await.unwrap().0;
        let page = agent.get("/attributions/attente").await.expect(200).says("La date d’inscription ne donne aucune priorité").text();
        let places: Vec<usize> = rows.iter().map(|row| page.find(&format!("/familles/{}", row.household)).unwrap()).collect();
        let first = rows.iter().position(|row| row.household == newcomer).unwrap();
        assert!(rows[..first].iter().all(|row| row.rank.is_some()), "who was ranked goes before who was not");
        assert!(places[0] < places[first], "the page keeps that order");
        assert!(html::visible(&page).matches("au prochain tour").count() >= 2);
    }
}

on_both! {
    async fn the_table_reads_the_rules_and_only_the_agent_publishes(fresh) {
        let app = App::new(fresh);
        let rules = "/attributions/bareme";
        let principal = app.visitor(0, Seat::Principal).await;
        let page = principal.get(rules).await.expect(200).says("Aucun barème n’est encore publié").text();
        assert!(!page.contains(&format!("action=\"{rules}\"")), "who may not publish is not offered to");
        let agent = app.visitor(0, Seat::TownAgent).await;
        let id = html::field(&agent.get(rules).await.expect(200).text(), "id").unwrap();
        let token = html::csrf(&principal.get("/siege").await.text()).unwrap();
        let _ = principal.post(rules, &token, &[("id", &id)]).await.expect(403);
        let _ = agent.submit(rules, rules, &[("id", &id)]).await.expect(303);
        for seat in [Seat::TownAgent, Seat::Principal, Seat::TownCopilot, Seat::PrefectDelegate] {
            let reader = app.visitor(0, seat).await;
            let _ = reader.get(rules).await.expect(200).says("Version 1").says("Priorités").says("Points").says("Matériel proposé");
        }
        let _ = app.visitor(0, Seat::Accountant).await.get(rules).await.expect(403);
    }
}

on_both! {
    async fn an_agreement_has_its_proof_before_and_after(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let readers = [Seat::TownAgent, Seat::Principal, Seat::Accountant, Seat::TownCopilot, Seat::PrefectDelegate];
        let mut papers = Vec::new();
        for agreement in [city.agreement, city.asked] {
            for seat in readers {
                let reader = app.visitor(0, seat).await;
                let paper = reader.get(&format!("/fonds/accords/{agreement}/preuve.pdf")).await.expect(200);
                assert!(paper.bytes.starts_with(b"%PDF") && paper.content_type == "application/pdf");
                papers.push(paper.bytes);
            }
        }
        let (given, asked) = papers.split_at(readers.len());
        assert!(given.iter().all(|paper| *paper == given[0]), "one proof, whoever prints it");
        assert!(given[0] != asked[0]);
        let before = asked[0].clone();
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let page = format!("/fonds/accords/{}", city.asked);
        let id = Uuid::from_u128(97_010).to_string();
        let _ = delegate.submit(&page, &page, &[("id", &id), ("answer", "no")]).await.expect(303);
        let _ = delegate.get(&page).await.expect(200).says("refus");
        assert!(delegate.get(&format!("{page}/preuve.pdf")).await.expect(200).bytes != before, "an answer is on the proof");
        let _ = app.visitor(0, Seat::Administrator).await.get(&format!("{page}/preuve.pdf")).await.expect(403);
    }
}

on_both! {
    async fn the_delay_of_the_next_plans_is_said_and_kept(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let list = "/attributions/reservations";
        let _ = agent.get(list).await.expect(200).says("Combien de temps");
        let wrong = agent.fill(list, "/attributions/reservations/delai", &[("jours", "0")]).await;
        let _ = wrong.expect(422).says("« Jours d’attente »");
        let _ = agent.fill(list, "/attributions/reservations/delai", &[("jours", "14")]).await.expect(303);
        assert_eq!(app.store().hold_days(agent.by).await.unwrap(), 14);
        let other = app.visitor(1, Seat::TownAgent).await;
        assert_eq!(app.store().hold_days(other.by).await.unwrap(), 21, "each cité its own");
    }
}
