//! Purses page by page: a line from its model, a convention until its signature, a year's end.

use domain::Seat;
use store::on_both;
use tests::{App, Visitor, html};

/// Posts a form of `page` to `path` with its own id and these fields; where it then leads.
async fn send(who: &Visitor, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = post(who, page, path, fields).await.expect(303);
    answer.location.unwrap()
}

async fn post(who: &Visitor, page: &str, path: &str, fields: &[(&str, &str)]) -> tests::Answer {
    let id = html::field(&who.get(page).await.expect(200).text(), "id").unwrap();
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(fields);
    who.submit(page, path, &all).await
}

on_both! {
    async fn the_envelope_is_released_early_then_signed_then_closed(fresh) {
        let app = App::new(fresh);
        let principal = app.visitor(0, Seat::Principal).await;
        let copilot = app.visitor(0, Seat::TownCopilot).await;
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let accountant = app.visitor(0, Seat::Accountant).await;

        let conventions = "/fonds/conventions";
        let fields = [("nature", "framework"), ("titre", "Convention État-ville"), ("etape", "sent"), ("le", "01/09/2026")];
        let convention = send(&principal, conventions, conventions, &fields).await;
        let _ = copilot.get(conventions).await.expect(200).says("envoyée à la signature le 01/09/2026");
        let convention_id = convention.rsplit('/').next().unwrap().to_owned();

        // The model fills the form in; its rule needs the convention.
        let new = "/fonds/nouvelle-ligne?modele=enveloppe";
        let page = principal.get(new).await.expect(200).says("Enveloppe notifiée").text();
        assert_eq!(html::field(&page, "share").as_deref(), Some("15"));
        let mut fields = vec![
            ("model", "enveloppe"), ("label", "Enveloppe notifiée"), ("code", "PV-147"), ("funder", "État"),
            ("year", "2026"), ("purse", "notified_envelope"), ("before", "early_release"), ("share", "15"), ("months", "6"),
            ("service", "ap"), ("activite", "16cite"),
        ];
        let _ = post(&principal, new, "/fonds/nouvelle-ligne", &fields).await.expect(409).says("choisissez d’abord la convention");
        fields[7].1 = "150";
        let _ = post(&principal, new, "/fonds/nouvelle-ligne", &fields).await.expect(422).says("un nombre de 0 à 100");
        fields[7].1 = "15";
        fields.push(("convention", &convention_id));
        let line = send(&principal, new, "/fonds/nouvelle-ligne", &fields).await;
        let _ = delegate.get(&line).await.expect(200).says("15 % du montant notifié").says("AP / 16CITE").says("équipement");
        let letters = format!("{line}/notifications");
        let fields = [("amount", "10 000,10"), ("reference", "N1"), ("on", "01/09/2026"), ("conditions", "Quartiers prioritaires")];
        let _ = send(&principal, &line, &letters, &fields).await;
        let _ = accountant.get(&line).await.expect(200).says("Quartiers prioritaires");
        let received = [("received", "1 500,00"), ("number", "TR-1"), ("received_on", "02/09/2026")];
        let _ = send(&accountant, &line, &format!("{line}/recettes"), &received).await;
        let _ = post(&accountant, &line, &format!("{line}/recettes"), &received).await.expect(409).says("porte déjà ce numéro");

        let line_id = line.rsplit('/').next().unwrap().to_owned();
        let asked = [("line", line_id.as_str()), ("purpose", "Tablettes"), ("categorie", "equipment"), ("amount", "9 000"), ("regime", "normal")];
        let agreement = send(&principal, "/fonds/accords/nouveau", "/fonds/accords", &asked).await;
        for who in [&principal, &copilot, &delegate] {
            let _ = send(who, &agreement, &agreement, &[("answer", "yes")]).await;
        }
        let _ = delegate.get(&agreement).await.expect(200).says("Avant la signature de la convention");
        let agreement = agreement.rsplit('/').next().unwrap().to_owned();
        let commit = "/fonds/engagements/nouveau";
        let mut order = [
            ("agreement", agreement.as_str()), ("supplier", "Fournisseur"), ("purpose", "Tablettes"),
            ("order_number", "BC-1"), ("amount", "1 500,02"),
        ];
        let _ = post(&principal, commit, commit, &order).await.expect(409).says("il ne reste que 1 500,01 € du déblocage anticipé");
        order[4].1 = "1 500,01";
        let first = send(&principal, commit, commit, &order).await;
        let _ = accountant.get(&first).await.expect(200).says("avant convention");
        let _ = delegate.get("/fonds/avant-convention").await.expect(200).says("BC-1").says("1 500,01 € sur 1 500,01 € permis");

        let fields = [("etape", "signed"), ("le", "01/08/2026")];
        let _ = post(&principal, &convention, &convention, &fields).await.expect(409).says("l’étape précédente est du 1er septembre 2026");
        let signed = [("etape", "signed"), ("le", "01/09/2026")];
        let _ = send(&principal, &convention, &convention, &signed).await;
        order[3].1 = "BC-2";
        order[4].1 = "2 000";
        let second = send(&principal, commit, commit, &order).await;
        let page = accountant.get(&second).await.expect(200).text();
        assert!(!page.contains("avant convention"), "signed since");

        // The year's end.
        let end = format!("{line}/fin-d-exercice");
        let _ = post(&principal, &end, &format!("{line}/cloture"), &[]).await.expect(409).says("Il reste 3 500,01 € d’engagements ouverts");
        let page = principal.get(&end).await.expect(200).says("Reste sur la ligne : 6 500,09 €").text();
        assert_eq!(html::field(&page, "amount").as_deref(), Some("6500,09"));
        let carried = [("amount", "6 500,10"), ("act", "DBM 3")];
        let _ = post(&principal, &end, &format!("{line}/reports"), &carried).await.expect(409).says("Il ne reste que 6 500,09 €");
        let carried = [("amount", "6 000,00"), ("act", "DBM 3")];
        let next = send(&principal, &end, &format!("{line}/reports"), &carried).await;
        let _ = copilot.get(&next).await.expect(200).says("reportés de").says("DBM 3").says("6 000,00 €");
        let repaid = [("repaid", "500,09"), ("reference", "")];
        let _ = post(&principal, &end, &format!("{line}/reversements"), &repaid).await.expect(422).says("« Ordre de reversement » est vide");
        let repaid = [("repaid", "500,09"), ("reference", "OR-9")];
        let _ = send(&principal, &end, &format!("{line}/reversements"), &repaid).await;
        let _ = copilot.get(&line).await.expect(200).says("reversés au financeur").says("Disponible : 0,00 €");
        let _ = copilot.get("/fonds?annee=2027").await.expect(200).says("Disponible en tout : 6 000,00 €");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
