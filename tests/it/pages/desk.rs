//! The desk's other pages: supplies and kits, time, incidents, papers.

use domain::Seat;
use domain::ids::{ItemId, LoanId};
use domain::loan::{HandedOver, Lend};
use domain::stock::{Grade, ItemKind, Restriction};
use jiff::civil::{Date, date};
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::shelf;
use tests::{App, html};
use uuid::Uuid;

/// A loan of one tablet, made in July and due on `due`; answers its id and the tablet's.
async fn lent(app: &App, due: Date, by: store::By) -> (LoanId, ItemId) {
    let home = in_need(app.store(), 1, by).await;
    let lot = shelf(app.store(), 1, ItemKind::Tablet, 1, &Restriction::default(), by).await;
    let (loan, item) = (LoanId(Uuid::from_u128(500)), ItemId(Uuid::from_u128(lot.0.as_u128() + 1)));
    let items = vec![HandedOver::plain(item, Grade::New)];
    let order = Lend::new(loan, home, items, due, date(2026, 7, 1)).unwrap();
    app.store().lend(&order, by, start()).await.unwrap();
    (loan, item)
}

on_both! {
    async fn supplies_are_entered_received_counted_and_made_into_kits(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let new = "/fournitures/nouvelle";
        let book = [
            ("nom", "Le Petit Prince"), ("genre", "book"), ("isbn", "9782070612758"), ("age_de", "8"), ("age_a", "10"), ("seuil", "3"),
        ];
        let wrong = [("nom", ""), ("genre", "book"), ("isbn", "9782070612759"), ("age_de", "9"), ("age_a", "7")];
        let wrong = agent.fill(new, new, &wrong).await.expect(422);
        let _ = wrong.says("Cet ISBN n’est pas juste").says("L’âge le plus grand est plus petit").says("3 points à corriger");
        let shown = agent.fill(new, new, &book).await.expect(303).location.unwrap();
        let _ = agent.get(&shown).await.expect(200).says("Livre, 8 à 10 ans, ISBN 9782070612758").says("Il n’y en a plus");
        let other = [("nom", "Autre titre"), ("genre", "book"), ("isbn", "9782070612758")];
        let _ = agent.fill(new, new, &other).await.expect(409).says("Un livre a déjà cet ISBN");
        let named = [("nom", "Le Petit Prince"), ("genre", "consumable")];
        let _ = agent.fill(new, new, &named).await.expect(409).says("porte déjà ce nom");

        let received = [("pieces", "12"), ("origine", "town"), ("recu_le", "2026-09-01")];
        let _ = agent.fill(&shown, &shown, &received).await.expect(303);
        let page = agent.get(&shown).await.expect(200).says("12 en rayon").text();
        let _ = agent.fill(&shown, &shown, &[("pieces", "0"), ("origine", "town"), ("recu_le", "2026-09-01")]).await.expect(422);
        let lot = html::field(&page, "lot").unwrap();
        let (to, field) = (format!("{shown}/compte"), format!("compte.{lot}"));
        let counted = [("lot", lot.as_str()), (field.as_str(), "3")];
        let _ = agent.fill(&shown, &to, &counted).await.expect(303);
        let _ = agent.get("/fournitures").await.expect(200).says("Le Petit Prince").says("à recommander");

        let composing = "/fournitures/kits/nouveau";
        let id = shown.rsplit('/').next().unwrap();
        let pieces = format!("pieces.{id}");
        let _ = agent.fill(composing, composing, &[("nom", "Vide")]).await.expect(422).says("Ce kit est vide");
        let kit = [("nom", "Kit lecture"), ("type.tablet", "1"), (pieces.as_str(), "2")];
        let _ = agent.fill(composing, composing, &kit).await.expect(303);
        let list = agent.get("/fournitures").await.expect(200).says("1 tablette, 2 × Le Petit Prince").text();
        let kit = list.split("href=\"/fournitures/kits/").nth(2).and_then(|rest| rest.split('"').next()).unwrap();
        let (page, to) = (format!("/fournitures/kits/{kit}"), format!("/fournitures/kits/{kit}/retirer"));
        let _ = agent.fill(&page, &to, &[]).await.expect(303);
        let _ = agent.get(&page).await.expect(404);
    }
}

