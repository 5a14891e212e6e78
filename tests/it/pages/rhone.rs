//! The Rhône case of the founding note (lines 303-313), a whole fiscal year page by page: tablets for 200
//! pupils and 150 plans ordered before the convention is signed, received in parts, invoiced, sent back, paid;
//! then the accounts, the year's end, and the report balanced to the cent.

use domain::Seat;
use domain::ids::CommitmentId;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use store::on_both;
use tests::{App, Visitor, html};

/// The people of the fund, on a day.
struct Day {
    principal: Visitor,
    copilot: Visitor,
    delegate: Visitor,
    accountant: Visitor,
}

/// Moves the clock to noon of a day of the year, or of the next, and seats everybody again.
async fn on(app: &App, day: Date) -> Day {
    let noon = day.at(10, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    app.clock.advance(noon.duration_since(app.clock.now()));
    Day {
        principal: app.visitor(0, Seat::Principal).await,
        copilot: app.visitor(0, Seat::TownCopilot).await,
        delegate: app.visitor(0, Seat::PrefectDelegate).await,
        accountant: app.visitor(0, Seat::Accountant).await,
    }
}

/// Posts the form of a page with these fields and what it hides; where it then leads.
async fn send(who: &Visitor, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let path = path.split('#').next().unwrap();
    let answer = who.fill(page, path, fields).await.expect(303);
    answer.location.unwrap().split(['#', '?']).next().unwrap().to_owned()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Asks for an agreement before the convention, and has the three seats say yes.
async fn agreed(day: &Day, line: &str, purpose: &str, category: &str, amount: &str) -> String {
    let fields = [
        ("line", last(line)),
        ("purpose", purpose),
        ("categorie", category),
        ("amount", amount),
        ("regime", "before_convention"),
    ];
    let new = "/fonds/accords/nouveau";
    let agreement = send(&day.principal, new, "/fonds/accords", &fields).await;
    for who in [&day.principal, &day.copilot, &day.delegate] {
        let _ = send(who, &agreement, &agreement, &[("answer", "yes")]).await;
    }
    let _ = day.delegate.get(&agreement).await.expect(200).says("accord donné");
    last(&agreement).to_owned()
}

/// The last invoice of an order, as its page names it.
async fn invoice(app: &App, who: &Visitor, order: &str) -> String {
    let id: CommitmentId = last(order).parse().unwrap();
    let book = app.store().commitment(id, who.by).await.unwrap().unwrap();
    let mut papers = book.invoices;
    let settled: Vec<_> = book.settlements.iter().filter_map(|debt| debt.paper).collect();
    papers.retain(|paper| !settled.contains(&paper.id));
    papers.pop().unwrap().id.to_string()
}

/// Settles an invoice and orders its payment; where the accountant decides.
async fn ordered(
    app: &App,
    day: &Day,
    order: &str,
    paper: &str,
    remark: &str,
    number: &str,
) -> String {
    let _ =
        send(&day.principal, order, &format!("{order}/factures/{paper}"), &[("remarque", remark)])
            .await;
    let debts = app.store().settlements(day.principal.by).await.unwrap();
    let of_paper = |debt: &&store::SettlementRecord| {
        debt.paper.is_some_and(|id| id.to_string() == paper) && debt.payment_order.is_none()
    };
    let debt = debts.iter().find(of_paper).unwrap().id;
    let debt = format!("{order}/liquidations/{debt}");
    let fields = [("mandat", number), ("bordereau", "B-1")];
    let _ = send(&day.principal, order, &format!("{debt}/mandat"), &fields).await;
    debt
}

async fn paid(app: &App, day: &Day, order: &str, remark: &str, number: &str) {
    let paper = invoice(app, &day.principal, order).await;
    let debt = ordered(app, day, order, &paper, remark, number).await;
    let reference = format!("V-{number}");
    let _ = send(&day.accountant, order, &debt, &[("decision", "pay"), ("reference", &reference)])
        .await;
}

/// A file, in this form.
async fn file(who: &Visitor, slug: &str, part: &str, format: &str) -> Vec<u8> {
    let path = format!("/exports/{slug}");
    who.submit(&path, &path, &[("part", part), ("format", format)]).await.expect(200).bytes
}

async fn text(who: &Visitor, slug: &str, part: &str) -> String {
    String::from_utf8(file(who, slug, part, "csv").await).unwrap()
}

on_both! {
    async fn a_fiscal_year_is_played_closed_carried_over_and_reported(fresh) {
        let app = App::new(fresh);
        let day = on(&app, date(2027, 4, 5)).await;
        let conventions = "/fonds/conventions";
        let fields = [("nature", "pooling"), ("titre", "Convention de mutualisation"), ("etape", "drafted"), ("le", "03/04/2027")];
        let convention = send(&day.principal, conventions, conventions, &fields).await;
        let new = "/fonds/nouvelle-ligne";
        let fields = [
            ("label", "Ville, programme 147"), ("code", "VILLE"), ("funder", "Ministère de la Ville"), ("year", "2027"),
            ("purse", "cite_fund"), ("convention", last(&convention)), ("before", "allowed"), ("months", "6"),
            ("service", "AP"), ("domaine", "PVILLE"), ("activite", "16CITE"),
        ];
        let line = send(&day.principal, new, new, &fields).await;
        let fields = [("amount", "45 000,00 €"), ("reference", "N-2027"), ("on", "05/04/2027"), ("conditions", "Élèves prioritaires")];
        let _ = send(&day.principal, &line, &format!("{line}/notifications"), &fields).await;
        let fields = [("received", "45 000"), ("number", "TR-1"), ("received_on", "05/04/2027")];
        let _ = send(&day.accountant, &line, &format!("{line}/recettes"), &fields).await;

        // April: agreed and ordered, the convention being a draft.
        let tablets = agreed(&day, &line, "Tablettes pour 200 élèves prioritaires", "equipment", "39 600").await;
        let plans = agreed(&day, &line, "150 forfaits téléphoniques", "connection", "4 455").await;
        let commit = "/fonds/engagements/nouveau";
        let fields = [
            ("agreement", tablets.as_str()), ("supplier", "Numérique et Compagnie"), ("purpose", "Tablettes"),
            ("order_number", "BC-42"), ("amount", "39 600,00"), ("categorie", "equipment"),
            ("designation.1", "Tablette 10 pouces"), ("quantite.1", "200"), ("prix.1", "165,00"), ("taux.1", "2000"), ("nature.1", "tablet"),
        ];
        let devices = send(&day.principal, commit, commit, &fields).await;
        let fields = [
            ("agreement", plans.as_str()), ("supplier", "Opérateur Azur"), ("purpose", "Forfaits"),
            ("order_number", "BC-43"), ("amount", "4 455,00"), ("categorie", "connection"),
            ("designation.1", "Forfait de trois mois"), ("quantite.1", "150"), ("prix.1", "24,75"), ("taux.1", "2000"), ("nature.1", ""),
        ];
        let months = send(&day.principal, commit, commit, &fields).await;
        let early = text(&day.delegate, "avant-convention", "2027").await;
        assert!(early.contains("BC-42") && early.contains("BC-43") && early.contains(";39600,00;"), "{early}");

        // May: the tablets come in two parts; the first invoice is sent back once.
        let day = on(&app, date(2027, 5, 11)).await;
        for (number, units) in [("BL-1", "120"), ("BL-2", "80")] {
            let fields = [("numero", number), ("le", "10/05/2027"), ("unites.1", units), ("certifier", "oui")];
            let _ = send(&day.principal, &format!("{devices}/livraison"), &format!("{devices}/livraisons"), &fields).await;
        }
        // Two are broken, and go back.
        let back = [("numero", "BL-2R"), ("le", "11/05/2027"), ("unites.1", "-2"), ("certifier", "oui")];
        let _ = send(&day.principal, &format!("{devices}/livraison"), &format!("{devices}/livraisons"), &back).await;
        let bill = |number: &'static str, units: &'static str, net: &'static str, vat: &'static str, gross: &'static str| {
            [
                ("numero", number), ("siret", "110 043 015 00012"), ("emise_le", "10/05/2027"), ("recue_le", "11/05/2027"),
                ("unites.1", units), ("ht.1", net), ("ht", net), ("tva", vat), ("ttc", gross),
            ]
        };
        let (new, debts) = (format!("{devices}/facture"), format!("{devices}/factures"));
        let _ = send(&day.principal, &new, &debts, &bill("F-1", "120", "19 800,00", "3 960,00", "23 760,00")).await;
        let paper = invoice(&app, &day.principal, &devices).await;
        let debt = ordered(&app, &day, &devices, &paper, "", "DP-1").await;
        // Whoever settled does not pay, and nobody else than the accountant does.
        for who in [&day.principal, &day.copilot, &day.delegate] {
            let token = html::csrf(&who.get(&devices).await.expect(200).text()).unwrap();
            let _ = who.post(&debt, &token, &[("decision", "pay"), ("reference", "V")]).await.expect(403);
        }
        let fields = [("decision", "reject"), ("reference", "RIB manquant")];
        let _ = send(&day.accountant, &devices, &debt, &fields).await;
        let debt = ordered(&app, &day, &devices, &paper, "", "DP-2").await;
        let _ = send(&day.accountant, &devices, &debt, &[("decision", "pay"), ("reference", "V-2")]).await;
        let _ = send(&day.principal, &new, &debts, &bill("F-2", "80", "13 200,00", "2 640,00", "15 840,00")).await;
        paid(&app, &day, &devices, "Deux tablettes sont reparties : l’avoir est attendu", "DP-3").await;
        let _ = send(&day.principal, &new, &debts, &bill("AV-1", "-2", "-330,00", "-66,00", "-396,00")).await;
        paid(&app, &day, &devices, "Deux tablettes brisées à la livraison", "DP-4").await;

        // June: the convention is signed; the plans ran and are paid.
        let day = on(&app, date(2027, 6, 15)).await;
        let _ = send(&day.principal, &convention, &convention, &[("etape", "signed"), ("le", "15/06/2027")]).await;
        let fields = [("numero", "PV-1"), ("le", "14/06/2027"), ("unites.1", "150"), ("certifier", "oui")];
        let _ = send(&day.principal, &format!("{months}/livraison"), &format!("{months}/livraisons"), &fields).await;
        let _ = send(&day.principal, &format!("{months}/facture"), &format!("{months}/factures"), &bill("A-1", "150", "3 712,50", "742,50", "4 455,00")).await;
        paid(&app, &day, &months, "", "DP-5").await;
        let fields = [
            ("objet", "Forfaits de la rentrée"), ("categorie", "connection"), ("mensuel", "9,90"), ("nombre", "100"),
            ("debut", "01/11/2027"), ("fin", "31/01/2028"),
        ];
        let plan = format!("{line}/previsions");
        let _ = send(&day.principal, &plan, &plan, &fields).await;
        let _ = day.copilot.get(&plan).await.expect(200).says("2 970,00 €").says("1 980,00 €").says("990,00 €");
        let june = text(&day.delegate, "situation-du-fonds", "2027-06-01").await;
        // Notified, received, carried, agreed and not ordered, open, delivered, settled, paid, available, planned.
        assert!(june.contains("\r\nVILLE;Ville, programme 147 (2027);Ministère de la Ville;45000,00;45000,00;0,00;0,00;396,00;0,00;43659,00;43659,00;945,00;46035,00;"), "{june}");
        // The same month, printed a year later, says the same; so does May.
        let may = text(&day.delegate, "situation-du-fonds", "2027-05-01").await;
        assert!(may.contains(";4851,00;"), "nothing of June is in May: {may}");

        // The accounts differ by a day: explained.
        let day = on(&app, date(2027, 12, 31)).await;
        let accounts = "/fonds/rapprochements";
        let list = "N° DP;Date;Service;Domaine;Activité;Montant TTC\r\nDP-2;11/05/2027;AP;PVILLE;16CITE;23 760,00\r\n\
                    DP-3;12/05/2027;AP;PVILLE;16CITE;15840,00\r\nDP-4;11/05/2027;AP;PVILLE;16CITE;-396,00\r\n\
                    DP-5;15/06/2027;AP;PVILLE;16CITE;4455,00\r\nDP-9;15/06/2027;ALO;VIABI;0ENTR;100,00\r\n";
        let page = day.accountant.get(accounts).await.expect(200).text();
        let (token, id) = (html::csrf(&page).unwrap(), html::field(&page, "id").unwrap());
        let fields = [("id", id.as_str()), ("systeme", "opale"), ("exercice", "2027"), ("arrete", "31/12/2027")];
        let sent = ("fichier", "opale.csv", list.as_bytes());
        let statement = day.accountant.upload(accounts, &token, &fields, sent).await.expect(303).location.unwrap();
        let statement = statement.split('?').next().unwrap().to_owned();
        let page = day.accountant.get(&statement).await.expect(200).says("1 écart à expliquer").says("1 mandat d’un autre budget").text();
        let hidden: Vec<(String, String)> = html::hidden(&page, &statement);
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let field = format!("motif-{}", hidden.iter().find(|(name, _)| name == "rang").unwrap().1);
        fields.push((&field, "Pris en charge le lendemain"));
        let _ = day.accountant.submit(&statement, &statement, &fields).await.expect(303);
        let _ = day.delegate.get(&statement).await.expect(200).says("Aucun écart à expliquer").says("Pris en charge le lendemain");

        // The year's end: what the credit note gave back is given up, the rest goes on and back, the line is closed.
        let day = on(&app, date(2028, 1, 18)).await;
        let _ = send(&day.principal, &devices, &format!("{devices}/annuler"), &[]).await;
        let end = format!("{line}/fin-d-exercice");
        let fields = [("amount", "1 000,00"), ("act", "DBM 1")];
        let next = send(&day.principal, &end, &format!("{line}/reports"), &fields).await;
        let report = format!("{line}/compte-rendu");
        let _ = day.delegate.get(&report).await.expect(200).says("les charges font 43 659,00 €, les produits 44 000,00 €");
        let fields = [("repaid", "341,00"), ("reference", "OR-1")];
        let _ = send(&day.principal, &end, &format!("{line}/reversements"), &fields).await;
        let _ = send(&day.principal, &end, &format!("{line}/cloture"), &[]).await;
        let _ = day.copilot.get(&next).await.expect(200).says("Disponible : 1 000,00 €");

        // The report: every form of it says the same two totals.
        let fields = [
            ("action", "Équiper les élèves prioritaires"), ("public-1", "Collégiens"), ("nombre-1", "195"), ("public-2", "Lycéens"), ("nombre-2", "5"),
            ("prevu-60.other", "40 000"), ("prevu-62.other", "5 000"), ("prevu-74.state", "45 000"), ("hors-864", "1 200"), ("hors-870", "1 200"),
            ("signataire", "Dominique Fabre"), ("fait-a", "Lyon"),
        ];
        let _ = send(&day.principal, &report, &report, &fields).await;
        let page = day.delegate.get(&report).await.expect(200).says("Les deux côtés sont égaux, au centime.").text();
        assert!(!page.contains("n’est pas close"));
        let told = text(&day.delegate, "compte-rendu-financier", last(&line)).await;
        assert!(told.contains("TOTAL DES CHARGES;45000,00;43659,00;97,0;TOTAL DES PRODUITS;45000,00;43659,00;97,0"), "{told}");
        assert!(told.contains("TOTAL;45000,00;44859,00;99,7;TOTAL;45000,00;44859,00;99,7"), "{told}");
        assert!(told.contains("Autres fournitures;40000,00;39204,00;98,0"), "{told}");
        assert!(told.contains("Services bancaires, autres;5000,00;4455,00;89,1"), "{told}");
        assert!(told.contains("La subvention de 43\u{202f}659,00\u{a0}€ représente 100,00\u{a0}% du total des produits"), "{told}");
        assert!(told.contains("Lycéens;;moins de 11") && told.contains("Collégiens;;non montré"), "no small count leaves: {told}");
        for (format, start) in [("xlsx", &b"PK"[..]), ("ods", b"PK"), ("pdf", b"%PDF")] {
            let bytes = file(&day.delegate, "compte-rendu-financier", last(&line), format).await;
            assert!(bytes.starts_with(start), "{format}");
        }
        // A year on, June says what it said.
        let again = text(&day.delegate, "situation-du-fonds", "2027-06-01").await;
        let figures = |told: &str| told.lines().find(|line| line.starts_with("VILLE;")).unwrap().to_owned();
        assert_eq!(figures(&again), figures(&june));
        let journal = file(&day.copilot, "operations-du-fonds", "2027", "pdf").await;
        assert!(journal.starts_with(b"%PDF"));
        assert!(String::from_utf8_lossy(&journal).contains("/fonds/engagements/"), "a figure on paper leads to its documents");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
