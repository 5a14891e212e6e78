//! A school's files: looked at, confirmed, refused with a sentence.

use domain::Seat;
use store::on_both;
use store::testing::builders::households::school;
use tests::{Answer, App, Visitor, html};

const PUPILS_A: &[u8] = include_bytes!("../../fixtures/onde/pupils_a.csv");
const PUPILS_B: &[u8] = include_bytes!("../../fixtures/onde/pupils_b.csv");
const GUARDIANS: &[u8] = include_bytes!("../../fixtures/onde/guardians.csv");

/// Hands a file in at `/fichiers`.
async fn hand_in(agent: &Visitor, school: &str, kind: &str, name: &str, bytes: &[u8]) -> Answer {
    let page = agent.get("/fichiers").await.expect(200).text();
    let token = html::csrf(&page).unwrap();
    let id = html::field(&page, "id").unwrap();
    let fields = [("id", id.as_str()), ("school", school), ("kind", kind)];
    agent.upload("/fichiers", &token, &fields, ("file", name, bytes)).await
}

/// Confirms the dry run at `path`, accepting some lines, and gives the page that follows.
async fn confirm(agent: &Visitor, path: &str, accepted: &[&str]) -> Answer {
    let page = agent.get(path).await.expect(200).text();
    let digest = html::field(&page, "empreinte").unwrap();
    let mut fields = vec![("empreinte", digest.as_str())];
    fields.extend(accepted.iter().map(|line| ("accepter", *line)));
    agent.submit(path, &format!("{path}/confirmer"), &fields).await
}

/// The whole of it: hand in, look, confirm; the result page.
async fn take(agent: &Visitor, school: &str, kind: &str, bytes: &[u8]) -> Answer {
    let path = hand_in(agent, school, kind, "CSVExtraction.csv", bytes)
        .await
        .expect(303)
        .location
        .unwrap();
    let path = confirm(agent, &path, &[]).await.expect(303).location.unwrap();
    agent.get(&path).await.expect(200)
}

on_both! {
    async fn a_school_hands_in_its_two_files(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let path = hand_in(&agent, &school, "pupils", "eleves.csv", PUPILS_A).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("Rien n’est encore enregistré").says("BENSAÏD Inès").says("11 nouveaux");
        let _ = agent.get("/familles").await.expect(200).says("0 famille");
        let _ = confirm(&agent, &path, &[]).await.expect(303);
        let _ = agent.get(&path).await.expect(200).says("Fichier enregistré").says("n’est plus gardé");
        let _ = take(&agent, &school, "guardians", GUARDIANS).await.says("Fichier enregistré");
        // Siblings in two classes, one household; two homonyms, two.
        let _ = agent.get("/familles?q=bensaid").await.expect(200).says("1 famille").says("Inès (CM2), Yanis (CE2)").says("Samira BENSAÏD");
        let _ = agent.get("/familles?q=lea+martin").await.expect(200).says("2 familles");
        let _ = agent.get("/familles?q=0639981003").await.expect(200).says("1 famille").says("Awa (CM1), Oumar (CM1)");
        // The other header variant, in another encoding, is the same pupils: nothing changes.
        let path = hand_in(&agent, &school, "pupils", "eleves.csv", PUPILS_B).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("0 nouveau").says("0 modifié").says("11 inchangés");
        let _ = take(&agent, &school, "guardians", GUARDIANS).await.says("0 nouveau").says("0 modifié");
    }
}

on_both! {
    async fn a_wrong_file_gets_its_sentence_and_nothing_is_kept(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let wrong: [(&str, &[u8], &str); 8] = [
            ("pupils", b"", "est vide"),
            ("pupils", include_bytes!("../../fixtures/wrong/blank.csv"), "Le fichier est vide"),
            ("pupils", include_bytes!("../../fixtures/wrong/picture.csv"), "Ce fichier est une image"),
            ("pupils", include_bytes!("../../fixtures/wrong/workbook.csv"), "abîmé"),
            ("pupils", include_bytes!("../../fixtures/wrong/titles_only.csv"), "aucune ligne en dessous"),
            ("pupils", include_bytes!("../../fixtures/wrong/open_quote.csv"), "un guillemet est ouvert"),
            ("guardians", include_bytes!("../../fixtures/wrong/teachers.csv"), "la liste des enseignants"),
            ("pupils", GUARDIANS, "Ce fichier est la liste des responsables ; ici, il faut la liste des élèves"),
        ];
        for (kind, bytes, sentence) in wrong {
            let _ = hand_in(&agent, &school, kind, "f.csv", bytes).await.expect(422).says(sentence);
        }
        let _ = hand_in(&agent, "", "", "f.csv", PUPILS_A).await.expect(422).says("dites de quelle école");
        let _ = hand_in(&agent, &school, "", "f.csv", include_bytes!("../../fixtures/wrong/no_titles.csv")).await.expect(422).says("ne disent pas ce que contient");
        let _ = agent.get("/fichiers").await.expect(200).says("Aucun fichier reçu");
    }
}

on_both! {
    async fn fifty_one_megabytes_are_too_many(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let _ = hand_in(&agent, &school, "pupils", "f.csv", &vec![b'a'; 51_000_000]).await.expect(413).says("50 Mo");
        let _ = agent.get("/fichiers").await.expect(200).says("Aucun fichier reçu");
    }
}

on_both! {
    async fn guardians_first_are_told_to_wait(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let path = hand_in(&agent, &school, "guardians", "r.csv", GUARDIANS).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("envoyez d’abord la liste des élèves").says("Élève inconnu");
        let _ = agent.submit(&path, &format!("{path}/abandonner"), &[]).await.expect(303);
        let _ = agent.get(&path).await.expect(200).says("Rien de ce fichier n’est entré dans le registre");
    }
}

