//! From a notification to a payment, page by page, each on its own seat.

use domain::Seat;
use store::on_both;
use tests::{App, Visitor, html};

/// Posts a form of `page` to `path` with its own id and these fields; where it then leads.
async fn send(who: &Visitor, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let id = html::field(&who.get(page).await.expect(200).text(), "id").unwrap();
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(fields);
    who.submit(page, path, &all).await.expect(303).location.unwrap()
}

/// Sends the same and is refused so.
async fn refuse(
    who: &Visitor,
    page: &str,
    path: &str,
    fields: &[(&str, &str)],
    status: u16,
    says: &str,
) {
    let id = html::field(&who.get(page).await.expect(200).text(), "id").unwrap();
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(fields);
    let _ = who.submit(page, path, &all).await.expect(status).says(says);
}

fn commitment(address: &str) -> domain::ids::CommitmentId {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

on_both! {
    async fn money_from_the_letter_to_the_payment(fresh) {
        let app = App::new(fresh);
        let principal = app.visitor(0, Seat::Principal).await;
        let copilot = app.visitor(0, Seat::TownCopilot).await;
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let accountant = app.visitor(0, Seat::Accountant).await;
        let new = "/fonds/nouvelle-ligne";
        let fields = [("label", "Politique de la ville"), ("code", "VE-147"), ("funder", "État"), ("year", "2026"), ("purse", "cite_fund")];
        let line = send(&principal, new, new, &fields).await;
        let letters = format!("{line}/notifications");
        // Each wrong amount has its own sentence, and what was typed stays.
        for (typed, sentence) in [
            ("12,345", "peut se lire de deux façons"),
            ("1e3", "n’est pas un montant"),
            ("12345678901", "est trop grand"),
            ("1,23456", "a plus de deux décimales"),
            ("", "est vide"),
        ] {
            let id = html::field(&principal.get(&line).await.expect(200).text(), "id").unwrap();
            let fields = [("id", id.as_str()), ("amount", typed), ("reference", "N1"), ("on", "01/09/2026")];
            let _ = principal.submit(&line, &letters, &fields).await.expect(422).says(sentence).says(typed);
        }
        let fields = [("amount", "15 000,00 €"), ("reference", "N1"), ("on", "01/09/2026")];
        let _ = send(&principal, &line, &letters, &fields).await;
        let line_id = line.rsplit('/').next().unwrap().to_owned();
        let asked = [("line", line_id.as_str()), ("purpose", "Clés 4G"), ("amount", "1234,56"), ("regime", "normal"), ("categorie", "connection")];
        let agreement = send(&principal, "/fonds/accords/nouveau", "/fonds/accords", &asked).await;
        for who in [&principal, &copilot, &delegate] {
            let _ = who.get("/").await.expect(200).says("accord attend votre réponse");
            let _ = send(who, &agreement, &agreement, &[("answer", "yes")]).await;
        }
        let _ = delegate.get(&agreement).await.expect(200).says("accord donné");
        let proof = delegate.get(&format!("{agreement}/preuve.pdf")).await.expect(200);
        assert!(proof.bytes.starts_with(b"%PDF"));
        let agreement = agreement.rsplit('/').next().unwrap().to_owned();
        let commit = "/fonds/engagements/nouveau";
        let mut order = [
            ("agreement", agreement.as_str()), ("supplier", "Fournisseur"), ("purpose", "Clés"),
            ("order_number", "BC-1"), ("amount", "1 234,57"),
        ];
        let id = html::field(&principal.get(commit).await.expect(200).text(), "id").unwrap();
        let mut over = vec![("id", id.as_str())];
        over.extend_from_slice(&order);
        let _ = principal.submit(commit, commit, &over).await.expect(409).says("L’accord ne permet plus que");
        order[4].1 = "-5";
        over.truncate(1);
        over.extend_from_slice(&order);
        let _ = principal.submit(commit, commit, &over).await.expect(422).says("doit être supérieur à zéro");
        order[4].1 = "1 234,56";
        let order = send(&principal, commit, commit, &order).await;
        // Nothing is settled before what came is certified.
        let (new, debts) = (format!("{order}/facture"), format!("{order}/factures"));
        let paper = [
            ("numero", "F1"), ("siret", "110 043 015 00012"), ("emise_le", "01/09/2026"), ("recue_le", "01/09/2026"),
            ("autre_taux", "2000"), ("ht", "1 028,80"), ("tva", "205,76"), ("ttc", "1 234,56"),
        ];
        let _ = send(&principal, &new, &debts, &paper).await;
        let _ = refuse(&principal, &new, &debts, &paper, 409, "porte déjà ce numéro").await;
        let invoice = app.store().commitment(commitment(&order), principal.by).await.unwrap().unwrap().invoices.remove(0).id;
        let settle = format!("{debts}/{invoice}");
        let _ = refuse(&principal, &order, &settle, &[], 409, "Le service fait n’est pas certifié").await;
        let delivery = [("numero", "BL-1"), ("le", "01/09/2026"), ("certifier", "oui")];
        let _ = send(&principal, &format!("{order}/livraison"), &format!("{order}/livraisons"), &delivery).await;
        let _ = send(&principal, &order, &settle, &[]).await;
        let debt = app.store().settlements(accountant.by).await.unwrap().remove(0).id;
        let paid = format!("{order}/liquidations/{debt}");
        let waits = accountant.get(&order).await.expect(200).text();
        assert!(!waits.contains("Marquer comme payée"), "nothing is ordered yet");
        let mandate = [("mandat", "M-12"), ("bordereau", "B-3")];
        let _ = send(&principal, &order, &format!("{paid}/mandat"), &mandate).await;
        let _ = accountant.get("/").await.expect(200).says("1 facture à payer");
        let _ = send(&accountant, &order, &paid, &[("decision", "pay"), ("reference", "DP-1")]).await;
        let _ = principal.get(&order).await.expect(200).says("payée").says("DP-1");
        let _ = principal.get("/fonds").await.expect(200).says("Disponible en tout : 13 765,44 €");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn an_account_is_made_with_a_password_shown_once(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        let page = administrator.get("/comptes").await.expect(200).text();
        let id = html::field(&page, "id").unwrap();
        let fields = [("id", id.as_str()), ("name", "Camille Roy"), ("login", "camille@exemple.fr"), ("seat", "town_agent")];
        let _ = administrator.submit("/comptes", "/comptes", &fields).await.expect(200).says("affiché cette seule fois");
        // A double click: the first answer, with the password, is gone; the account and its reset are there.
        let again = administrator.submit("/comptes", "/comptes", &fields).await.expect(303);
        assert!(again.location.is_some_and(|path| path.starts_with("/comptes/")));
        let _ = administrator.get("/comptes").await.expect(200).says("camille@exemple.fr");
    }
}
