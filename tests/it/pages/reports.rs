//! Reports on the fund: what a bad file or a bad figure is told, and what stays as it was.

use domain::Seat;
use jiff::SignedDuration;
use store::on_both;
use tests::{App, Visitor, city, html};

/// Sends a statement with these fields changed.
async fn sent(who: &Visitor, changed: &[(&str, &str)], bytes: &[u8]) -> tests::Answer {
    let page = who.get("/fonds/rapprochements").await.expect(200).text();
    let (token, id) = (html::csrf(&page).unwrap(), html::field(&page, "id").unwrap());
    let base =
        [("id", id.as_str()), ("systeme", "opale"), ("exercice", "2026"), ("arrete", "01/09/2026")];
    let is_changed = |name: &str| changed.iter().any(|(other, _)| *other == name);
    let mut fields: Vec<_> = base.into_iter().filter(|(name, _)| !is_changed(name)).collect();
    fields.extend_from_slice(changed);
    let file = ("fichier", "etat.csv", bytes);
    who.upload("/fonds/rapprochements", &token, &fields, file).await
}

const TITLES: &str = "Mandat;Date;Montant TTC\r\n";

on_both! {
    async fn a_statement_is_taken_in_whole_or_not_at_all(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let accountant = app.visitor(0, Seat::Accountant).await;
        let before = app.store().account_statements(accountant.by).await.unwrap();
        let rows = |rows: &str| format!("{TITLES}{rows}").into_bytes();
        for (bytes, sentence) in [
            (Vec::new(), "est vide"),
            (b"%PDF-1.7".to_vec(), "Ce fichier est un PDF"),
            (TITLES.as_bytes().to_vec(), "n’a que ses titres"),
            (b"Nom;Couleur\r\nx;rouge\r\n".to_vec(), "colonne"),
            (rows("12;01/09/2026;douze\r\n13;01/09/2026;5,00\r\n"), "Ligne 2, le montant TTC : « douze », ce n’est pas un montant."),
            (rows("12;31/02/2026;1,00\r\n"), "ce n’est pas une date"),
            (rows("000;01/09/2026;1,00\r\n"), "il ne compte que des zéros"),
        ] {
            let _ = sent(&accountant, &[], &bytes).await.expect(422).says(sentence);
        }
        let good = rows("12;01/09/2026;1 234,56\r\n");
        let _ = sent(&accountant, &[("systeme", "cirque")], &good).await.expect(422).says("« Logiciel comptable » : choisissez");
        let _ = sent(&accountant, &[("arrete", "30/02/2026")], &good).await.expect(422).says("n’est pas une date");
        let _ = sent(&accountant, &[("arrete", "31/12/2025")], &good).await.expect(409).says("ce jour est avant l’exercice");
        assert_eq!(app.store().account_statements(accountant.by).await.unwrap(), before);
        let _ = sent(&accountant, &[], &good).await.expect(303);
        let _ = sent(&accountant, &[], &good).await.expect(409).says("Ce fichier est déjà enregistré pour cet exercice");
        // Who only reads sees the statements, and no form.
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let page = delegate.get("/fonds/rapprochements").await.expect(200).says("Op@le, exercice 2026").text();
        assert!(!page.contains("enctype"), "nothing to send");
    }
}

on_both! {
    async fn a_wrong_figure_of_the_report_has_its_sentence_and_what_was_written_stays(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let principal = app.visitor(0, Seat::Principal).await;
        let report = format!("/fonds/{}/compte-rendu", city.line);
        for (field, typed, status, sentence) in [
            ("prevu-60.other", "12,345", 422, "peut se lire de deux façons"),
            ("prevu-60.other", "1e3", 422, "n’est pas un montant"),
            ("hors-864", "12345678901", 422, "est trop grand"),
            ("prevu-60.other", "-5", 409, "une prévision ne peut pas être négative"),
            ("nombre-1", "beaucoup", 422, "Nombre"),
            ("siret", "123", 422, "SIRET"),
        ] {
            let mut fields = vec![("action", "Équiper"), ("public-1", "Élèves"), ("nombre-1", "12")];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, typed));
            let page = principal.fill(&report, &report, &fields).await.expect(status).says(sentence).text();
            assert!(page.contains("value=\"Équiper\"") && page.contains(&format!("value=\"{typed}\"")), "what was typed stays");
        }
        let twice = [("public-1", "Élèves"), ("nombre-1", "12"), ("public-2", "élèves"), ("nombre-2", "3")];
        let _ = principal.fill(&report, &report, &twice).await.expect(422).says("chacun une seule fois");
        let book = app.store().grant_book(city.line, principal.by.cite).await.unwrap().unwrap();
        assert_eq!(book.draft, domain::fund::ReportDraft::default(), "nothing was kept");
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = agent.get(&report).await.expect(200).text();
        assert!(!page.contains("Enregistrer le compte rendu"), "only the principal writes it");
        let rows = "/fonds/comptes";
        let fields = [("equipment", "74.state"), ("connection", "62.other"), ("interpreting", "62.fees"), ("service", "62.fees"), ("media", "62.publicity"), ("other", "60.other")];
        let _ = principal.fill(rows, rows, &fields).await.expect(409).says("rubrique de charges");
    }
}

