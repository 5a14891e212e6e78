//! Files that are not what they should be, at both doors that take files.

use domain::Seat;
use store::on_both;
use tests::{Answer, Visitor, html};
use uuid::Uuid;

use super::Untouched;

const PUPILS_A: &[u8] = include_bytes!("../../../fixtures/onde/pupils_a.csv");
const PUPILS_B: &[u8] = include_bytes!("../../../fixtures/onde/pupils_b.csv");
const PICTURE: &[u8] = include_bytes!("../../../fixtures/wrong/picture.csv");
const WORKBOOK: &[u8] = include_bytes!("../../../fixtures/wrong/workbook.csv");
const BLANK: &[u8] = include_bytes!("../../../fixtures/wrong/blank.csv");
const TRAPS: &[u8] = include_bytes!("../../../fixtures/stock/traps.csv");

/// Hands in a census file of the first school.
async fn census(agent: &Visitor, n: u128, bytes: &[u8]) -> Answer {
    let page = agent.get("/fichiers").await.expect(200).text();
    let token = html::csrf(&page).unwrap();
    let school = page.split("<option value=\"").filter_map(|part| part.split('"').next());
    let school = school.filter(|value| value.len() == 36).last().unwrap().to_owned();
    let id = Uuid::from_u128(720_000 + n).to_string();
    let fields = [("id", id.as_str()), ("school", school.as_str()), ("kind", "pupils")];
    agent.upload("/fichiers", &token, &fields, ("file", "liste.csv", bytes)).await
}

/// Sends a delivery as a file, or as scanned numbers of tablets.
async fn delivery(agent: &Visitor, file: &[u8], scanned: &str, changed: &[(&str, &str)]) -> Answer {
    let page = agent.get("/materiel/reception").await.expect(200).text();
    let token = html::csrf(&page).unwrap();
    let id = html::field(&page, "id").unwrap();
    let mut fields = vec![
        ("id", id.as_str()),
        ("label", "Essai de lot"),
        ("type", "tablet"),
        ("liste", scanned),
        ("condition", "new"),
        ("origine", "town"),
        ("received_on", "2026-09-01"),
        ("confirme", "oui"),
    ];
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    let name = if file.is_empty() { "" } else { "livraison.csv" };
    agent.upload("/materiel/reception", &token, &fields, ("fichier", name, file)).await
}

on_both! {
    async fn what_is_no_list_is_named_at_both_doors(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent]).await;
        let agent = &visitors[0];
        let big_endian: Vec<u8> = [0xfe, 0xff].into_iter().chain("Nom;Prénom".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let wrong: [(&str, &[u8], &str); 6] = [
            ("a picture", PICTURE, "Ce fichier est une image. Il faut le fichier de l’export"),
            ("a workbook", WORKBOOK, "Le fichier est abîmé"),
            ("a PDF", b"%PDF-1.7 liste", "Ce fichier est un PDF"),
            ("blanks", BLANK, "Le fichier est vide"),
            ("UTF-16 the other way round", &big_endian, "Ce fichier n’est ni une liste, ni un classeur"),
            ("a program", b"\x7fELF\x02\x01\x01", "Ce fichier n’est ni une liste, ni un classeur"),
        ];
        for (nth, (what, bytes, sentence)) in (0..).zip(wrong) {
            untouched.says(what, census(agent, nth, bytes).await, 422, sentence).await;
            untouched.says(what, delivery(agent, bytes, "", &[]).await, 422, sentence).await;
        }
        untouched.says("nothing", census(agent, 50, b"").await, 422, "Le fichier « liste.csv » est vide").await;
        untouched.says("a file of pupils as a delivery", delivery(agent, PUPILS_A, "", &[]).await, 422, "Ce fichier est la liste des élèves").await;
        let unkind = delivery(agent, b"num\xc3\xa9ro de s\xc3\xa9rie\nAB-0001\n", "", &[("type", "")]).await;
        untouched.says("a list without kinds", unkind, 422, "Il manque une colonne : le type d’appareil").await;
    }
}

