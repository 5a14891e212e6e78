//! Adding a school: its national number may carry a letter that everybody has always written wrong.

use axum::http::header;
use domain::Seat;
use store::on_both;
use tests::{App, html};

on_both! {
    async fn a_wrong_letter_is_told_and_the_school_is_added(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for (name, uai, warned) in [("École Zola", "0310001H", false), ("École Hugo", "0310002A", true)] {
            let form = agent.get("/recensement/ecole").await.expect(200).text();
            let id = html::field(&form, "id").unwrap();
            let fields = [("id", id.as_str()), ("name", name), ("commune", "Toulouse"), ("uai", uai)];
            let answer = agent.submit("/recensement/ecole", "/recensement/ecole", &fields).await.expect(303);
            let notice = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
            let cookies = format!("{}; {}", agent.cookie().unwrap(), notice.split(';').next().unwrap());
            let page = app.holding(agent.by, &cookies).get("/recensement").await.expect(200).says(name);
            let told = html::visible(&page.text()).contains("qui donnent 0310002J");
            assert_eq!(told, warned, "{name}");
        }
        let schools = app.store().schools(agent.by).await.unwrap();
        let numbers: Vec<_> = schools.iter().filter_map(|school| school.uai.as_ref()).map(ToString::to_string).collect();
        assert_eq!(numbers, ["0310002A", "0310001H"], "kept as written");
    }
}

on_both! {
    async fn a_commune_may_be_said_by_its_code(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = agent.get("/recensement/ecole").await.expect(200).text();
        let id = html::field(&page, "id").unwrap();
        let say = |commune: &'static str| {
            let (agent, id) = (agent.clone(), id.clone());
            async move {
                let fields = [("id", id.as_str()), ("name", "École Zola"), ("commune", commune), ("uai", "")];
                agent.submit("/recensement/ecole", "/recensement/ecole", &fields).await
            }
        };
        let _ = say("31999").await.expect(422).says("aucune commune n’a le code INSEE 31999");
        let _ = say("31555").await.expect(303);
        assert_eq!(app.store().schools(agent.by).await.unwrap()[0].commune, "Toulouse");
    }
}
