//! What a family is owed: the explanation of its need with what would have changed it, and the page to print.

use domain::Seat;
use domain::stock::{ItemKind, Restriction};
use store::on_both;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::shelf;
use store::testing::snapshot;
use tests::{App, city};

const CHANGES: &str = "Ce qui aurait changé la décision";

on_both! {
    async fn what_would_have_changed_a_decision_is_said_of_those_not_served(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for n in 1..=3 {
            in_need(app.store(), n, agent.by).await;
        }
        shelf(app.store(), 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
        let (_, plan) = city::propose(app.store(), 1, agent.by).await;
        let kept = app.store().plan(plan, agent.by).await.unwrap().unwrap();
        let (mut served, mut units, mut vain) = (0, 0, 0);
        for line in &kept.plan.lines {
            let page = agent.get(&format!("/attributions/plans/{plan}/besoins/{}", line.need)).await.expect(200);
            let page = page.says("Page à imprimer (PDF)").text();
            if line.reason.is_served() {
                served += 1;
                assert!(!page.contains(CHANGES), "{page}");
                continue;
            }
            assert!(page.contains(CHANGES), "{page}");
            // One tablet more goes to the third family; no lot holds what a connection asks for.
            units += usize::from(page.contains("Avec un exemplaire de plus dans le lot «\u{a0}Lot 1\u{a0}», ce besoin aurait été servi."));
            vain += usize::from(page.contains("Aucun des changements essayés n’aurait suffi à lui seul"));
        }
        assert_eq!((served, units, vain), (2, 1, 3));
    }
}

on_both! {
    async fn a_family_gets_its_page_and_nobody_else_does(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let mut others = Vec::new();
        for (n, seat) in Seat::OF_A_CITE.into_iter().flat_map(|seat| [(0, seat), (1, seat)]) {
            others.push((n, app.visitor(n, seat).await));
        }
        let before = snapshot(app.store()).await;
        let path = |plan: domain::ids::PlanId, home: &str| format!("/attributions/plans/{plan}/familles/{home}/explication.pdf");
        let home = city.families[2].to_string();
        let mine = path(city.proposed_plan, &home);
        for plan in [city.proposed_plan, city.adopted_plan] {
            let paper = agent.get(&path(plan, &home)).await.expect(200);
            assert_eq!(paper.content_type, "application/pdf");
            assert!(paper.bytes.starts_with(b"%PDF-1.7"));
            assert_eq!(paper.headers["content-disposition"], "inline; filename=\"explication.pdf\"");
            assert_eq!(paper.bytes, agent.get(&path(plan, &home)).await.expect(200).bytes, "one day, two papers");
        }
        let none = "00000000-0000-7000-8000-000000000000";
        let _ = agent.get(&path(city.proposed_plan, none)).await.expect(404);
        let _ = agent.get(&path(city.proposed_plan, "famille")).await.expect(404);
        let _ = agent.get(&path(none.parse().unwrap(), &home)).await.expect(404);
        for (n, other) in &others {
            let status = match (n, other.by.seat) {
                (0, Seat::TownAgent) => 200,
                (_, Seat::TownAgent) => 404,
                _ => 403,
            };
            let _ = other.get(&mine).await.expect(status);
        }
        assert_eq!(snapshot(app.store()).await, before, "a reading told the journal");
        // A family that has come since is in no plan yet.
        let late = in_need(app.store(), 400, agent.by).await;
        let _ = agent.get(&path(city.proposed_plan, &late.to_string())).await.expect(404);
    }
}