on_both! {
    async fn a_late_family_is_called_then_written_to_and_the_file_says_neither_what_nor_why(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (loan, _) = lent(&app, date(2026, 8, 25), agent.by).await;
        let home = app.store().loan(loan, agent.by).await.unwrap().unwrap().household.to_string();
        let list = "/prets/relances";
        let _ = agent.get(list).await.expect(200).says("1 famille à relancer").says("en retard").says("06 39 98 00 01");
        let _ = agent.fill(list, list, &[("moyen", "call")]).await.expect(422).says("Aucune famille n’est cochée");
        let _ = agent.fill(list, list, &[("famille", home.as_str())]).await.expect(422);
        let called = [("famille", home.as_str()), ("moyen", "call")];
        let done = agent.fill(list, list, &called).await.expect(303).location.unwrap();
        let _ = agent.get(&done).await.expect(200).says("relancée le");
        let sms = agent.fill(list, list, &[("famille", home.as_str()), ("moyen", "sms")]).await.expect(200);
        let file = sms.text();
        assert!(file.contains("Téléphone") && file.contains("+33"), "{file}");
        for word in ["tablette", "cité", "PRE", "T1-1-0001"] {
            assert!(!file.contains(word), "{word}: {file}");
        }
        let family = format!("/familles/{home}");
        let alone = format!("{family}/contact");
        let _ = agent.get(&family).await.expect(200).says("Relancée");
        let _ = agent.fill(&family, &alone, &[("contacter", "non")]).await.expect(303);
        let _ = agent.get(list).await.expect(200).says("parlez-en à son référent");
        let refused = agent.fill(list, list, &called).await.expect(409);
        let _ = refused.says("À ne pas contacter");

        let (page, shown) = (format!("/prets/{loan}/prolonger"), format!("/prets/{loan}"));
        let _ = agent.fill(&page, &page, &[("due_on", "2026-08-20")]).await.expect(409).says("plus tardive");
        let _ = agent.fill(&page, &page, &[("due_on", "2027-06-30")]).await.expect(303);
        let _ = agent.get(&shown).await.expect(200).says("30 juin 2027");
        let _ = agent.get(&page).await.expect(200).says("Déjà prolongé");
        let _ = agent.get(list).await.expect(200).says("rien n’est en retard");
    }
}

on_both! {
    async fn a_theft_is_followed_to_its_end_and_nothing_is_asked_of_the_family(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (loan, item) = lent(&app, date(2026, 9, 5), agent.by).await;
        let _ = agent.get(&format!("/prets/{loan}")).await.expect(200).says("cassé, perdu, volé");
        let (page, item) = (format!("/incidents/nouveau?objet={item}"), item.to_string());
        let to = "/incidents/nouveau";
        let early = [("objet", item.as_str()), ("quoi", "theft"), ("jour", "2030-01-01")];
        let _ = agent.fill(&page, to, &early).await.expect(409).says("est à venir");
        let theft = [("objet", item.as_str()), ("quoi", "theft"), ("jour", "2026-09-01")];
        let shown = agent.fill(&page, to, &theft).await.expect(303).location.unwrap();
        let open = agent.get(&shown).await.expect(200).says("Plainte déposée").says("Notez le numéro du récépissé");
        assert!(!open.text().contains("Ligne suspendue"), "a tablet has no line");
        let _ = agent.get(&format!("/prets/{loan}")).await.expect(200).says("terminé");
        let paper = agent.get(&format!("{shown}/declaration.pdf")).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"), "a paper");
        let step = [("etape", "police_complaint"), ("jour", "2026-09-01"), ("reference", "PV 2026/118")];
        let _ = agent.fill(&shown, &shown, &step).await.expect(303);
        let _ = agent.get(&shown).await.expect(200).says("n° PV 2026/118").says("fait");
        let close = format!("{shown}/clore");
        let charged = [("fin", "charged"), ("montant", "15"), ("acte", "")];
        let _ = agent.fill(&shown, &close, &charged).await.expect(422).says("Acte");
        let _ = agent.fill(&shown, &close, &[("fin", "borne")]).await.expect(303);
        let _ = agent.get(&shown).await.expect(200).says("pris en charge par la cité");
        let _ = agent.get("/incidents").await.expect(200).says("0 déclaration à suivre");
    }
}

