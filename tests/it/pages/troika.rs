//! What the troïka is asked and answers, page by page: from a link on a telephone to the proof.

use axum::http::header;
use domain::Seat;
use jiff::SignedDuration;
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::fund::{agreed_line, people};
use tests::{App, Visitor, html};
use uuid::Uuid;

const NEW: &str = "/fonds/accords/nouveau";
const PDF: &[u8] = b"%PDF-1.7 devis";

/// Asks for an agreement with a quote whose fields are these, and gives the answer.
async fn ask(who: &Visitor, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> tests::Answer {
    let page = who.get(NEW).await.expect(200).text();
    let hidden = html::hidden(&page, "/fonds/accords");
    let token = html::csrf(&page).unwrap();
    let said = |name: &str| name == "csrf" || fields.iter().any(|(field, _)| *field == name);
    let mut all: Vec<(&str, &str)> = hidden
        .iter()
        .filter(|(name, _)| !said(name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend_from_slice(fields);
    who.upload("/fonds/accords", &token, &all, file).await
}

const QUOTE: [(&str, &str); 6] = [
    ("devis1_fournisseur", "Opérateur A"),
    ("devis1_numero", "D-18"),
    ("devis1_date", "28/08/2026"),
    ("devis1_ht", "100,00"),
    ("devis1_tva", "20,00"),
    ("devis1_ttc", "120,00"),
];

/// The four people of a cité whose line is this, 1 000 € notified.
struct Table {
    principal: Visitor,
    copilot: Visitor,
    delegate: Visitor,
    line: String,
}

async fn table(app: &App) -> Table {
    let seats = people(app.store()).await;
    let (line, _) = agreed_line(app.store(), &seats, 100_000, 50_000).await;
    Table {
        principal: app.visitor(0, Seat::Principal).await,
        copilot: app.visitor(0, Seat::TownCopilot).await,
        delegate: app.visitor(0, Seat::PrefectDelegate).await,
        line: line.to_string(),
    }
}

impl Table {
    fn fields<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut fields = vec![
            ("line", self.line.as_str()),
            ("purpose", "Recharges"),
            ("amount", "120,00"),
            ("categorie", "connection"),
            ("regime", "normal"),
        ];
        fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        fields.extend_from_slice(more);
        fields
    }
}

on_both! {
    async fn a_request_with_its_quote_is_answered_on_a_telephone_and_proved(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        // A session ends when the clock runs on for hours: what is late was asked before.
        app.clock.advance(SignedDuration::from_hours(-96));
        let more = [&QUOTE[..], &[("axe", "Axe 2 : l’école"), ("echeance", "31/08/2026")]].concat();
        let asked = ask(&t.copilot, &t.fields(&more), ("devis1_fichier", "d.pdf", PDF)).await.expect(303).location.unwrap();
        let _ = t.copilot.get(NEW).await.expect(200).says("Demander un accord");
        assert!(t.copilot.get(NEW).await.text().contains("<option value=\"Axe 2"), "an axis is offered again");
        let _ = t.copilot.get("/").await.expect(200).says("Accords à donner").says("réponse demandée pour le 31 août 2026");
        let page = t.delegate.get(&asked).await.expect(200)
            .says("120,00 €").says("1 000,00 € disponibles, 880,00 € ensuite").says("Convention signée").says("Connexion")
            .says("Axe 2 : l’école").says("31 août 2026").says("copilote pour la ville")
            .says("Opérateur A, devis n° D-18 du 28/08/2026").says("100,00 € HT, 20,00 € de TVA")
            .says("trois oui, de trois personnes différentes (règle par défaut")
            .says("Oui, je donne mon accord").says("Texte prêt à copier")
            .says("Prévenir les autres sièges (principal du collège chef de file, copilote pour la ville)");
        let text = page.text();
        assert!(text.contains(&format!("http://cartable.test{asked}")), "the address to send");
        assert!(!text.contains("mailto:"), "no login here is an address");
        let file = text.split("href=\"/fonds/accords/pieces/").nth(1).unwrap().split('"').next().unwrap();
        let file = t.delegate.get(&format!("/fonds/accords/pieces/{file}")).await.expect(200);
        assert_eq!((file.bytes.as_slice(), file.content_type.as_str()), (PDF, "application/pdf"));
        let said = [("answer", "yes"), ("remarque", "Livrer en octobre")];
        let _ = t.delegate.fill(&asked, &asked, &said).await.expect(303);
        let _ = t.delegate.get(&asked).await.expect(200).says("« Livrer en octobre »").says("Votre siège a déjà répondu");
        // Nobody changes what a seat has answered on.
        let late = t.copilot.get(&asked).await.expect(200).text();
        assert!(!late.contains("Joindre un devis"));
        app.clock.advance(SignedDuration::from_hours(96));
        let _ = t.principal.get("/").await.expect(200).says("en retard");
        let _ = t.principal.get("/fonds/accords").await.expect(200).says("en retard");
        let _ = t.principal.fill(&asked, &asked, &[("answer", "recused"), ("motif", " ")]).await.expect(422).says("« Motif du retrait » est vide");
        let aside = [("answer", "recused"), ("motif", "Le fournisseur est de ma famille")];
        let _ = t.principal.fill(&asked, &asked, &aside).await.expect(303);
        let _ = t.copilot.fill(&asked, &asked, &[("answer", "recused"), ("motif", "Moi aussi")]).await.expect(409).says("Un siège s’est déjà retiré");
        let _ = t.copilot.fill(&asked, &asked, &[("answer", "yes")]).await.expect(303);
        let _ = t.principal.get(&asked).await.expect(200).says("accord donné").says("se retire").says("Engager sur cet accord");
        let again = t.principal.get(&asked).await.text();
        let id = Uuid::from_u128(5).to_string();
        let token = html::csrf(&again).unwrap();
        let _ = t.principal.post(&asked, &token, &[("id", &id), ("answer", "no")]).await.expect(409).says("Votre siège a déjà répondu");
        let proof = t.delegate.get(&format!("{asked}/preuve.pdf")).await.expect(200);
        assert!(proof.bytes.starts_with(b"%PDF"));
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn every_wrong_field_of_a_request_has_its_sentence(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let before = store::testing::snapshot(app.store()).await;
        let with = |changed: &[(&'static str, &'static str)]| {
            let mut all = QUOTE.to_vec();
            all.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
            all.extend_from_slice(changed);
            all
        };
        for (changed, file, status, sentence) in [
            (with(&[("categorie", "bonbons")]), PDF, 422, "« Catégorie » : choisissez une des réponses proposées"),
            (with(&[("echeance", "hier")]), PDF, 422, "« hier » n’est pas une date"),
            (with(&[("echeance", "31/08/2026")]), PDF, 409, "ce jour est déjà passé"),
            (with(&[("devis1_fournisseur", "")]), PDF, 422, "« Fournisseur » est vide"),
            (with(&[("devis1_date", "")]), PDF, 422, "« Date du devis » est vide"),
            (with(&[("devis1_ttc", "12,345")]), PDF, 422, "peut se lire de deux façons"),
            (with(&[("devis1_ttc", "121,00")]), PDF, 422, "hors taxes et TVA font 120,00 €"),
            (with(&[("devis1_tva", "")]), PDF, 422, "le montant hors taxes et la TVA, ou seulement le total"),
            (with(&[("devis1_ht", "abc")]), PDF, 422, "« Montant HT » : « abc » n’est pas un montant"),
            (with(&[("devis1_ht", "-100,00"), ("devis1_tva", "220,00")]), PDF, 422, "aucun montant d’un devis n’est négatif"),
            (with(&[]), b"".as_slice(), 422, "Le fichier « d.pdf » est vide"),
            (with(&[]), b"<html>".as_slice(), 409, "ni un PDF, ni une photo"),
            (with(&[("piece1_nom", "Recensement")]), PDF, 422, "Aucun fichier n’a été choisi"),
        ] {
            let fields = t.fields(&changed);
            let answer = ask(&t.delegate, &fields, ("devis1_fichier", "d.pdf", file)).await;
            let answer = answer.expect(status).says(sentence).says("choisissez-les de nouveau");
            assert!(answer.text().contains("value=\"Recharges\""), "what was typed stays");
            assert_eq!(store::testing::snapshot(app.store()).await, before, "{sentence}");
        }
        // A quote needs its file; a request needs no quote.
        let none = ask(&t.delegate, &t.fields(&QUOTE), ("autre", "", b"")).await.expect(422);
        let _ = none.says("Aucun fichier n’a été choisi");
        let _ = ask(&t.delegate, &t.fields(&[]), ("autre", "", b"")).await.expect(303);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let _ = agent.get(NEW).await.expect(403);
    }
}

on_both! {
    async fn outside_the_lines_terms_a_reason_is_asked_kept_and_shown(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let terms = format!("/fonds/{}/conditions", t.line);
        let _ = t.principal.fill(&terms, &terms, &[("categories", "equipment"), ("flexibility", "0")]).await.expect(303);
        let _ = t.delegate.get(NEW).await.expect(200).says("Politique de la ville :");
        let refused = ask(&t.delegate, &t.fields(&[]), ("autre", "", b"")).await.expect(409);
        let _ = refused.says("ne prévoient pas cette catégorie");
        let reason = [("motif", "Avenant en cours")];
        let asked = ask(&t.delegate, &t.fields(&reason), ("autre", "", b"")).await.expect(303).location.unwrap();
        let _ = t.copilot.get(&asked).await.expect(200).says("Hors des conditions de la ligne").says("Avenant en cours");
        let _ = t.copilot.get("/fonds/accords").await.expect(200).says("hors conditions");
    }
}

on_both! {
    async fn the_rule_is_set_by_the_principal_with_its_act(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let page = "/fonds/troika";
        let _ = t.delegate.get(page).await.expect(200).says("Trois oui").says("Règle par défaut");
        assert!(!t.delegate.get(page).await.text().contains("Fixer une règle"));
        for (fields, status, sentence) in [
            ([("regle", "two_of_three"), ("montant", ""), ("acte", "COPIL 4"), ("depuis", "01/09/2026")], 422, "jusqu’à quel montant deux oui suffisent"),
            ([("regle", "unanimous"), ("montant", "200"), ("acte", "COPIL 4"), ("depuis", "01/09/2026")], 422, "cette règle n’en connaît pas"),
            ([("regle", "unanimous"), ("montant", "12,345"), ("acte", "COPIL 4"), ("depuis", "01/09/2026")], 422, "peut se lire de deux façons"),
            ([("regle", "unanimous"), ("montant", ""), ("acte", ""), ("depuis", "01/09/2026")], 422, "« Acte » est vide"),
            ([("regle", "au hasard"), ("montant", ""), ("acte", "COPIL 4"), ("depuis", "01/09/2026")], 422, "« Règle » : choisissez"),
            ([("regle", "two_of_three"), ("montant", "120,00"), ("acte", "COPIL 4"), ("depuis", "01/09/2026")], 303, ""),
            ([("regle", "unanimous"), ("montant", ""), ("acte", "COPIL 3"), ("depuis", "31/08/2026")], 409, "une autre règle vaut depuis le 1er septembre 2026"),
        ] {
            let answer = t.principal.fill(page, page, &fields).await.expect(status);
            if !sentence.is_empty() {
                let _ = answer.says(sentence);
            }
        }
        let _ = t.delegate.get(page).await.expect(200).says("Deux oui sur trois jusqu’à 120,00 €").says("COPIL 4");
        let asked = ask(&t.delegate, &t.fields(&[]), ("autre", "", b"")).await.expect(303).location.unwrap();
        let later = [("regle", "consultative"), ("montant", ""), ("acte", "COPIL 5"), ("depuis", "01/09/2026")];
        let _ = t.principal.fill(page, page, &later).await.expect(303);
        let _ = t.delegate.get(&asked).await.expect(200).says("deux oui sur trois jusqu’à 120,00 €").says("COPIL 4");
        for who in [&t.delegate, &t.copilot] {
            let _ = who.fill(&asked, &asked, &[("answer", "yes")]).await.expect(303);
        }
        let _ = t.principal.get(&asked).await.expect(200).says("accord donné").says("sans réponse");
        // Under the new rule the two others are heard first, until a day that must be said.
        let no_day = ask(&t.copilot, &t.fields(&[]), ("autre", "", b"")).await.expect(409);
        let _ = no_day.says("laisse le principal décider une fois ce jour passé");
        let asked = ask(&t.copilot, &t.fields(&[("echeance", "01/09/2026")]), ("autre", "", b"")).await.expect(303).location.unwrap();
        let waits = t.principal.get(&asked).await.expect(200).says("Le principal décide une fois les deux autres sièges entendus");
        assert!(!waits.text().contains("Oui, je donne mon accord"));
        for who in [&t.delegate, &t.copilot] {
            let _ = who.fill(&asked, &asked, &[("answer", "no")]).await.expect(303);
        }
        let _ = t.principal.fill(&asked, &asked, &[("answer", "yes")]).await.expect(303);
        let _ = t.principal.get(&asked).await.expect(200).says("accord donné");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_request_is_taken_back_by_who_asked_and_found_by_its_state(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let asked = ask(&t.copilot, &t.fields(&[]), ("autre", "", b"")).await.expect(303).location.unwrap();
        let back = format!("{asked}/retirer");
        assert!(!t.delegate.get(&asked).await.text().contains("Retirer cette demande"));
        let id = Uuid::from_u128(6).to_string();
        let refused = t.delegate.submit(&asked, &back, &[("id", &id)]).await.expect(409);
        let _ = refused.says("Seul le siège qui a demandé cet accord");
        let _ = t.copilot.fill(&asked, &back, &[]).await.expect(303);
        let _ = t.delegate.get(&asked).await.expect(200).says("demande retirée");
        for (filter, shown, hidden) in [
            ("etat=withdrawn", "Recharges", "Clés 4G"),
            ("etat=agreed", "Clés 4G", "Recharges"),
            ("etat=refused", "Aucun accord de ce genre", "Recharges"),
            ("etat=asked", "Aucun accord de ce genre", "Recharges"),
            ("etat=nimporte", "Recharges", "Aucun accord"),
        ] {
            let page = t.delegate.get(&format!("/fonds/accords?{filter}")).await.expect(200).says(shown);
            assert!(!html::visible(&page.text()).contains(hidden), "{filter}");
        }
        let of_line = t.delegate.get(&format!("/fonds/accords?ligne={}", t.line)).await.expect(200);
        let _ = of_line.says("Recharges").says("Clés 4G");
        let nothing = t.delegate.get(&format!("/fonds/accords?ligne={}", Uuid::nil())).await.expect(200);
        let _ = nothing.says("Aucun accord de ce genre");
    }
}

on_both! {
    async fn a_quote_or_a_document_is_added_until_somebody_answers(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let asked = ask(&t.copilot, &t.fields(&[]), ("autre", "", b"")).await.expect(303).location.unwrap();
        let add = format!("{asked}/pieces");
        let send = async |who: &Visitor, n: u128, fields: &[(&str, &str)], file: (&str, &str, &[u8])| {
            let id = Uuid::from_u128(8_800 + n).to_string();
            let token = html::csrf(&who.get(&asked).await.text()).unwrap();
            let mut all = vec![("id", id.as_str())];
            all.extend_from_slice(fields);
            who.upload(&add, &token, &all, file).await
        };
        let quote = [
            ("nature", "devis"), ("devis_fournisseur", "Opérateur B"), ("devis_date", "30/08/2026"), ("devis_ttc", "119,00"),
        ];
        let _ = send(&t.delegate, 1, &quote[..3], ("devis_fichier", "d.pdf", PDF)).await.expect(422).says("« Total TTC » est vide");
        let _ = send(&t.delegate, 1, &quote, ("devis_fichier", "d.txt", b"texte")).await.expect(409).says("ni un PDF, ni une photo");
        let _ = send(&t.delegate, 1, &quote, ("devis_fichier", "d.pdf", PDF)).await.expect(303);
        let document = [("nature", "document"), ("piece_nom", "Recensement de rentrée")];
        let photo: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0];
        let _ = send(&t.copilot, 2, &document[..1], ("piece", "p.jpg", photo)).await.expect(422).says("« Ce que c’est » est vide");
        let _ = send(&t.copilot, 2, &document, ("piece", "p.jpg", photo)).await.expect(303);
        let _ = t.principal.get(&asked).await.expect(200).says("Opérateur B, devis du 30/08/2026").says("Recensement de rentrée");
        let _ = t.principal.fill(&asked, &asked, &[("answer", "yes")]).await.expect(303);
        let refused = send(&t.copilot, 3, &document, ("piece", "p.jpg", photo)).await.expect(409);
        let _ = refused.says("Un siège a déjà répondu");
    }
}

on_both! {
    async fn a_link_opens_the_request_after_signing_in_and_a_deputy_answers(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let administrator = app.visitor(0, Seat::Administrator).await;
        let one = Uuid::from_u128(9_100).to_string();
        let mut fields = vec![
            ("id", one.as_str()), ("name", "Dominique Sol"), ("login", "d.sol@prefecture.example"),
            ("seat", "town_agent"), ("suppleant", "oui"),
        ];
        let refused = administrator.submit("/comptes", "/comptes", &fields).await.expect(422);
        let _ = refused.says("Seuls les sièges de la troïka");
        fields[3].1 = "prefect_delegate";
        let _ = administrator.submit("/comptes", "/comptes", &fields).await.expect(200);
        let _ = administrator.get("/comptes").await.expect(200).says("délégué du préfet (suppléance)");
        let person = format!("/comptes/{one}");
        let _ = administrator.get(&person).await.expect(200).says("Délégué du préfet (suppléance)");
        let give = format!("{person}/sieges");
        let wrong = administrator.fill(&person, &give, &[("seat", "accountant"), ("suppleant", "oui")]).await.expect(422);
        let _ = wrong.says("Seuls les sièges de la troïka");
        let asked = ask(&t.copilot, &t.fields(&[]), ("autre", "", b"")).await.expect(303).location.unwrap();
        // Their login is an address: the message is ready to go.
        let page = t.copilot.get(&asked).await.expect(200).text();
        let mail = page.split("href=\"mailto:").nth(1).unwrap().split('"').next().unwrap();
        assert!(mail.starts_with("d.sol@prefecture.example?subject=Accord"), "{mail}");
        assert!(mail.contains(&Uuid::parse_str(asked.rsplit('/').next().unwrap()).unwrap().to_string()), "{mail}");
        let password = "quatre mots sans lien";
        let by = administrator.by;
        let account = domain::ids::AccountId(Uuid::parse_str(&one).unwrap());
        let hash = web::password::hash(password, [3; 16]).unwrap();
        app.store().reset_password(account, &hash, by, start()).await.unwrap();
        let stranger = app.stranger(by);
        let to_sign_in = stranger.get(&asked).await.expect(303).location.unwrap();
        assert!(to_sign_in.starts_with("/connexion?suite=%2Ffonds%2Faccords%2F"), "{to_sign_in}");
        let suite = html::field(&stranger.get(&to_sign_in).await.expect(200).text(), "suite").unwrap();
        assert_eq!(suite, asked);
        let fields = [("login", "d.sol@prefecture.example"), ("password", password), ("suite", suite.as_str())];
        let signed = stranger.post("/connexion", "", &fields).await.expect(303);
        assert_eq!(signed.location.as_deref(), Some(asked.as_str()));
        let cookie = signed.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        let deputy = app.holding(by, cookie.split(';').next().unwrap());
        let _ = deputy.get(&asked).await.expect(200).says("Oui, je donne mon accord");
        let _ = deputy.fill(&asked, &asked, &[("answer", "no"), ("remarque", "Trop cher")]).await.expect(303);
        let _ = t.principal.get(&asked).await.expect(200).says("refusé").says("suppléance").says("« Trop cher »");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
