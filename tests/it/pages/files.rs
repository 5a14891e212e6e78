//! Files of every kind: columns told and kept, choices left and found again, imports taken back.

use domain::Seat;
use store::on_both;
use store::testing::builders::households::school;
use tests::{Answer, App, Visitor, html};

const LIST: &str = "Bilan de rentrée\nEnfant concerné;Anniversaire;Groupe;Divers\nMARTIN Léa;12/05/2017;CE1;x\nROY Ana;03/02/2018;CP;y\n";
const PUPILS: &str = include_str!("../../fixtures/onde/pupils_b.csv");
const SCHOOLS: &[u8] = include_bytes!("../../fixtures/directory/schools.csv");

async fn send(agent: &Visitor, school: &str, kind: &str, name: &str, bytes: &[u8]) -> Answer {
    let page = agent.get("/fichiers").await.expect(200).text();
    let (token, id) = (html::csrf(&page).unwrap(), html::field(&page, "id").unwrap());
    let fields = [("id", id.as_str()), ("school", school), ("kind", kind)];
    agent.upload("/fichiers", &token, &fields, ("file", name, bytes)).await
}

async fn say(agent: &Visitor, path: &str, said: &[(&str, &str)]) -> Answer {
    let columns = format!("{path}/colonnes");
    let page = agent.get(&columns).await.expect(200).text();
    let id = html::field(&page, "id").unwrap();
    let mut fields = vec![("id", id.as_str())];
    fields.extend(said);
    agent.submit(&columns, &columns, &fields).await
}

async fn confirm(agent: &Visitor, path: &str, more: &[(&str, &str)]) -> Answer {
    let page = agent.get(path).await.expect(200).text();
    let digest = html::field(&page, "empreinte").unwrap();
    let mut fields = vec![("empreinte", digest.as_str())];
    fields.extend(more);
    agent.submit(path, &format!("{path}/confirmer"), &fields).await
}

on_both! {
    async fn columns_nobody_knows_are_told_once_and_remembered(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let path = send(&agent, &school, "pupils", "bilan.csv", LIST.as_bytes()).await.expect(303).location.unwrap();
        let columns = agent.get(&path).await.expect(303).location.unwrap();
        let _ = agent.get(&columns).await.expect(200).says("Enfant concerné").says("MARTIN Léa · ROY Ana").says("À dire encore");
        let told = [("titres", "2"), ("colonne.0", "full_name"), ("colonne.1", "birth_date"), ("colonne.2", "")];
        let _ = say(&agent, &path, &told).await.expect(422).says("Dites quelle colonne contient le niveau ou la classe");
        let twice = [("titres", "2"), ("colonne.0", "full_name"), ("colonne.1", "birth_date"), ("colonne.2", "class"), ("colonne.3", "class")];
        let _ = say(&agent, &path, &twice).await.expect(422).says("Deux colonnes disent la classe");
        let told = [("titres", "2"), ("colonne.0", "full_name"), ("colonne.1", "birth_date"), ("colonne.2", "class"), ("nom", "Bilan de Zola")];
        let _ = say(&agent, &path, &told).await.expect(303);
        let _ = agent.get(&path).await.expect(200).says("2 nouveaux").says("Bilan de Zola");
        let _ = confirm(&agent, &path, &[]).await.expect(303);
        // The next file of the same titles is read the same way, without a question.
        let path = send(&agent, &school, "pupils", "bilan.csv", LIST.as_bytes()).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("2 inchangés").says("Bilan de Zola");
        let page = agent.get("/fichiers").await.expect(200).says("Correspondances gardées").text();
        let forget = page.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/oublier")).unwrap();
        let _ = agent.submit("/fichiers", forget, &[]).await.expect(303);
        let path = send(&agent, &school, "pupils", "bilan.csv", LIST.as_bytes()).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(303);
    }
}