on_both! {
    async fn a_cite_names_its_own_categories_and_forms_offer_them(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let principal = app.visitor(0, Seat::Principal).await;
        let path = "/fonds/categories";
        for (name, under, status, sentence) in [
            ("", "service", 422, "« Nom » est vide"),
            ("Contes", "", 422, "« Sous la catégorie » : choisissez"),
            ("forfaits des COLLÉGIENS", "media", 409, "une catégorie de la cité s’appelle déjà ainsi"),
            (&"x".repeat(61), "media", 422, "« Nom »"),
        ] {
            let fields = [("nom", name), ("sous", under)];
            let page = principal.fill(path, path, &fields).await.expect(status).says(sentence).text();
            assert!(page.contains(&format!("value=\"{name}\"")), "what was typed stays");
        }
        let _ = principal.fill(path, path, &[("nom", "Contes"), ("sous", "service")]).await.expect(303);
        let _ = principal.get(path).await.expect(200).says("Contes").says("famille à part");
        let own = app.store().own_categories(principal.by.cite).await.unwrap();
        let tales = own.iter().find(|one| one.label == "Contes").unwrap().id.to_string();

        // A request and a forecast name it; the request's page and proof say it.
        let line = city.line.to_string();
        let fields = [("line", line.as_str()), ("purpose", "Soirées de contes"), ("amount", "50,00"), ("categorie", &tales), ("regime", "normal")];
        let _ = principal.fill("/fonds/accords/nouveau", "/fonds/accords", &fields).await.expect(303);
        let asked = app.store().agreements(principal.by).await.unwrap();
        let asked = asked.iter().find(|one| one.purpose == "Soirées de contes").unwrap();
        let page = format!("/fonds/accords/{}", asked.id);
        let _ = principal.get(&page).await.expect(200).says("Intervenant ou accompagnement : Contes");
        let plan = format!("/fonds/{line}/previsions");
        let fields = [("objet", "Contes du mercredi"), ("categorie", tales.as_str()), ("mensuel", "10,00"), ("nombre", "1"), ("debut", "01/10/2026"), ("fin", "31/12/2026")];
        let _ = principal.fill(&plan, &plan, &fields).await.expect(303);
        let _ = principal.get(&plan).await.expect(200).says("intervenant ou accompagnement : Contes");

        // Its row of the report; then it is out of use, and no form offers it.
        let rows = "/fonds/comptes";
        let mut fields = vec![("equipment", "60.other"), ("connection", "62.other"), ("interpreting", "62.fees"), ("service", "62.fees"), ("media", "62.publicity"), ("other", "60.other")];
        fields.push((tales.as_str(), "74.state"));
        let _ = principal.fill(rows, rows, &fields).await.expect(409).says("rubrique de charges");
        let last = fields.len() - 1;
        fields[last].1 = "62.publicity";
        let _ = principal.fill(rows, rows, &fields).await.expect(303);
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let _ = delegate.get(rows).await.expect(200).says("Contes 62 – Publicité");
        let page = delegate.get(path).await.expect(200).says("Contes").text();
        assert!(!page.contains("Ajouter la catégorie") && !page.contains("/retirer"), "only the principal changes them");
        let _ = principal.fill(path, &format!("{path}/{tales}/retirer"), &[]).await.expect(303);
        let page = principal.get("/fonds/accords/nouveau").await.expect(200).text();
        assert!(!page.contains(&tales), "out of use");
        let fields = [("line", line.as_str()), ("purpose", "Encore"), ("amount", "50,00"), ("categorie", &tales), ("regime", "normal")];
        let _ = principal.fill("/fonds/accords/nouveau", "/fonds/accords", &fields).await.expect(422).says("« Catégorie » : choisissez");
        let _ = principal.get(path).await.expect(200).says("Retirées (1)");
    }
}

