//! A carton scanned without script, device after device; what was used is wiped first; labels as papers.

use domain::Seat;
use domain::ids::{ItemId, LotId};
use domain::stock::ItemState;
use store::testing::snapshot;
use store::{ItemSearch, on_both};
use tests::{Answer, App, Visitor, city, html};
use uuid::Uuid;

const OPEN: &str = "/materiel/reception/scanner";
const TRIAGE: &str = "/materiel/verification";

/// Opens a lot of a kind, and answers the page on which it is scanned.
async fn opened(agent: &Visitor, kind: &str, condition: &str) -> String {
    let page = agent.get(OPEN).await.expect(200).text();
    let id = html::field(&page, "id").unwrap();
    let fields = [
        ("id", id.as_str()),
        ("label", "Carton"),
        ("type", kind),
        ("attendus", "3"),
        ("condition", condition),
        ("origine", "town"),
        ("received_on", "01/09/2026"),
    ];
    agent.submit(OPEN, OPEN, &fields).await.expect(303).location.unwrap()
}

/// Sends the form of a page as a browser does, with a code and a photo.
async fn send(
    agent: &Visitor,
    page: &str,
    place: &str,
    more: &[(&str, &str)],
    photo: &[u8],
) -> Answer {
    let hidden = html::hidden(page, place);
    let token = html::csrf(page).unwrap();
    let mut fields: Vec<(&str, &str)> = hidden
        .iter()
        .filter(|(name, _)| name != "csrf")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.extend(more);
    let name = if photo.is_empty() { "" } else { "photo.jpg" };
    agent.upload(place, &token, &fields, ("photo", name, photo)).await
}

/// Scans a code, and goes where that leads.
async fn scan(agent: &Visitor, place: &str, code: &str) -> Answer {
    let page = agent.get(place).await.expect(200).text();
    send(agent, &page, place, &[("code", code)], b"").await
}

fn lot_of(place: &str) -> LotId {
    place.split('/').nth(3).unwrap().parse().unwrap()
}