on_both! {
    async fn an_encoding_that_does_not_fit_can_be_changed(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let path = hand_in(&agent, &school, "pupils", "e.csv", PUPILS_A).await.expect(303).location.unwrap();
        let columns = format!("{path}/colonnes");
        let page = agent.get(&columns).await.expect(200).says("Les premières lignes").text();
        let id = html::field(&page, "id").unwrap();
        let as_is = |encoding: &'static str| [("id", id.clone()), ("titres", "1".to_owned()), ("encodage", encoding.to_owned()), ("relire", "oui".to_owned())];
        let send = |fields: Vec<(&'static str, String)>| {
            let (agent, columns) = (agent.clone(), columns.clone());
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                agent.submit(&columns, &columns, &fields).await
            }
        };
        let _ = send(as_is("utf-8").to_vec()).await.expect(422).says("ne peut pas être lu en UTF-8");
        let _ = send(as_is("windows-1252").to_vec()).await.expect(303);
        let _ = agent.get(&columns).await.expect(200).says("B½uf");
        let _ = agent.get(&path).await.expect(200).says("BENSAÏD Inès");
    }
}

on_both! {
    async fn a_register_that_moved_is_shown_again(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let path = hand_in(&agent, &school, "pupils", "e.csv", PUPILS_A).await.expect(303).location.unwrap();
        let page = agent.get(&path).await.expect(200).text();
        let digest = html::field(&page, "empreinte").unwrap();
        let _ = take(&agent, &school, "pupils", PUPILS_B).await;
        let fields = [("empreinte", digest.as_str())];
        let _ = agent
            .submit(&path, &format!("{path}/confirmer"), &fields)
            .await
            .expect(409)
            .says("Le registre a changé")
            .says("11 inchangés");
    }
}

on_both! {
    async fn a_change_of_school_waits_for_a_tick(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let here = school(app.store(), agent.by).await.to_string();
        let _ = take(&agent, &here, "pupils", PUPILS_A).await;
        let page = agent.get("/recensement/ecole").await.expect(200).text();
        let there = html::field(&page, "id").unwrap();
        let fields = [("id", there.as_str()), ("name", "École Zola"), ("commune", "Toulouse"), ("uai", "310001H")];
        let _ = agent.submit("/recensement/ecole", "/recensement/ecole", &fields).await.expect(422).says("0310001H");
        let fields = [("id", there.as_str()), ("name", "École Zola"), ("commune", "Toulouse"), ("uai", "")];
        let _ = agent.submit("/recensement/ecole", "/recensement/ecole", &fields).await.expect(303);
        let path = hand_in(&agent, &there, "pupils", "e.csv", PUPILS_A).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("déjà inscrit dans une autre école (École Jean-Zay)");
        let _ = confirm(&agent, &path, &["2"]).await.expect(303);
        let _ = agent.get(&path).await.expect(200).says("1 modifié");
        let page = agent.get("/familles?q=ines").await.expect(200).text();
        let family = page.split("href=\"/familles/").filter_map(|part| part.split('"').next()).find(|id| id.len() == 36).unwrap().to_owned();
        let _ = agent.get(&format!("/familles/{family}")).await.expect(200).says("École Zola");
    }
}

on_both! {
    async fn a_large_school_fits_on_its_pages(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let here = school(app.store(), agent.by).await.to_string();
        let mut file = String::from("Nom élève;Prénom élève;Date naissance;Niveau;Libellé classe\n");
        for n in 0..450 {
            file += &format!("ESSAI-{};Dominique{};03/03/2017;CE1;CE1 A\n", n / 2, n % 2);
        }
        let path = hand_in(&agent, &here, "pupils", "e.csv", file.as_bytes()).await.expect(303).location.unwrap();
        let shown = agent.get(&path).await.expect(200).says("450 nouveaux").says("Page 1 sur 9");
        assert!(shown.bytes.len() < 150_000, "{} bytes", shown.bytes.len());
        let _ = confirm(&agent, &path, &[]).await.expect(303);
        let list = agent.get("/familles").await.expect(200).says("450 familles");
        assert!(list.bytes.len() < 150_000, "{} bytes", list.bytes.len());
        let mut parents = String::from(
            "Nom responsable;Prénom responsable;Adresse responsable;CP responsable;Commune responsable;\
             Nom de famille enfant;Prénom enfant;Classes enfants;Nom de famille enfant;Prénom enfant;Classes enfants\n",
        );
        for n in 0..450 {
            let family = n / 2;
            let children = format!("ESSAI-{family};Dominique0;CE1 A;ESSAI-{family};Dominique1;CE1 A");
            parents += &format!("ESSAI-{family};Claude{};{family} rue Haute;31100;Toulouse;{children}\n", n % 2);
        }
        let _ = take(&agent, &here, "guardians", parents.as_bytes()).await.says("450 nouveaux");
        let _ = agent.get("/familles").await.expect(200).says("225 familles");
        // The same pupils, each born on another day: as many questions as a page can ask.
        let moved = file.replace("/03/2017", "/04/2017");
        let path = hand_in(&agent, &here, "pupils", "e.csv", moved.as_bytes()).await.expect(303).location.unwrap();
        let shown = agent.get(&path).await.expect(200).says("450 laissés de côté").says("Si ce sont deux enfants différents");
        assert!(shown.bytes.len() < 150_000, "{} bytes", shown.bytes.len());
    }
}