on_both! {
    async fn a_file_is_recognised_left_found_again_and_taken_back(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let here = school(app.store(), agent.by).await.to_string();
        let path = send(&agent, &here, "", "e.csv", PUPILS.as_bytes()).await.expect(303).location.unwrap();
        let _ = confirm(&agent, &path, &[]).await.expect(303);
        // The same children, born on other days: two sorts of nothing, one sort of question.
        let moved = PUPILS.replace("2016-", "2015-");
        let path = send(&agent, &here, "", "e.csv", moved.as_bytes()).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("Autres enfants de même nom : accepter les");
        let choices = format!("{path}/choix");
        let _ = agent.submit(&path, &choices, &[("tout", "other_birth")]).await.expect(303);
        let page = agent.get(&path).await.expect(200).text();
        assert!(page.contains("name=\"accepter\" value=\"2\" checked"), "the choice is found again");
        let families = || async { html::visible(&agent.get("/familles").await.expect(200).text()) };
        let before = families().await;
        let _ = confirm(&agent, &path, &[("tout", "other_birth")]).await.expect(303);
        assert_ne!(families().await, before);
        let _ = agent.get(&path).await.expect(200).says("Annuler cet import");
        let _ = agent.submit(&path, &format!("{path}/annuler"), &[]).await.expect(303);
        let _ = agent.get(&path).await.expect(200).says("comme avant ce fichier");
        assert_eq!(families().await, before);
    }
}

on_both! {
    async fn a_register_that_is_left_comes_in_with_its_labels(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let snipe = "Asset Tag,Category,Model,Serial,Status,Checked Out To: Username\nA-0012,Tablets,iPad 9,SN0012,Ready to Deploy,\nA-0013,Tablets,iPad 9,SN0013,Deployed,jdupont\nA-0014,Tablets,iPad 9,SN0014,Archived,\n";
        let path = send(&agent, "", "", "assets.csv", snipe.as_bytes()).await.expect(303).location.unwrap();
        let page = agent.get(&path).await.expect(200).says("2 nouveaux").says("1 rejeté").says("1 remarque").text();
        assert!(!page.contains("jdupont"));
        let told = [("titres", "1"), ("colonne.0", "former_tag"), ("colonne.1", "kind"), ("colonne.2", "model"), ("colonne.3", "serial"), ("colonne.4", "status"), ("colonne.5", "held_by"), ("lot", "Ancien parc"), ("etat", "good")];
        let _ = say(&agent, &path, &told).await.expect(303);
        let _ = confirm(&agent, &path, &[]).await.expect(303);
        let _ = agent.get("/materiel/lots").await.expect(200).says("Ancien parc");
        let _ = agent.get("/recherche?q=A-0013").await.expect(200).says("TSA-TAB-0002-8");
        // Once more: known already; then taken back.
        let again = send(&agent, "", "", "assets.csv", snipe.as_bytes()).await.expect(303).location.unwrap();
        let _ = agent.get(&again).await.expect(200).says("0 nouveau").says("2 inchangés");
        let _ = agent.submit(&path, &format!("{path}/annuler"), &[]).await.expect(303);
        let page = agent.get("/recherche?q=A-0013").await.expect(200).text();
        assert!(!page.contains("TSA-TAB-0002"));
    }
}

on_both! {
    async fn a_number_made_whole_is_told_before_it_is_taken(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let list = "Type;IMEI;Numéro de série\ntablette;35693803564380;SN1\ntablette;8,93301E+18;SN2\n";
        let path = send(&agent, "", "items", "livraison.csv", list.as_bytes()).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("1 nouveau").says("1 rejeté").says("1 remarque");
        let _ = agent.get(&format!("{path}?voir=remarques")).await.expect(200).says("n’avait que 14 chiffres");
        let _ = agent.get(&format!("{path}?voir=rejets")).await.expect(200).says("tableur");
    }
}

