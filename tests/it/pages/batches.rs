//! A paper of many loans in one PDF: counted, begun, seen while it is printed, left and found again.

use domain::Seat;
use domain::ids::{BatchId, ItemId};
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::stock::{ItemKind, Restriction};
use jiff::SignedDuration;
use store::testing::builders::cites::start;
use store::testing::builders::households::{family, school};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{TODAY, hand_over};
use store::{BatchChoice, BatchPaper, BatchState, PrintBatch, on_both};
use tests::{App, Visitor, html};
use uuid::Uuid;

const ASKED: &str = "/prets/papiers?papier=convention&lesquels=remis&du=2026-09-01&au=2026-09-01";

/// So many families with a loan each, every other one reading Arabic.
async fn given(app: &App, many: u32) -> Visitor {
    let agent = app.visitor(0, Seat::TownAgent).await;
    let (store, by) = (app.store(), agent.by);
    let school = school(store, by).await;
    let lot = shelf(store, 1, ItemKind::Tablet, many.into(), &Restriction::default(), by).await;
    for n in 1..=u128::from(many) {
        let mut new = family(n, school, Equipment::None, Connection::None);
        if n.is_multiple_of(2) {
            new.state.language = ContactLanguage::Arabic;
        }
        store.create_household(&new, by, start(), TODAY).await.unwrap();
        let item = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + n));
        store.lend(&hand_over(n, new.id, &[item]), by, start()).await.unwrap();
    }
    agent
}

/// Waits until it no longer runs.
async fn ended(app: &App, id: BatchId, by: store::By) -> store::Batch {
    for _ in 0..600 {
        let batch = app.store().batch(id, by, start()).await.unwrap().unwrap();
        if batch.state != BatchState::Running {
            return batch;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it does not end");
}

fn id_of(path: &str) -> BatchId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

on_both! {
    async fn agreements_in_two_languages_are_one_pdf(fresh) {
        let app = App::new(fresh);
        let agent = given(&app, 3).await;
        let _ = agent.get("/prets").await.expect(200).says("Papiers de plusieurs prêts");
        let _ = agent.get("/prets/papiers").await.expect(200).says("Aucune impression récente");
        let told = agent.get(ASKED).await.expect(200).says("3 conventions de prêt, environ");
        let _ = told.says("Français seulement : 2").says("Français et arabe : 1");
        let begun = agent.fill(ASKED, "/prets/papiers", &[]).await.expect(303);
        let shown = begun.location.unwrap();
        let batch = ended(&app, id_of(&shown), agent.by).await;
        assert_eq!((batch.state, batch.papers, batch.done, batch.left_out), (BatchState::Ready, 3, 3, 0));
        let page = agent.get(&shown).await.expect(200).says("3 papiers").says("puis effacé").text();
        assert!(!page.contains("http-equiv=\"refresh\""), "it is over");
        let file = agent.get(&format!("{shown}/papiers.pdf")).await.expect(200);
        assert_eq!((file.content_type.as_str(), file.bytes.len() as u64), ("application/pdf", batch.size));
        let text = String::from_utf8_lossy(&file.bytes);
        assert!(text.starts_with("%PDF-1.7") && text.ends_with("%%EOF"));
        assert!(text.contains(&format!("/Type/Pages/Count {}/", batch.pages)), "as many pages as told");
        assert!(text.contains("/StructTreeRoot") && text.contains("/Marked true"), "tagged");
        // Found again from the list, by another agent of the cité; by nobody else.
        let _ = agent.get("/prets/papiers").await.expect(200).says("remises du 1er septembre 2026 (3)").says("prêt");
        let stranger = app.visitor(1, Seat::TownAgent).await;
        for path in [shown.clone(), format!("{shown}/papiers.pdf")] {
            let _ = stranger.get(&path).await.expect(404);
        }
        let principal = app.visitor(0, Seat::Principal).await;
        let _ = principal.get(&format!("{shown}/papiers.pdf")).await.expect(403);
        assert_eq!(app.store().check().await.unwrap(), []);
        // Its days are over.
        let over = start() + SignedDuration::from_hours(24 * store::KEPT_DAYS + 1);
        app.store().tidy_batches(over).await.unwrap();
        let _ = agent.get(&shown).await.expect(200).says("Ce PDF a été effacé");
        let _ = agent.get(&format!("{shown}/papiers.pdf")).await.expect(404);
    }
}

on_both! {
    async fn what_is_asked_wrongly_is_said_and_begins_nothing(fresh) {
        let app = App::new(fresh);
        let agent = given(&app, 1).await;
        for (asked, sentence) in [
            ("papier=convention&lesquels=remis&du=2026-09-02&au=2026-09-01", "inversez les deux jours"),
            ("papier=convention&lesquels=remis&du=demain&au=", "n’est pas une date"),
            ("papier=convention&lesquels=ecole&ecole=", "« École »"),
            ("papier=faux&lesquels=retard", "« Papier »"),
            ("papier=convention&lesquels=", "« Quels prêts »"),
            ("papier=convention&lesquels=retard&langue=xx", "« Ajouter une langue »"),
            ("papier=convention&lesquels=retard", "il n’y a rien à imprimer"),
        ] {
            let _ = agent.get(&format!("/prets/papiers?{asked}")).await.expect(422).says(sentence);
        }
        let late = [("lesquels", "retard")];
        let _ = agent.fill(ASKED, "/prets/papiers", &late).await.expect(409).says("il n’y a rien à imprimer");
        assert_eq!(app.store().batches(9, agent.by, start()).await.unwrap(), []);
    }
}

on_both! {
    async fn progress_is_shown_without_script_and_a_batch_is_stopped_and_begun_again(fresh) {
        let app = App::new(fresh);
        let agent = given(&app, 2).await;
        // Noted as if another node printed it.
        let (id, which) = (BatchId(Uuid::from_u128(77)), BatchChoice::HandedOver { from: TODAY, to: TODAY });
        let order = PrintBatch { id, paper: BatchPaper::HandOver, which, beside: Some(ContactLanguage::English) };
        let run = app.store().begin_batch(&order, agent.by, (TODAY, start())).await.unwrap().unwrap();
        assert!(app.store().tell_batch((id, run), (1, 0), start()).await.unwrap());
        let shown = format!("/prets/papiers/{id}");
        let page = agent.get(&shown).await.expect(200).says("1 papier sur 2").says("Vous pouvez la quitter");
        assert!(page.says("avec anglais pour les familles").text().contains("http-equiv=\"refresh\""));
        let stop = format!("{shown}/arreter");
        let _ = agent.submit(&shown, &stop, &[]).await.expect(303);
        let _ = agent.get(&shown).await.expect(200).says("Arrêt demandé");
        assert!(!app.store().tell_batch((id, run), (2, 0), start()).await.unwrap());
        // Its node says nothing any more.
        app.clock.advance(SignedDuration::from_secs(61));
        let _ = agent.get(&shown).await.expect(200).says("L’impression s’est interrompue");
        let _ = agent.submit(&shown, &format!("{shown}/reprendre"), &[]).await.expect(303);
        let batch = ended(&app, id, agent.by).await;
        assert_eq!((batch.state, batch.done), (BatchState::Ready, 2));
        let file = agent.get(&format!("{shown}/papiers.pdf")).await.expect(200);
        assert_eq!(file.bytes.len() as u64, batch.size);
        let page = agent.get(&shown).await.expect(200).text();
        assert!(html::csrf(&page).is_none() || !page.contains("/reprendre"), "there is nothing to begin again");
    }
}
