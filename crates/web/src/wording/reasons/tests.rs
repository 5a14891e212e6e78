//! Every reason in words.

use domain::allocation::Rank;

use super::*;

fn arbitrage(strict: bool, reserved: Vec<LotRefusal>) -> Reason {
    Reason::Arbitrage { strict, reserved, next_for: vec!["L".into()] }
}

fn full(by: PlaceKind, of: &str, tier: Option<u8>, most: u32) -> Reason {
    Reason::QuotaAtteint { by, of: of.to_owned(), tier, most }
}

#[test]
fn every_reason_is_a_sentence() {
    let names = Names::default();
    let threshold = Some(Rank { tier: 2, score: 480, position: 12 });
    let class = ClassFacts { lots: vec![], offers: vec![], threshold, served_ahead: 12 };
    let no = LotRefusal { lot: "L".into(), rule: FailedRule::Requires { flag: "qpv".into() } };
    let given = Assignment {
        need: "N".into(),
        source: Source::Purchase { item: "tablette".into(), fund: "F".into() },
        kind: "tablet".into(),
        choice: 1,
        fit: 100,
    };
    let lines = vec![LineLeft {
        kind: "tablet".into(),
        fund: "F".into(),
        left: domain::Euros::from_cents(9_950),
        item: "tablette".into(),
        price: domain::Euros::from_cents(14_900),
    }];
    for (code, part) in [
        (Reason::ServiAchat, "sur la ligne « F » (2e choix)"),
        (Reason::FondsEpuise { lines: lines.clone() }, "il reste 99,50"),
        (
            Reason::MinimumDeCommande { item: "T".into(), minimum: 10, lines: lines.clone() },
            "par 10 au moins",
        ),
        (
            Reason::LotIncomplet {
                bundle: "tablet+hotspot".to_owned().into(),
                missing: vec!["hotspot".into()],
                lines,
            },
            "il manque : clé 4G",
        ),
        (Reason::FondsNonEligible { refusals: vec![], offers: vec![] }, "aucune ligne"),
        (
            full(PlaceKind::School, "", None, 1),
            "des besoins sans école est atteint (1 besoin servi",
        ),
        (full(PlaceKind::Commune, "C1", Some(2), 3), "(3 besoins servis au plus en priorité 2)"),
        (Reason::ServiStock, "Servi sur le stock"),
        (Reason::AucunLotAdmissible { refusals: vec![] }, "aucun matériel"),
        (Reason::AucunLotAdmissible { refusals: vec![no.clone()] }, "en quartier prioritaire"),
        (
            Reason::StockEpuiseALaPriorite { next_for: vec!["L".into()] },
            "12e (priorité 2, 480 points)",
        ),
        (
            Reason::ResteReserve { reserved: vec![no.clone()], next_for: vec![] },
            "il est gardé pour d’autres",
        ),
        (arbitrage(true, vec![]), "aurait servi ce besoin"),
        (arbitrage(false, vec![]), "ne l’aurait pas servi non plus"),
        (arbitrage(true, vec![no]), "il est gardé pour d’autres"),
    ] {
        let sentence = reason(&code, std::slice::from_ref(&given), &class, &names);
        assert!(sentence.contains(part) && sentence.ends_with('.'), "{sentence}");
        // A list has its own column for served or not.
        let brief = in_brief(&code, std::slice::from_ref(&given), &names);
        assert!(brief.len() < sentence.len() && !brief.contains("ervi "), "{brief}");
        assert!(!brief.ends_with('.') && !brief.is_empty(), "{brief}");
        assert!(![" :", " ;", "« ", " »"].iter().any(|loose| brief.contains(loose)), "{brief}");
    }
}

#[test]
fn what_was_decided_before_the_plan_is_told_as_such() {
    let class = ClassFacts { lots: vec![], offers: vec![], threshold: None, served_ahead: 0 };
    for (code, part) in [
        (
            Reason::FratrieDejaServie {
                counted: DevicesCounted {
                    children: 3,
                    children_per_device: 2,
                    devices_at_most: 2,
                    devices: 2,
                },
            },
            "un appareil pour 2 enfants, et 2 appareils par foyer au plus. Pour ce foyer de 3 \
             enfants, 2 appareils comptent déjà",
        ),
        (Reason::Doublon { of: "M".into(), author: "coordination".into() }, "comme doublon"),
    ] {
        let sentence = reason(&code, &[], &class, &Names::default());
        assert!(sentence.starts_with("Mis de côté"), "{sentence}");
        let brief = in_brief(&code, &[], &Names::default());
        assert!(brief.starts_with("mis de côté") && !brief.contains(" :"), "{brief}");
        assert!(sentence.contains(part) && sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn a_tie_is_never_told_as_a_rank() {
    let threshold = Some(Rank { tier: 2, score: 480, position: 12 });
    let class = ClassFacts { lots: vec![], offers: vec![], threshold, served_ahead: 12 };
    let names = Names::default();
    let told = reason(&arbitrage(true, vec![]), &[], &class, &names);
    assert!(told.contains("12e (priorité 2, 480 points), est à égalité"), "{told}");
    for false_here in ["classé avant", "classés avant", "plus de points", "plus haute"] {
        assert!(!told.contains(false_here), "{told}");
    }
}