on_both! {
    async fn thresholds_warn_and_take_a_town_s_own_rule(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let principal = app.visitor(0, Seat::Principal).await;
        let path = "/fonds/seuils";
        let order = format!("/fonds/engagements/{}", city.commitment);
        let page = principal.get(path).await.expect(200).says("Équipement : 2 000,00 € hors taxes").says("R2112-1").text();
        assert!(page.contains(&format!("href=\"{order}\"")), "the figure leads to its order");
        for (field, typed, sentence) in [
            ("montant", "0", "doit être supérieur à zéro"),
            ("devis", "", "dites combien de devis il faut"),
            ("devis", "mille", "Nombre de devis"),
            ("source", "", "« Texte ou acte » est vide"),
            ("jusque", "01/01/2025", "ce jour est avant le premier"),
            ("nature", "loi", "« Règle » : choisissez"),
        ] {
            let mut fields = vec![("nature", "local_quotes"), ("montant", "1 500,00"), ("devis", "3"), ("depuis", "01/01/2026"), ("source", "Délibération 12")];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, typed));
            let _ = principal.fill(path, path, &fields).await.expect(422).says(sentence);
        }
        let before = app.store().thresholds(principal.by).await.unwrap().len();
        let fields = [("nature", "local_quotes"), ("montant", "2 400,00"), ("devis", "3"), ("depuis", "01/01/2026"), ("source", "Délibération 12")];
        let _ = principal.fill(path, path, &fields).await.expect(303);
        assert_eq!(app.store().thresholds(principal.by).await.unwrap().len(), before + 1);
        // 2 000 € of 2 400: told where money is spent.
        let _ = principal.get("/fonds").await.expect(200).says("Équipement : 2 000,00 € hors taxes cette année, plus de 80 % du seuil de 2 400,00 €");
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let page = delegate.get(path).await.expect(200).says("3 devis (règle de la cité)").text();
        assert!(!page.contains("Ajouter un seuil"));
    }
}

on_both! {
    async fn pictures_show_the_year_with_a_table_beside(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let page = delegate.get(&format!("/fonds/{}", city.line)).await.expect(200).text();
        for told in ["Du montant notifié au disponible", "Consommation au fil de l’année", "Les chiffres en tableau"] {
            assert!(page.contains(told), "{told}");
        }
        // In December, what is planned from October on is counted: three months of 9,90 €.
        let row = page.split("<th scope=\"row\">Décembre 2026</th>").nth(1).unwrap();
        let row = html::visible(row.split("</tr>").next().unwrap());
        assert!(row.contains("29,70"), "{row}");
        let _ = delegate.get("/fonds").await.expect(200).says("Consommation au fil de l’année");
    }
}

on_both! {
    async fn what_waits_in_the_chain_is_on_the_first_page_and_leads_to_its_order(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let principal = app.visitor(0, Seat::Principal).await;
        let _ = principal.get("/").await.expect(200).says("1 facture à liquider");
        let page = principal.get("/fonds/a-faire").await.expect(200).says("Factures à liquider").says("F-2026-2").says("Chez l’agent comptable").says("à payer avant le 01/10/2026").text();
        assert!(page.contains(&format!("href=\"/fonds/engagements/{}\"", city.commitment)));
        assert!(!page.contains("Service fait à certifier"), "all that came is certified");
        // Thirty days on, both are told as late.
        app.clock.advance(SignedDuration::from_hours(24 * 31));
        let principal = app.visitor(0, Seat::Principal).await;
        let _ = principal.get("/").await.expect(200).says("2 factures à payer dans les sept jours, ou en retard");
        let _ = principal.get("/fonds/a-faire").await.expect(200).says("en retard depuis le 01/10/2026");
        let other = app.visitor(1, Seat::Principal).await;
        let _ = other.get("/fonds/a-faire").await.expect(200).says("Rien n’attend");
    }
}