on_both! {
    async fn the_country_s_directory_gives_the_schools_of_the_communes_wanted(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let path = send(&agent, "", "", "annuaire.csv", SCHOOLS).await.expect(303).location.unwrap();
        // No school is known yet, so nothing says which communes are wanted: a short list is taken whole.
        let _ = agent.get(&path).await.expect(200).says("11 nouveaux").says("5 rejetés");
        let _ = agent.get(&format!("{path}?voir=nouveaux")).await.expect(200).says("Bourg-en-Bresse");
        let titles = "uai,nom_etablissement,nom_commune,code_commune";
        let rows: String = (0..1_001).map(|n| format!("\n,École {n},Ville {},", n % 40)).collect();
        let long = format!("{titles}{rows}\n0310001H,École du Centre,Toulouse,31555\n");
        let path = send(&agent, "", "", "annuaire.csv", long.as_bytes()).await.expect(303).location.unwrap();
        let columns = agent.get(&path).await.expect(303).location.unwrap();
        let _ = agent.get(&columns).await.expect(200).says("À dire encore : la commune de l’établissement");
        let told = [("titres", "1"), ("colonne.0", "school_number"), ("colonne.1", "school_name"), ("colonne.2", "school_town")];
        let _ = say(&agent, &path, &told).await.expect(422).says("Dites de quelles communes");
        let told = [&told[..], &[("communes", "toulouse")]].concat();
        let _ = say(&agent, &path, &told).await.expect(303);
        let _ = agent.get(&path).await.expect(200).says("1 nouveau").says("1 remarque");
        let _ = agent.get(&format!("{path}?voir=remarques")).await.expect(200).says("établissements d’autres communes ne sont pas repris");
        let _ = confirm(&agent, &path, &[]).await.expect(303);
        let _ = agent.get("/recensement").await.expect(200).says("École du Centre").says("0310001H");
        // From now on the communes are known, and the directory is read without a question.
        let path = send(&agent, "", "", "annuaire.csv", long.as_bytes()).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("1 inchangé");
        let page = agent.get(&path).await.expect(200).text();
        assert!(!page.contains("École 17"));
    }
}

on_both! {
    async fn siecle_is_sent_as_two_files_and_read_as_one(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let here = school(app.store(), agent.by).await.to_string();
        let pupils = "<?xml version='1.0'?><BEE_ELEVES><DONNEES><ELEVES><ELEVE ELEVE_ID='1'><NOM>BENALI</NOM><PRENOM>Noé</PRENOM><DATE_NAISS>12/05/2014</DATE_NAISS></ELEVE></ELEVES><STRUCTURES><STRUCTURES_ELEVE ELEVE_ID='1'><STRUCTURE><CODE_STRUCTURE>6A</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE></STRUCTURES></DONNEES></BEE_ELEVES>";
        let guardians = "<?xml version='1.0'?><BEE_RESPONSABLES><DONNEES><PERSONNES><PERSONNE PERSONNE_ID='9'><NOM>BENALI</NOM><PRENOM>Léa</PRENOM><TEL_PORTABLE>0639981001</TEL_PORTABLE></PERSONNE></PERSONNES><RESPONSABLES><RESPONSABLE><ELEVE_ID>1</ELEVE_ID><PERSONNE_ID>9</PERSONNE_ID><RESP_LEGAL>1</RESP_LEGAL></RESPONSABLE></RESPONSABLES></DONNEES></BEE_RESPONSABLES>";
        let _ = send(&agent, &here, "", "ResponsablesAvecAdresses.xml", guardians.as_bytes()).await.expect(303);
        let both = exchange::bundle(&[("ElevesAvecAdresses.xml", pupils.as_bytes()), ("ResponsablesAvecAdresses.xml", guardians.as_bytes())]).unwrap();
        let path = send(&agent, &here, "", "siecle.zip", &both).await.expect(303).location.unwrap();
        let _ = agent.get(&path).await.expect(200).says("2 nouveaux").says("Export XML de SIECLE");
        let _ = confirm(&agent, &path, &[]).await.expect(303);
        let _ = agent.get("/familles?q=0639981001").await.expect(200).says("Noé (6e)");
    }
}