on_both! {
    async fn a_list_in_any_promised_encoding_is_read_right(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent]).await;
        let agent = &visitors[0];
        let text = String::from_utf8(PUPILS_B.to_vec()).unwrap();
        let text = text.trim_start_matches('\u{feff}').replace('\u{153}', "oe");
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        for (nth, (named, bytes)) in (0..).zip([("UTF-16", utf16), ("Windows-1252", latin1), ("UTF-8", PUPILS_B.to_vec())]) {
            let path = census(agent, 60 + nth, &bytes).await.expect(303).location.unwrap();
            let _ = agent.get(&path).await.expect(200).says("BENSAÏD Inès").says(&format!("Texte lu en {named}"));
            let _ = agent.submit(&path, &format!("{path}/abandonner"), &[]).await.expect(303);
        }
        assert_eq!(untouched.app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn numbers_that_a_spreadsheet_spoilt_are_refused_by_line(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent]).await;
        let agent = &visitors[0];
        let rounded = "un tableur a arrondi ce numéro (comme 8,93E+18)";
        let scanned: [(&str, &str); 7] = [
            ("SERIE-101\n8,93E+18", rounded),
            ("3,59E+14", rounded),
            ("SERIE-101\nserie-101", "Ligne 2 : « serie-101 » est déjà à la ligne 1"),
            ("SERIE-101 356938035643809\nSERIE-101", "Le numéro de série SERIE-101 est deux fois dans la liste"),
            ("359000000000123", "un chiffre de l’IMEI est faux"),
            ("N/A", "ce numéro de série veut dire « aucun »"),
            ("ab", "le numéro de série a 2 caractères : il en faut de 3 à 40"),
        ];
        for (list, sentence) in scanned {
            let answer = delivery(agent, b"", list, &[]).await;
            let status = answer.status.as_u16();
            assert!([200, 422].contains(&status), "{list}: {status}");
            untouched.says(list, answer, status, sentence).await;
        }
        let keys = delivery(agent, b"", "8,93E+18", &[("type", "hotspot")]).await;
        untouched.says("a rounded SIM number", keys, 422, rounded).await;
        let file = delivery(agent, TRAPS, "", &[]).await;
        let seen = html::visible(&file.text());
        for sentence in ["Ligne 4 : un tableur a arrondi", "« Trottinette » n’est pas un type connu", "est déjà à la ligne 2", "cases pour", "une clé 4G a besoin du numéro de sa carte SIM"] {
            assert!(seen.contains(sentence), "{sentence}: {seen}");
        }
        untouched.says("a file of traps", file, 200, "lignes refusées").await;
        let known = delivery(agent, b"", "SERIE-101\nDON-0002", &[("type", "laptop")]).await;
        untouched.says("a number of the register", known, 409, "Ligne 2 : le numéro de série DON-0002 est déjà au registre, au numéro").await;
        let nothing = delivery(agent, b"", " \n ", &[]).await;
        untouched.says("no number", nothing, 422, "Aucun appareil : scannez des numéros ou choisissez un fichier").await;
    }
}

on_both! {
    async fn a_delivery_with_a_wrong_field_is_not_received(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent]).await;
        let agent = &visitors[0];
        let long = "x".repeat(81);
        let wrong: [(&str, &str, u16, &str); 11] = [
            ("label", " ", 422, "« Nom du lot » est vide"),
            ("label", &long, 422, "« Nom du lot » compte 81 caractères : 80 au plus"),
            ("label", "Don d'ordinateurs", 409, "Un lot s’appelle déjà « Don d'ordinateurs »"),
            ("type", "elephant", 422, "« Type d’appareil » : choisissez une des réponses proposées"),
            ("type", "", 422, "dites ce que sont les appareils scannés"),
            ("condition", "", 422, "« État à la réception » : choisissez une des réponses proposées"),
            ("origine", "ailleurs", 422, "« Provenance » : choisissez une des réponses proposées"),
            ("origine", "new", 422, "« Nom du donateur » est vide"),
            ("niveau", "creche", 422, "« Niveaux » : choisissez parmi les réponses proposées"),
            ("received_on", "31/02/2026", 422, "« 31/02/2026 » n’est pas une date"),
            ("received_on", "", 422, "« Reçu le » est vide"),
        ];
        for (field, typed, status, sentence) in wrong {
            let answer = delivery(agent, b"", "SERIE-101", &[(field, typed)]).await;
            untouched.says(&format!("{field} = {typed:?}"), answer, status, sentence).await;
        }
    }
}