/// The addresses that amounts of a page lead to: those of links whose text ends with a euro sign.
fn of_amounts(page: &str) -> Vec<String> {
    let link = |rest: &str| {
        let (href, rest) = rest.split_once('"')?;
        let text = rest.split_once('>')?.1.split("</a>").next()?;
        text.trim_end().ends_with('€').then(|| href.to_owned())
    };
    page.split("<a href=\"").skip(1).filter_map(link).collect()
}

on_both! {
    async fn every_figure_of_the_fund_leads_to_its_documents_in_two_clicks(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let line = format!("/fonds/{}", city.line);
        let list = delegate.get("/fonds").await.expect(200).text();
        let first = of_amounts(&list);
        assert!(first.len() >= 3, "notified, ordered, settled: {first:?}");
        // The table beside each picture: a line leads to its page, a month that has begun to its statement.
        let tables: Vec<&str> = list.split("Les chiffres en tableau").skip(1).collect();
        let rows = |table: &str| table.split("</table>").next().unwrap().split("<th scope=\"row\">").skip(1).map(|row| row.starts_with("<a href")).collect::<Vec<_>>();
        assert_eq!(rows(tables[0]), [true], "the only line");
        assert_eq!(rows(tables[1]), [[true; 9].as_slice(), &[false; 3]].concat(), "nine months have begun");
        let _ = delegate.get("/exports/situation-du-fonds?part=2026-09-01").await.expect(200).says("Septembre 2026");
        // The first click: the line, at the place of the documents.
        let page = delegate.get(&line).await.expect(200).text();
        for address in first {
            let (path, place) = address.split_once('#').unwrap();
            assert_eq!(path, line);
            assert!(page.contains(&format!("id=\"{place}\"")), "{address}");
        }
        let second = of_amounts(&page);
        assert!(second.len() >= 5, "{second:?}");
        for address in second {
            let place = address.strip_prefix('#').unwrap();
            let section = page.split(&format!("id=\"{place}\"")).nth(1).unwrap().split("</section>").next().unwrap();
            let told = section.contains("<li>") || section.contains("<td");
            assert!(told, "{address} leads to no document");
        }
        // The second: the order with its quote, notes and invoices; the agreement with its proof.
        let order = format!("/fonds/engagements/{}", city.commitment);
        assert!(page.contains(&format!("href=\"{order}\"")));
        let _ = delegate.get(&order).await.expect(200).says("F-2026-1").says("BL-1");
        let asked = format!("/fonds/accords/{}", city.asked);
        assert!(page.contains(&format!("href=\"{asked}\"")));
        let shown = delegate.get(&asked).await.expect(200).text();
        assert!(shown.contains("preuve.pdf"));
    }
}

on_both! {
    async fn a_date_outside_the_fiscal_year_has_its_sentence(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let principal = app.visitor(0, Seat::Principal).await;
        let plan = format!("/fonds/{}/previsions", city.line);
        let fields = [("objet", "Radio"), ("categorie", "media"), ("mensuel", "10,00"), ("nombre", "1"), ("debut", "01/12/2025"), ("fin", "31/12/2026")];
        let _ = principal.fill(&plan, &plan, &fields).await.expect(409).says("« Premier jour » : il est avant l’exercice de la ligne.");
        // An order bears the day of its click.
        app.clock.advance(SignedDuration::from_hours(24 * 130));
        let principal = app.visitor(0, Seat::Principal).await;
        let before = app.store().fund_lines(principal.by).await.unwrap();
        let (new, agreement) = ("/fonds/engagements/nouveau", city.agreement.to_string());
        let fields = [("agreement", agreement.as_str()), ("supplier", "F"), ("purpose", "Housses"), ("order_number", "BC-9"), ("amount", "10,00")];
        let told = "Cette ligne est celle de l’exercice 2026 : une dépense d’une autre année s’engage sur la ligne de son année.";
        let page = principal.fill(new, new, &fields).await.expect(409).says(told).text();
        assert!(page.contains("value=\"BC-9\""), "what was typed stays");
        assert_eq!(app.store().fund_lines(principal.by).await.unwrap(), before, "nothing moved");
    }
}