on_both! {
    async fn a_carton_is_scanned_one_device_after_another(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = opened(&agent, "tablet", "new").await;
        let _ = agent.get(&place).await.expect(200).says("0 appareil au registre sur 3").says("Numéro de série de la tablette");
        for code in ["R52N80A", "R52N80B"] {
            assert_eq!(scan(&agent, &place, code).await.expect(303).location.unwrap(), place);
        }
        let page = agent.get(&place).await.expect(200).says("2 appareils au registre sur 3").says("TSA-TAB-0002").text();
        assert!(page.contains("autofocus"), "the next scan needs no click");
        let before = snapshot(app.store()).await;
        // The box's own bar code, one of our labels, and a number that is there already.
        let product = scan(&agent, &place, "3017620422003").await.expect(422);
        let _ = product.says("c’est le code-barres du produit, pas le numéro de série");
        let (found, _) = app.store().find_items(&ItemSearch::default(), 0, 9, agent.by).await.unwrap();
        let _ = scan(&agent, &place, &found[0].item.tag).await.expect(422).says("est une de nos étiquettes");
        let twin = scan(&agent, &place, "r52n80a").await.expect(409);
        let twin = twin.says(&format!("Le numéro de série R52N80A est déjà au registre : c’est celui de {}", found[0].item.tag)).text();
        assert!(twin.contains("autofocus") && !twin.contains("value=\"r52n80a\""), "the field is empty again");
        let _ = scan(&agent, &place, "").await.expect(422).says("Aucun code");
        assert_eq!(snapshot(app.store()).await, before);
        // The same page sent twice is one device.
        let page = agent.get(&place).await.expect(200).text();
        for _ in 0..2 {
            let _ = send(&agent, &page, &place, &[("code", "R52N80C")], b"").await.expect(303);
        }
        let _ = agent.get(&place).await.expect(200).says("3 appareils au registre sur 3");
        let _ = app.visitor(1, Seat::TownAgent).await.get(&place).await.expect(404);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_misread_device_is_taken_back_on_the_page(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = opened(&agent, "tablet", "new").await;
        let _ = scan(&agent, &place, "MAUVAIS1").await.expect(303);
        let undo = format!("{place}/annuler");
        let page = agent.get(&place).await.expect(200).text();
        let fields = html::hidden(&page, &undo);
        let fields: Vec<(&str, &str)> = fields[1..].iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            let _ = agent.submit(&place, &undo, &fields).await.expect(303);
        }
        let _ = agent.get(&place).await.expect(200).says("0 appareil au registre sur 3");
        // The page that made it, sent again by a telephone that lost its network: it stays away.
        let _ = scan(&agent, &place, "MAUVAIS1").await.expect(303);
        let _ = agent.get(&place).await.expect(200).says("TSA-TAB-0002");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_phone_is_two_scans_with_a_prompt_for_each(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = opened(&agent, "phone", "good").await;
        let page = scan(&agent, &place, "R52N80A").await.expect(200).says("IMEI, 15 chiffres").says("0 appareil au registre").text();
        let second = send(&agent, &page, &place, &[("code", "R52N80B")], b"").await.expect(422);
        let page = second.says("est déjà lu. Finissez cet appareil").text();
        let _ = send(&agent, &page, &place, &[("code", "356938035643809")], b"").await.expect(303);
        let (found, _) = app.store().find_items(&ItemSearch::default(), 0, 9, agent.by).await.unwrap();
        assert_eq!((found[0].item.serial.as_deref(), found[0].item.imei.as_deref()), (Some("R52N80A"), Some("356938035643809")));
        // An IMEI that cannot be read: the device is entered without, by a button that says so.
        let page = scan(&agent, &place, "R52N80C").await.expect(200).says("Ajouter sans ce numéro").text();
        let _ = send(&agent, &page, &place, &[("code", ""), ("passer", "oui")], b"").await.expect(303);
        let _ = agent.get(&place).await.expect(200).says("2 appareils au registre");
        // A tablet with a SIM card is asked for its IMEI when somebody says so.
        let place = format!("/materiel/lots/{}/scanner", lot_of(&place));
        assert!(!agent.get(&place).await.text().contains("?radio=oui"), "a phone is asked anyway");
    }
}

on_both! {
    async fn a_photo_is_read_by_the_server(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = opened(&agent, "tablet", "new").await;
        let page = agent.get(&place).await.expect(200).text();
        let photo = include_bytes!("../../fixtures/scan/serial.png");
        let _ = send(&agent, &page, &place, &[("code", "")], photo).await.expect(303);
        let _ = agent.get(&place).await.expect(200).says("R52N80ABCDE");
        let page = agent.get(&place).await.expect(200).text();
        for (photo, sentence) in [
            (b"%PDF-1.7 rien".as_slice(), "n’est pas une photo lisible"),
            (&photo[..photo.len() / 2], "n’est pas une photo lisible"),
        ] {
            let _ = send(&agent, &page, &place, &[("code", "")], photo).await.expect(422).says(sentence);
        }
        // The same for the script.
        let token = html::csrf(&page).unwrap();
        let seen = agent.upload("/scan/photo", &token, &[], ("photo", "photo.png", photo)).await.expect(200);
        assert_eq!(seen.text(), "{\"codes\":[\"R52N80ABCDE\"],\"sentence\":null}");
        let none = agent.upload("/scan/photo", &token, &[], ("photo", "x", b"GIF89a")).await.expect(200).text();
        assert!(none.contains("\"codes\":[]") && none.contains("n’est pas une photo lisible"), "{none}");
        let too_large = agent.upload("/scan/photo", &token, &[], ("photo", "x", &vec![0; 15_000_001])).await.expect(200);
        assert!(too_large.text().contains("trop grande"));
    }
}

on_both! {
    async fn what_was_used_is_wiped_by_thirty_before_it_is_free(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = opened(&agent, "tablet", "good").await;
        for code in ["SERIE-A", "SERIE-B", "SERIE-C"] {
            let _ = scan(&agent, &place, code).await.expect(303);
        }
        let page = agent.get(TRIAGE).await.expect(200).says("3 appareils à effacer et à vérifier").text();
        // Two are scanned: they are ticked, and stay so.
        let page = send(&agent, &page, TRIAGE, &[("code", "serie-a")], b"").await.expect(200).says("1 coché").text();
        let ticked = |page: &str| -> Vec<String> {
            page.split("<input type=\"checkbox\" name=\"objet\" value=\"").skip(1)
                .filter(|rest| rest.split('>').next().unwrap().contains("checked"))
                .map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let first = ticked(&page);
        assert_eq!(first.len(), 1);
        let page = send(&agent, &page, TRIAGE, &[("code", "SERIE-B"), ("objet", &first[0])], b"").await.expect(200).says("2 cochés").text();
        let both = ticked(&page);
        let nothing = send(&agent, &page, TRIAGE, &[("code", ""), ("fini", "oui")], b"").await.expect(422);
        let _ = nothing.says("Aucun appareil n’est coché").says("« Effacement » : choisissez");
        let some = [("objet", both[0].as_str()), ("objet", both[1].as_str()), ("fini", "oui")];
        let skipped = [&some[..], &[("methode", "not_needed")]].concat();
        let refused = send(&agent, &page, TRIAGE, &skipped, b"").await.expect(409);
        let _ = refused.says("il faut l’effacer").says("Rien n’a changé");
        let certified = [&some[..], &[("methode", "certified_erasure"), ("certificat", "BLANCCO-7")]].concat();
        let done = send(&agent, &page, TRIAGE, &certified, b"").await.expect(303);
        assert_eq!(done.location.as_deref(), Some(TRIAGE));
        let page = agent.get(TRIAGE).await.expect(200).says("1 appareil à effacer").text();
        let item = format!("/materiel/{}", both[0]);
        let _ = agent.get(&item).await.expect(200).says("Effacement certifié : effacé, certificat BLANCCO-7-TSA-TAB-0001");
        // What is free waits for nothing.
        let _ = send(&agent, &page, TRIAGE, &[("code", "SERIE-A")], b"").await.expect(409).says("il n’attend pas de vérification");
        let _ = send(&agent, &page, TRIAGE, &[("code", "INCONNU")], b"").await.expect(409).says("n’est pas au registre");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_desk_says_how_an_item_was_wiped(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let place = opened(&agent, "tablet", "good").await;
        let _ = scan(&agent, &place, "SERIE-A").await.expect(303);
        let (found, _) = app.store().find_items(&ItemSearch::default(), 0, 9, agent.by).await.unwrap();
        let id: ItemId = found[0].item.id;
        let item = format!("/materiel/{id}");
        let form = |n: u128| Uuid::from_u128(n).to_string();
        let bare = agent.submit(&item, &item, &[("id", &form(1)), ("action", "mark_checked")]).await.expect(409);
        let _ = bare.says("Dites comment cet appareil a été effacé");
        let stuck = agent.submit(&item, &item, &[("id", &form(2)), ("action", "send_to_repair"), ("echec", "oui")]).await;
        let _ = stuck.expect(303);
        let _ = agent.get(&item).await.expect(200).says("n’a pas pu être effacé").says("en réparation");
        let done = agent.submit(&item, &item, &[("id", &form(3)), ("action", "mark_checked"), ("methode", "factory_reset")]).await;
        let _ = done.expect(303);
        let _ = agent.get(&item).await.expect(200).says("disponible").says("Remise aux réglages d’usine : effacé");
        let state = app.store().item(id, agent.by).await.unwrap().unwrap().item.state;
        assert_eq!(state, ItemState::Available);
    }
}

on_both! {
    async fn labels_are_papers_with_a_number_and_no_name(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let path = format!("/materiel/lots/{}/etiquettes", city.lot);
        let search = ItemSearch { lot: Some(city.lot), ..ItemSearch::default() };
        let (items, total) = app.store().find_items(&search, 0, 50, agent.by).await.unwrap();
        let page = agent.get(&path).await.expect(200).says(&format!("{total} étiquettes")).text();
        for found in &items {
            assert!(page.contains(&found.item.tag));
        }
        assert!(!html::visible(&page).contains("Essai"), "a family's name on a label");
        for format in documents::LABEL_FORMATS {
            let paper = agent.get(&format!("{path}.pdf?format={}&premiere=", format.code)).await.expect(200);
            assert_eq!(paper.content_type, "application/pdf");
            assert!(paper.bytes.starts_with(b"%PDF-"));
        }
        let _ = agent.get(&format!("{path}.pdf?format=l7160&premiere=21")).await.expect(200);
        let _ = agent.get(&format!("{path}.pdf?format=l7160&premiere=22")).await.expect(422).says("de 1 à 21");
        let _ = agent.get(&format!("{path}.pdf?format=papyrus")).await.expect(422).says("choisissez celles que vous avez");
        let _ = agent.get(&format!("{path}.pdf?format=l7651&essai=oui")).await.expect(200);
        let one = format!("/materiel/etiquettes?objet={}&objet={}", items[0].item.id, items[1].item.id);
        let _ = agent.get(&one).await.expect(200).says("2 étiquettes");
        let stranger = app.visitor(1, Seat::TownAgent).await;
        for path in [path.clone(), format!("{path}.pdf?format=l7160"), one.clone(), one.replace('?', ".pdf?format=r62&")] {
            let _ = stranger.get(&path).await.expect(404);
        }
        let _ = agent.get(&one.replace('?', ".pdf?format=r62&")).await.expect(200);
    }
}
