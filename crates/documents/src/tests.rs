//! Papers are set as written, the same twice, and nothing in a value can change them.
//!
//! Longer than other files: every paper has its test, and they share what takes them apart.

mod family;
mod fund;
mod proof;
mod report;
mod sms;
mod texts;

use domain::disclosure::Shown;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::PdfStandard;

use crate::press::{Paper, Press, write};
use crate::{Borrower, DonorReport, LoanAgreement, LotCounts, Standing, render, samples};

/// What a template's author must never see happen, and long words that must stay inside the page.
const HOSTILE: &str =
    "#panic(\"x\") *b* _i_ $x^2$ \"q\" \\ <l> @r [c] `v` // /* = t https://a.example 'l’ç";

/// All words of a document, without spaces, breaks or ligatures: these belong to the setting.
fn words(pages: &PagedDocument) -> String {
    fn gather(frame: &Frame, words: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => gather(&group.frame, words),
                FrameItem::Text(text) => words.push_str(&text.text),
                _ => {}
            }
        }
    }
    let mut words = String::new();
    for page in pages.pages() {
        gather(&page.frame, &mut words);
    }
    squeezed(&words)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{ad}')).collect()
}

fn set<P: Paper>(paper: &P) -> PagedDocument {
    let press = Press::shared().expect("the words are right");
    press.set_in_type(paper, None).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn accessible_and_reproducible<P: Paper>(paper: &P, most_pages: usize) {
    let pages = set(paper);
    assert!(pages.pages().len() <= most_pages, "{} pages", pages.pages().len());
    let claimed = write(&pages, &samples::imprint(), &[PdfStandard::Ua_1]).expect("meets PDF/UA-1");
    let once = render(paper, &samples::imprint()).expect("renders");
    assert!(once.starts_with(b"%PDF-1.7"));
    assert_eq!(once, claimed);
    typst::comemo::evict(0);
    assert_eq!(
        once,
        render(paper, &samples::imprint()).expect("renders"),
        "same values, other bytes"
    );
}

#[test]
fn samples_are_accessible_short_and_reproducible() {
    accessible_and_reproducible(&samples::loan_agreement(), 2);
    accessible_and_reproducible(&samples::donor_report(), 1);
    accessible_and_reproducible(&samples::agreement_proof(), 1);
    accessible_and_reproducible(&samples::class_list(), 2);
    accessible_and_reproducible(&samples::provision_agreement(), 1);
    let without_end = crate::ProvisionAgreement {
        due_on: None,
        is_school: false,
        ..samples::provision_agreement()
    };
    accessible_and_reproducible(&without_end, 1);
    accessible_and_reproducible(&samples::algorithm_explanation(), 1);
    let mut large = samples::algorithm_explanation();
    let second = crate::ExplainedNeed {
        kind: "2e appareil".to_owned(),
        tier: 6,
        tier_facts: "un smartphone au mieux ; 2e appareil, 4 priorités derrière le premier"
            .to_owned(),
        ..large.needs[0].clone()
    };
    large.needs.insert(1, second);
    accessible_and_reproducible(&large, 1);
    accessible_and_reproducible(&samples::decision_list(12), 1);
    accessible_and_reproducible(&samples::disposal_record(3), 1);
    accessible_and_reproducible(&samples::disposal_record(30), 2);
}

#[test]
fn another_imprint_is_another_file() {
    let paper = samples::agreement_proof();
    let first = samples::imprint();
    let mut later = first.clone();
    later.at = "2026-11-23T09:00:00Z".parse().expect("a timestamp");
    assert_ne!(render(&paper, &first).expect("renders"), render(&paper, &later).expect("renders"));
}

#[test]
fn the_agreement_says_what_it_must() {
    let said = words(&set(&samples::loan_agreement()));
    for expected in [
        "Aïcha Benmansour",
        "GRI-TAB-0042-7",
        "490154203237518",
        "8933012345678901237",
        "1er juillet 2027",
        "14 septembre 2026",
        "20 Go par mois",
        "algorithmique",
        "n° T2-3",
        "119",
        "dpo@ville.example",
        "pas géolocalisé",
        "ni caution",
        "délibération n° 26-0142",
        "48 heures",
        "CNIL",
    ] {
        assert!(said.contains(&squeezed(expected)), "{expected:?} missing");
    }
}

#[test]
fn an_agreement_by_hand_mentions_no_algorithm_and_no_line_without_a_key() {
    let mut paper = samples::loan_agreement();
    paper.allocated_by_plan = None;
    paper.items.truncate(2);
    let said = words(&set(&paper));
    assert!(!said.contains("algorithm"));
    assert!(!said.contains("Connexion4G"));
}

#[test]
fn values_are_text_never_markup() {
    let mut paper = samples::loan_agreement();
    paper.borrowers[0].name = HOSTILE.to_owned();
    paper.pupils[0].name = HOSTILE.to_owned();
    paper.items[0].kind_label = HOSTILE.to_owned();
    paper.desk.name = HOSTILE.to_owned();
    let said = words(&set(&paper));
    assert_eq!(said.matches(&squeezed(HOSTILE)).count(), 5, "{said}");

    let mut proof = samples::agreement_proof();
    proof.object = HOSTILE.to_owned();
    proof.answers[0].document = Some(HOSTILE.to_owned());
    assert_eq!(words(&set(&proof)).matches(&squeezed(HOSTILE)).count(), 2);

    let mut list = samples::class_list();
    list.classes[0].pupils[0] = HOSTILE.to_owned();
    list.classes[1].class = HOSTILE.to_owned();
    assert_eq!(words(&set(&list)).matches(&squeezed(HOSTILE)).count(), 2);

    let mut list = samples::decision_list(1);
    list.round = HOSTILE.to_owned();
    list.notice = vec![HOSTILE.to_owned()];
    list.rows[0].household = HOSTILE.to_owned();
    list.rows[0].reason = HOSTILE.to_owned();
    // The round stands at the foot of each page too.
    assert_eq!(words(&set(&list)).matches(&squeezed(HOSTILE)).count(), 5);

    let mut told = samples::algorithm_explanation();
    told.household = HOSTILE.to_owned();
    told.needs[0].reason = HOSTILE.to_owned();
    told.needs[0].draw = HOSTILE.to_owned();
    told.facts[0].value = HOSTILE.to_owned();
    assert_eq!(words(&set(&told)).matches(&squeezed(HOSTILE)).count(), 5);

    let mut report = samples::donor_report();
    report.donor = HOSTILE.to_owned();
    report.conditions[0].text = HOSTILE.to_owned();
    assert_eq!(words(&set(&report)).matches(&squeezed(HOSTILE)).count(), 2);
}

#[test]
fn the_explanation_says_its_four_points_and_how_to_contest() {
    let mut paper = samples::algorithm_explanation();
    let said = words(&set(&paper));
    for expected in [
        "Décision assistée par un algorithme",
        "la famille Benmansour",
        "1. La part de l’algorithme",
        "Il ne décide pas",
        "a été adoptée",
        "2. Les données utilisées et leurs sources",
        "recensement (école ou ville)",
        "3. Les règles appliquées",
        "version 3",
        "un smartphone, rien d’autre 200 1 200",
        "Total 470",
        "4. Ce que le programme a fait",
        "231e (priorité 2, 470 points)",
        "Seuil : le dernier besoin servi",
        "Il n’y a pas de seuil ici",
        "Avec 11 points de plus",
        "recours gracieux",
        "05 36 49 00 12",
        "1 place du Capitole",
        "L. 311-3-1 et R. 311-3-1-2",
        &paper.plan.digest,
    ] {
        assert!(said.contains(&squeezed(expected)), "{expected:?} missing: {said}");
    }
    paper.plan.standing = Standing::Proposed;
    paper.contact.clear();
    paper.authority.clear();
    paper.dpo_contact.clear();
    let said = words(&set(&paper));
    assert!(said.contains(&squeezed("rien n’est encore décidé")), "{said}");
    assert!(!said.contains("aétéadoptée") && !said.contains("Vosdonnées"), "{said}");
    assert!(said.contains(&squeezed("Posez vos questions. Vous pouvez")), "{said}");
}

#[test]
fn a_list_of_decisions_says_whose_it_is_on_every_page() {
    let paper = samples::decision_list(60);
    let pages = set(&paper);
    let said = words(&pages);
    for expected in [
        paper.cite.as_str(),
        &paper.round,
        &paper.digest,
        "Planadopté",
        "Prioritéstricte",
        "60besoins",
    ] {
        assert!(said.contains(&squeezed(expected)), "{expected:?} missing");
    }
    for line in &paper.notice {
        assert!(said.contains(&squeezed(line)), "{line:?} missing");
    }
    for row in &paper.rows {
        assert!(said.contains(&squeezed(&row.need)), "the need {} is missing", row.need);
    }
    let many = pages.pages().len();
    assert!(many > 2, "{many} pages");
    for once_a_page in ["MatérielproposéOrigineMotif", "Donnéespersonnelles–nepasdiffuser–Cité"]
    {
        assert_eq!(said.matches(once_a_page).count(), many, "{once_a_page}");
    }
    assert!(said.contains(&format!("page{many}/{many}")), "{said}");
}

#[test]
fn three_hundred_decisions_are_set_in_seconds() {
    let paper = samples::decision_list(300);
    let begun = std::time::Instant::now();
    render(&paper, &samples::imprint()).expect("renders");
    // Without optimisation, beside other tests; a tenth of it in a release.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

/// How far to the right text reaches, in points.
fn widest(frame: &Frame, from: f64, most: &mut f64) {
    for (at, item) in frame.items() {
        let left = from + at.x.to_pt();
        match item {
            FrameItem::Group(group) => widest(&group.frame, left, most),
            FrameItem::Text(text) => *most = most.max(left + text.width().to_pt()),
            _ => {}
        }
    }
}

#[test]
fn nothing_leaves_the_page() {
    let mut paper = samples::loan_agreement();
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(8);
    paper.borrowers[0].name.clone_from(&long);
    paper.lender.name.clone_from(&long);
    paper.reference.clone_from(&long);
    for item in &mut paper.items {
        item.kind_label.clone_from(&long);
        item.serial = Some(long.clone());
        item.accessories = vec![crate::Accessory { label: long.clone(), count: 1 }];
        item.asset_tag.clone_from(&long);
    }
    let mut list = samples::decision_list(2);
    let row = &mut list.rows[0];
    for text in [
        &mut row.household,
        &mut row.kind,
        &mut row.school,
        &mut row.equipment,
        &mut row.origin,
        &mut row.reason,
    ] {
        text.clone_from(&long);
    }
    let mut told = samples::algorithm_explanation();
    told.household.clone_from(&long);
    told.plan.round.clone_from(&long);
    told.facts[0].value.clone_from(&long);
    told.needs[0].points[0].criterion.clone_from(&long);
    told.needs[0].reason.clone_from(&long);
    for document in [set(&paper), set(&list), set(&told)] {
        for page in document.pages() {
            let mut most = 0.0;
            widest(&page.frame, 0.0, &mut most);
            assert!(most < page.frame.width().to_pt(), "text reaches {most} pt");
        }
    }
}

#[test]
fn names_of_sixty_letters_keep_the_explanation_on_its_page() {
    let name = "Anne-Sophie-Wolfeschlegelsteinhausenbergerdorff de La Tour-du-";
    assert!(name.chars().count() >= 60);
    let mut paper = samples::algorithm_explanation();
    paper.household = name.to_owned();
    paper.plan.round = name.to_owned();
    accessible_and_reproducible(&paper, 1);
    let mut list = samples::decision_list(8);
    for row in &mut list.rows {
        row.household = name.to_owned();
        row.school = name.to_owned();
    }
    accessible_and_reproducible(&list, 2);
}

#[test]
fn two_needs_that_money_could_not_serve_are_told_on_one_page() {
    let mut paper = samples::algorithm_explanation();
    paper.plan.standing = Standing::Proposed;
    let mut need = paper.needs[0].clone();
    need.threshold =
        "Pas de seuil unique : quand un plan achète, ce qui décide est l’argent qui reste sur \
         chaque ligne du fonds quand vient le tour de ce besoin."
            .to_owned();
    need.reason = "Non servi : le matériel qui convient est épuisé et le fonds aussi (ligne « Éducation, \
         programme 230 » : il reste 24,50 €, il faudrait 189,00 € pour « Tablette 10 pouces » ou 210,00 € pour \
         « Ordinateur reconditionné, par lot de 10 » ; ligne « Ville, programme 147 » : il reste 3,00 €, il \
         faudrait 189,00 € pour « Tablette 10 pouces »)."
        .to_owned();
    need.would_change = vec![
        "Avec un exemplaire de plus dans le lot « Première dotation », ce besoin aurait été servi."
            .to_owned(),
        "Avec 164,50 € de plus sur la ligne « Éducation, programme 230 », ce besoin aurait été servi."
            .to_owned(),
        "Avec 20 points de plus, ce besoin aurait été servi ; avec moins, non.".to_owned(),
    ];
    paper.needs = vec![need.clone(), need];
    accessible_and_reproducible(&paper, 1);
}

#[test]
fn empty_lists_and_unknown_scripts_still_print() {
    let empty = LoanAgreement {
        borrowers: Vec::new(),
        pupils: Vec::new(),
        items: Vec::new(),
        ..samples::loan_agreement()
    };
    assert!(words(&set(&empty)).contains("Aucunmatériel"));
    render(&empty, &samples::imprint()).expect("renders");

    let named =
        |name: &str| Borrower { name: name.to_owned(), address: None, phone: None, home: 0 };
    let foreign = LoanAgreement {
        borrowers: [
            "Nguyễn Thị Hồng",
            "Şahin Ağaoğlu",
            "Олена Шевченко",
            "محمد",
            "王小明",
            "\u{0}\u{202e}",
        ]
        .map(named)
        .to_vec(),
        ..samples::loan_agreement()
    };
    render(&foreign, &samples::imprint()).expect("renders without the fonts");

    let mut list = samples::decision_list(0);
    assert!(words(&set(&list)).contains("Ceplanneportesuraucunbesoin"));
    list.notice.clear();
    render(&list, &samples::imprint()).expect("renders");
    let mut told = samples::algorithm_explanation();
    told.needs.clear();
    told.facts.clear();
    told.plan.digest.clear();
    assert!(words(&set(&told)).contains("Aucunbesoindevotrefamille"));
    render(&told, &samples::imprint()).expect("renders");

    let mut proof = samples::agreement_proof();
    proof.answers.clear();
    render(&proof, &samples::imprint()).expect("renders");
}

#[test]
fn a_small_number_of_households_is_never_printed() {
    let hidden = DonorReport {
        households: Shown::Under(11),
        counts: LotCounts::default(),
        conditions: Vec::new(),
        ..samples::donor_report()
    };
    let said = words(&set(&hidden));
    assert!(said.contains("moinsde11"), "{said}");
    assert!(said.contains("sanscondition"));
}

#[test]
fn a_lot_is_the_sum_of_its_places() {
    let counts = LotCounts { in_stock: 1, lent: 2, in_workshop: 3, lost: 4, gone: 5, returns: 99 };
    assert_eq!(counts.received(), 15);
}
