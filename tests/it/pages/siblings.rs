//! Families of several children: the rule, their second device, and a family entered twice.

use domain::Seat;
use domain::ids::HouseholdId;
use domain::people::equipment::{Connection, Equipment};
use domain::stock::{ItemKind, Restriction};
use jiff::civil::date;
use store::testing::builders::cites::start;
use store::testing::builders::households::{family, school};
use store::testing::builders::rounds::{round, shelf};
use store::{NewChild, on_both};
use tests::{App, Visitor, html};
use uuid::Uuid;

/// The family `n` of so many children, which has no device, under another id and name if `again`.
async fn enter(app: &App, agent: &Visitor, n: u128, children: usize, again: bool) -> HouseholdId {
    let school = school(app.store(), agent.by).await;
    let mut new = family(n, school, Equipment::None, Connection::Good);
    let one = new.children[0].clone();
    new.children = (0..children)
        .map(|at| NewChild { first_name: format!("Sacha{at}"), ..one.clone() })
        .collect();
    if again {
        new.id = HouseholdId(Uuid::from_u128(79_000 + n));
        new.children.iter_mut().for_each(|child| child.family_name = "Autrenom".into());
    }
    app.store()
        .create_household(&new, agent.by, start(), date(2026, 9, 1))
        .await
        .expect("a household");
    new.id
}

/// Proposes a plan for the round at this address; answers its address.
async fn propose(agent: &Visitor, shown: &str) -> String {
    let id = html::field(&agent.get(shown).await.expect(200).text(), "id").unwrap();
    agent.submit(shown, shown, &[("id", &id)]).await.expect(303).location.unwrap()
}

/// The first address on a page that holds this.
fn link(page: &str, part: &str) -> String {
    let found = page.split("href=\"").find(|rest| rest.split('"').next().unwrap().contains(part));
    found.unwrap_or_else(|| panic!("no {part} in {page}")).split('"').next().unwrap().to_owned()
}

on_both! {
    async fn a_second_device_is_asked_for_explained_and_comes_last(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let large = enter(&app, &agent, 1, 4, false).await;
        enter(&app, &agent, 2, 2, false).await;
        shelf(app.store(), 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let _ = agent.get("/attributions/bareme").await.expect(200)
            .says("un appareil pour 2 enfants, et 2 appareils par foyer au plus")
            .says("4 priorités derrière le précédent");
        let _ = agent.get(&shown).await.expect(200).says("3 besoins gelés");
        let _ = agent.get(&format!("/familles/{large}")).await.expect(200).says("2e appareil");

        let plan = propose(&agent, &shown).await;
        let page = agent.get(&plan).await.expect(200).says("2 besoins servis sur 3").says("2e appareil").text();
        let unserved = agent.get(&format!("{plan}?voir=non-servis")).await.expect(200).text();
        let explain = link(&unserved, "/besoins/");
        let _ = agent.get(&explain).await.expect(200)
            .says("2e appareil, 4 priorités derrière le premier");
        let pdf = link(&agent.get(&explain).await.expect(200).text(), "explication.pdf");
        let _ = agent.get(&pdf).await.expect(200);
        assert!(page.contains("Essai1"));

        let adopt = format!("{plan}/adopter");
        let id = html::field(&agent.get(&adopt).await.expect(200).text(), "id").unwrap();
        let _ = agent.submit(&adopt, &adopt, &[("id", &id)]).await.expect(303);
        let _ = agent.get("/attributions/attente").await.expect(200).says("2e appareil");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_family_entered_twice_is_shown_and_a_person_decides(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        enter(&app, &agent, 1, 1, false).await;
        enter(&app, &agent, 2, 1, false).await;
        let twin = enter(&app, &agent, 1, 1, true).await;
        shelf(app.store(), 1, ItemKind::Tablet, 3, &Restriction::default(), agent.by).await;
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let decisions = format!("{shown}/decisions");
        let page = agent.get(&decisions).await.expect(200).says("Dossiers qui se ressemblent").text();
        assert_eq!(page.matches("data-label=\"Ressemble à\"").count(), 1, "{page}");
        let decide = link(&page, "/decisions/");
        let page = agent.get(&decide).await.expect(200).says("doublon, c’est le même besoin").text();
        let id = html::field(&page, "id").unwrap();
        let given = page.split("value=\"").find(|rest| rest.starts_with("doublon:")).unwrap();
        let given = given.split('"').next().unwrap();
        // Of nobody, of itself, of another kind: never.
        for wrong in ["doublon:", "doublon:x", &format!("doublon:{}", decide.rsplit('/').next().unwrap())] {
            let form = [("id", id.as_str()), ("given", wrong), ("ground", "correction")];
            let code = agent.submit(&decide, &decide, &form).await.status.as_u16();
            assert!(code == 422 || code == 409, "{wrong}: {code}");
        }
        let form = [("id", id.as_str()), ("given", given), ("ground", "correction")];
        let _ = agent.submit(&decide, &decide, &form).await.expect(303);
        let page = agent.get(&decisions).await.expect(200).says("c’est le même besoin que celui de la famille");
        assert!(!page.text().contains("Dossiers qui se ressemblent"));

        let plan = propose(&agent, &shown).await;
        let _ = agent.get(&plan).await.expect(200).says("2 besoins servis sur 3")
            .says("mis de côté comme doublon (agent municipal)");
        let explain = link(&agent.get(&format!("{plan}?voir=non-servis")).await.expect(200).text(), "/besoins/");
        let told = agent.get(&explain).await.expect(200).says("un autre dossier demande déjà la même chose").text();
        assert!(!told.contains("Essai2"), "another family is named");
        let _ = agent.get(&format!("/familles/{twin}")).await.expect(200);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