on_both! {
    async fn the_papers_of_a_loan_are_printed_in_the_familys_language(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (loan, _) = lent(&app, date(2026, 12, 1), agent.by).await;
        let page = format!("/prets/{loan}/papiers");
        let list = agent.get(&page).await.expect(200).says("Convention de prêt").says("Attestation de prêt").says("Tamoul");
        assert!(!list.text().contains("Mise en demeure"), "nothing is late");
        let paper = |kind: &str, language: &str| format!("/prets/{loan}/papier.pdf?papier={kind}&langue={language}");
        let french = agent.get(&paper("bon-de-remise", "")).await.expect(200).bytes;
        let tamil = agent.get(&paper("bon-de-remise", "ta")).await.expect(200).bytes;
        assert!(french.starts_with(b"%PDF") && tamil.starts_with(b"%PDF"));
        assert!(tamil.len() > french.len(), "Tamil stands beside the French");
        assert_eq!(agent.get(&paper("bon-de-remise", "")).await.bytes, french, "the same paper twice");
        let _ = agent.get(&paper("mise-en-demeure", "")).await.expect(404);
        let _ = agent.get(&paper("n-importe-quoi", "")).await.expect(404);
        let principal = app.visitor(0, Seat::Principal).await;
        let _ = principal.get(&paper("convention", "")).await.expect(403);
        let stranger = app.visitor(1, Seat::TownAgent).await;
        let _ = stranger.get(&paper("convention", "")).await.expect(404);
    }
}

on_both! {
    async fn a_formal_notice_is_offered_when_a_loan_is_very_late(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (loan, _) = lent(&app, date(2026, 8, 1), agent.by).await;
        let page = format!("/prets/{loan}/papiers");
        let _ = agent.get(&page).await.expect(200).says("Mise en demeure").says("Lettre de relance");
        let paper = format!("/prets/{loan}/papier.pdf?papier=mise-en-demeure&langue=ar");
        assert!(agent.get(&paper).await.expect(200).bytes.starts_with(b"%PDF"));
    }
}

on_both! {
    async fn at_the_end_of_the_year_whoever_stays_is_ticked_and_each_extension_is_an_act(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (loan, _) = lent(&app, date(2026, 9, 5), agent.by).await;
        let page = "/prets/rentree";
        let shown = agent.get(page).await.expect(200).says("1 prêt en cours").text();
        let id = html::field(&shown, &format!("id.{loan}")).unwrap();
        let field = format!("id.{loan}");
        let loan = loan.to_string();
        let _ = agent.fill(page, page, &[("due_on", "2027-06-30")]).await.expect(422).says("Aucun prêt n’est coché");
        let ticked = [("pret", loan.as_str()), (field.as_str(), id.as_str()), ("due_on", "2027-06-30")];
        let done = agent.fill(page, page, &ticked).await.expect(303).location.unwrap();
        let _ = agent.get(&done).await.expect(200).says("30 juin 2027");
        // The same form again is the same act; another one for the same day is refused by name.
        let _ = agent.fill(page, page, &ticked).await.expect(303);
        let again = [("pret", loan.as_str()), (field.as_str(), "0198a000-0000-7000-8000-000000000001"), ("due_on", "2027-06-30")];
        let _ = agent.fill(page, page, &again).await.expect(422).says("0 prêt prolongé").says("déjà à rendre");
    }
}
