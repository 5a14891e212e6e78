//! Files out, from the pages: who may have what, what personal data asks, what the file says.

use domain::Seat;
use domain::export::{ExportKind, FundPart};
use store::on_both;
use tests::{App, city};
use web::routes::Access;
use web::wording::exports::slug;

/// What a form needs to give the file of a kind.
fn fields<'a>(kind: ExportKind, plan: &'a str, line: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![("format", "csv")];
    match kind.scope() {
        FundPart::None => {}
        FundPart::Month => fields.push(("part", "2026-09-01")),
        FundPart::Year => fields.push(("part", "2026")),
        FundPart::Line => fields.push(("part", line)),
    }
    if kind == ExportKind::Decisions {
        fields.push(("plan", plan));
    }
    if kind.is_personal() {
        fields.push(("purpose", "desk"));
    }
    if kind == ExportKind::Loans {
        fields.push(("which", "en_cours"));
    }
    fields
}

on_both! {
    async fn each_seat_has_its_own_files_and_no_other(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let (plan, line) = (city.adopted_plan.to_string(), city.line.to_string());
        for seat in Seat::OF_A_CITE {
            let visitor = app.visitor(0, seat).await;
            if ExportKind::ALL.iter().all(|kind| !kind.open_to(seat)) {
                let _ = visitor.get("/exports").await.expect(403);
                continue;
            }
            let list = visitor.get("/exports").await.expect(200).text();
            for kind in ExportKind::ALL {
                let path = format!("/exports/{}", slug(*kind));
                let of_a_plan = *kind == ExportKind::Decisions;
                let page = if of_a_plan { format!("{path}?plan={plan}") } else { path.clone() };
                let offered = list.contains(&format!("href=\"{page}\""));
                assert_eq!(offered, kind.open_to(seat), "{kind} {seat}");
                if offered {
                    let file = visitor.submit(&page, &path, &fields(*kind, &plan, &line)).await.expect(200);
                    assert!(file.bytes.starts_with("\u{feff}".as_bytes()), "{kind} {seat}");
                    assert_eq!(file.headers["cache-control"], "no-store");
                    let name = file.headers["content-disposition"].to_str().unwrap();
                    assert!(name.starts_with("attachment; filename=\"") && name.contains("2026-09-01"), "{name}");
                } else {
                    let _ = visitor.get(&page).await.expect(403);
                    let _ = visitor.submit("/exports", &path, &fields(*kind, &plan, &line)).await.expect(403);
                }
            }
            let _ = visitor.get("/exports/recettes").await.expect(404);
        }
    }
}

on_both! {
    async fn personal_data_asks_what_for_and_says_so(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = "/exports/prets";
        let before = store::testing::snapshot(app.store()).await;
        let without = [("format", "csv"), ("which", "en_cours")];
        let _ = agent.submit(page, page, &without).await.expect(422).says("À quoi servira ce fichier");
        let future = [("format", "csv"), ("purpose", "desk"), ("which", "jour"), ("day", "2030-01-01")];
        let _ = agent.submit(page, page, &future).await.expect(422).says("est à venir");
        let blank = [("format", "csv"), ("purpose", "desk"), ("which", "jour")];
        let _ = agent.submit(page, page, &blank).await.expect(422).says("« Jour » est vide");
        let odd = [("format", "doc"), ("purpose", "plaisir"), ("which", "rien")];
        let _ = agent.submit(page, page, &odd).await.expect(422).says("3 points à corriger");
        assert_eq!(store::testing::snapshot(app.store()).await, before, "a refusal told the journal");

        let file = agent.submit(page, page, &fields(ExportKind::Loans, "", "")).await.expect(200);
        let text = file.text();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0].trim_end(), "Données personnelles – ne pas diffuser");
        for said in ["prêts en cours", "préparer des remises", "1er octobre 2026", "town_agent 0", "1er septembre 2026"] {
            assert!(lines[..6].iter().any(|line| line.contains(said)), "{said}: {lines:?}");
        }
        assert!(lines[6].starts_with("Prêt;Famille;Numéro d’inventaire"), "{lines:?}");
        assert_eq!(lines.len(), 9, "two loans run: {lines:?}");

        // One line in the journal, without a name; its number is in the file.
        let last = app.store().export_journal(before["journal_head.seq"], agent.by.cite).await.unwrap().rows;
        let [line] = &last[..] else { panic!("{last:?}") };
        assert_eq!((line.verb.as_str(), line.account), ("export", Some(agent.by.account)));
        assert!(line.facts.contains("\"desk\"") && !line.facts.contains("Essai"), "{}", line.facts);
        assert!(lines[5].contains(&line.subject_id.to_string()), "{lines:?}");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn another_cites_rows_are_in_no_file(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let (plan, line) = (city.adopted_plan.to_string(), city.line.to_string());
        for seat in Seat::OF_A_CITE {
            let visitor = app.visitor(1, seat).await;
            for kind in ExportKind::ALL.iter().filter(|kind| kind.open_to(seat)) {
                let path = format!("/exports/{}", slug(*kind));
                if *kind == ExportKind::Decisions {
                    // They have adopted no plan: none is on offer, and one named by hand is not theirs.
                    assert!(!visitor.get("/exports").await.expect(200).text().contains(&path));
                    let _ = visitor.get(&format!("{path}?plan={plan}")).await.expect(404);
                    let _ = visitor.submit("/exports/besoins", &path, &fields(*kind, &plan, &line)).await.expect(404);
                    continue;
                }
                if kind.scope() == FundPart::Line {
                    // They have no line, and one named by hand is not theirs.
                    let _ = visitor.submit(&path, &path, &fields(*kind, &plan, &line)).await.expect(409);
                    continue;
                }
                let text = visitor.submit(&path, &path, &fields(*kind, &plan, &line)).await.expect(200).text();
                for theirs in ["Essai", "TLS", "T0-", "BC-", "VE-147", "lend", "Lot 1"] {
                    assert!(!text.contains(theirs), "{kind} as {seat} reads {theirs}: {text}");
                }
            }
        }
    }
}

#[test]
fn the_fund_is_exported_by_whoever_opens_its_pages() {
    let sheet = web::sheet();
    let pages = sheet.iter().find(|line| line.path == "/fonds").unwrap().access;
    let families = sheet.iter().find(|line| line.path == "/familles").unwrap().access;
    let journal = sheet.iter().find(|line| line.path == "/comptes").unwrap().access;
    let list = sheet.iter().find(|line| line.path == "/exports").unwrap().access;
    for seat in Seat::ALL {
        for kind in ExportKind::ALL {
            let like: Access = match kind {
                ExportKind::FundLines => pages,
                kind if kind.scope() != FundPart::None => pages,
                ExportKind::Journal => journal,
                _ => families,
            };
            assert_eq!(kind.open_to(*seat), like.admits(*seat), "{kind} {seat}");
        }
        let some = ExportKind::ALL.iter().any(|kind| kind.open_to(*seat));
        assert_eq!(list.admits(*seat), some, "{seat}");
    }
}
