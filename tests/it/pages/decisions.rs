//! The decisions of a plan as a file: who may have it, of which plan, in which forms, and what it says.

use domain::Seat;
use store::on_both;
use store::testing::snapshot;
use tests::{App, city, html};

const PATH: &str = "/exports/decisions";

on_both! {
    async fn a_plan_is_taken_out_in_four_forms_and_says_what_its_pages_say(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let plan = city.proposed_plan.to_string();
        let page = format!("{PATH}?plan={plan}");
        let _ = agent.get(&page).await.expect(200).says("Exporter : décisions d’un plan").says("Plan du 1er septembre 2026 à 8 h 00, proposé, pour le tour « Tour 2 »").says("PDF, pour lire");
        let before = snapshot(app.store()).await;
        for (format, start, kind) in [
            ("csv", "\u{feff}".as_bytes(), "text/csv; charset=utf-8"),
            ("xlsx", b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("ods", b"PK", "application/vnd.oasis.opendocument.spreadsheet"),
            ("pdf", b"%PDF-1.7", "application/pdf"),
        ] {
            let sent = [("plan", plan.as_str()), ("format", format), ("purpose", "desk")];
            let file = agent.submit(&page, PATH, &sent).await.expect(200);
            assert!(file.bytes.starts_with(start), "{format}");
            assert_eq!(file.content_type, kind);
            let name = file.headers["content-disposition"].to_str().unwrap();
            assert_eq!(name, format!("attachment; filename=\"decisions-2026-09-01.{format}\""));
        }
        let told = app.store().export_journal(before["journal_head.seq"], agent.by.cite).await.unwrap().rows;
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.iter().all(|line| line.facts.contains(&plan) && !line.facts.contains("Essai")), "{told:?}");

        let sent = [("plan", plan.as_str()), ("format", "csv"), ("purpose", "desk")];
        let text = agent.submit(&page, PATH, &sent).await.expect(200).text();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[6], "Rang;Priorité;Points;Famille;Demande;École;Décision;Matériel proposé;Origine;Motif;Besoin");
        assert!(lines[3].contains("À supprimer au plus tard le 1er octobre 2026"), "{lines:?}");
        let kept = app.store().plan(city.proposed_plan, agent.by).await.unwrap().unwrap();
        let rows = &lines[7..];
        assert_eq!(rows.len(), kept.plan.lines.len());
        let cells = |row: &str| row.split(';').map(str::to_owned).collect::<Vec<_>>();
        let ranks: Vec<u32> = rows.iter().map(|row| cells(row)[0].parse().unwrap()).collect();
        assert!(ranks.is_sorted() && ranks[0] == 1, "{ranks:?}");
        let served = rows.iter().filter(|row| cells(row)[6] == "servi").count() as u64;
        assert_eq!(served, kept.plan.served.values().sum::<u64>());
        assert!(served > 0 && served < rows.len() as u64);
        // The same sentence as on the page that explains it; the list of the plan says it in brief.
        let rows: Vec<_> = rows.iter().map(|row| cells(row)).collect();
        for (decision, from) in [("servi", "lot «\u{a0}Lot "), ("servi", "achat\u{a0}: «\u{a0}Clé 4G et trois mois\u{a0}», ligne VE-147"), ("mis de côté", "")] {
            let row = rows.iter().find(|row| row[6] == decision && row[8].starts_with(from)).unwrap_or_else(|| panic!("no row {decision} from {from}: {rows:?}"));
            let sentence = row[9].split_whitespace().collect::<Vec<_>>().join(" ");
            let explained = format!("/attributions/plans/{plan}/besoins/{}", row[10]);
            let shown = html::visible(&agent.get(&explained).await.expect(200).text());
            assert!(shown.contains(&sentence), "{sentence} {shown}");
            assert!(row[7].is_empty() == (decision != "servi") && !row[5].is_empty(), "{row:?}");
        }
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_is_no_plan_of_this_cite_or_has_no_purpose_is_not_taken_out(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let stranger = app.visitor(1, Seat::TownAgent).await;
        let mut others = Vec::new();
        for seat in Seat::OF_A_CITE.into_iter().filter(|seat| *seat != Seat::TownAgent) {
            others.push(app.visitor(0, seat).await);
        }
        let plan = city.proposed_plan.to_string();
        let page = format!("{PATH}?plan={plan}");
        let before = snapshot(app.store()).await;
        let whole = [("plan", plan.as_str()), ("format", "csv"), ("purpose", "desk")];
        let none = "00000000-0000-7000-8000-000000000000";
        for address in [PATH, "/exports/decisions?plan=", "/exports/decisions?plan=tour", &format!("{PATH}?plan={none}")] {
            let _ = agent.get(address).await.expect(404);
        }
        let _ = agent.submit(&page, PATH, &whole[1..]).await.expect(404);
        let _ = agent.submit(&page, PATH, &[("plan", none), whole[1], whole[2]]).await.expect(404);
        let _ = stranger.get(&page).await.expect(404);
        let _ = stranger.submit("/exports/besoins", PATH, &whole).await.expect(404);
        // What was chosen is kept; the plan too.
        let again = agent.submit(&page, PATH, &whole[..2]).await.expect(422).says("À quoi servira ce fichier").text();
        assert_eq!(html::field(&again, "plan").as_deref(), Some(plan.as_str()));
        let pdf = [("format", "pdf"), ("purpose", "desk")];
        let _ = agent.submit("/exports/besoins", "/exports/besoins", &pdf).await.expect(422).says("Ce fichier ne s’exporte pas en PDF");
        let needs = agent.get("/exports/besoins").await.expect(200).text();
        assert!(!needs.contains("PDF"), "a form that there is not is on offer");
        for other in &others {
            let _ = other.get(&page).await.expect(403);
            let _ = other.submit("/siege", PATH, &whole).await.expect(403);
        }
        assert_eq!(snapshot(app.store()).await, before, "a refusal told the journal");
    }
}
