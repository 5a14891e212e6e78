//! Papers are set as written, the same twice, and nothing in a value can change them.

use domain::disclosure::Shown;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::PdfStandard;

use crate::press::{Paper, set_in_type, write};
use crate::{Borrower, DonorReport, LoanAgreement, LotCounts, render, samples};

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
    set_in_type(paper).unwrap_or_else(|error| panic!("{error}"))
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

    let mut report = samples::donor_report();
    report.donor = HOSTILE.to_owned();
    report.conditions[0].text = HOSTILE.to_owned();
    assert_eq!(words(&set(&report)).matches(&squeezed(HOSTILE)).count(), 2);
}

#[test]
fn nothing_leaves_the_page() {
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
    let mut paper = samples::loan_agreement();
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(8);
    paper.borrowers[0].name.clone_from(&long);
    paper.lender.name.clone_from(&long);
    paper.reference.clone_from(&long);
    for item in &mut paper.items {
        item.kind_label.clone_from(&long);
        item.serial = Some(long.clone());
        item.accessories = vec![long.clone()];
        item.asset_tag.clone_from(&long);
    }
    for page in set(&paper).pages() {
        let mut most = 0.0;
        widest(&page.frame, 0.0, &mut most);
        assert!(most < page.frame.width().to_pt(), "text reaches {most} pt");
    }
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

    let named = |name: &str| Borrower { name: name.to_owned(), address: None, phone: None };
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
