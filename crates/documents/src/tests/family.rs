//! The papers that families read: in one language and in two, and what they must never say.

use jiff::civil::date;
use typst_layout::PagedDocument;
use typst_pdf::PdfStandard;

use super::{HOSTILE, squeezed, widest, words};
use crate::press::{Paper, write};
use crate::samples::{self, FOR_FAMILIES};
use crate::{
    Copy, DocumentError, Fonts, HandoverSlip, IncidentKind, Language, Press, Signing, TextBook,
};

fn language(code: &str) -> Language {
    Language::new(code).expect("a code")
}

fn press() -> &'static Press {
    Press::shared().expect("the words are right")
}

fn beside<P: Paper>(paper: &P, code: &str) -> PagedDocument {
    let pages = press().set_in_type(paper, Some(&language(code)));
    pages.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_paper_in_every_sort_of_language_is_accessible_and_reproducible() {
    for code in ["fr", "en", "ar", "ta", "zh"] {
        for (name, make) in FOR_FAMILIES {
            let language = language(code);
            let once = make(press(), Some(&language)).unwrap_or_else(|error| panic!("{error}"));
            let text = String::from_utf8_lossy(&once);
            assert!(text.contains("pdfuaid"), "{name} in {code} does not claim PDF/UA");
            assert!(text.contains("/StructTreeRoot"), "{name} in {code} is not tagged");
        }
        let language = language(code);
        let paper = samples::loan_agreement();
        let one = press().render(&paper, Some(&language), &samples::imprint()).expect("renders");
        typst::comemo::evict(0);
        let two = press().render(&paper, Some(&language), &samples::imprint()).expect("renders");
        assert_eq!(one, two, "{code}: same values, other bytes");
    }
}

#[test]
fn papers_stay_short() {
    for text in press().offered() {
        let whole = press().texts().is_whole(&text.language, &["agreement"]);
        let pages = beside(&samples::loan_agreement(), text.language.code());
        let most = if whole { 4 } else { 3 };
        assert!(pages.pages().len() <= most, "{}: {}", text.language, pages.pages().len());
        let slip = beside(&samples::handover_slip(), text.language.code());
        assert_eq!(slip.pages().len(), 1, "{}", text.language);
    }
}

#[test]
fn a_language_without_a_font_is_not_offered_and_says_why() {
    let bare = Press::new(Fonts::embedded(), TextBook::built_in().expect("right"));
    let offered: Vec<&str> = bare.offered().map(|text| text.language.code()).collect();
    assert_eq!(offered, ["en", "es", "pt", "ro", "ru", "so", "sq", "tr", "uk"]);
    let told: Vec<String> = bare.not_offered().map(ToString::to_string).collect();
    assert_eq!(told.len(), 7, "{told:?}");
    assert!(told[0].starts_with("arabe (ar)\u{a0}: aucune police"), "{told:?}");
    assert!(told[0].contains("Installez le paquet fonts-noto-core"), "{told:?}");
    assert!(told.iter().any(|why| why.contains("fonts-droid-fallback")), "{told:?}");
    let refused = bare.render(&samples::gift_receipt(), Some(&language("ta")), &samples::imprint());
    assert!(matches!(refused, Err(DocumentError::NotOffered(_))));
    let unknown = bare.render(&samples::gift_receipt(), Some(&language("xx")), &samples::imprint());
    assert!(matches!(unknown, Err(DocumentError::UnknownLanguage(_))));
    // Here, where set-up has put the fonts, nothing is missing.
    let missing: Vec<String> = press().not_offered().map(ToString::to_string).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_other_language_says_what_french_says() {
    let said = words(&beside(&samples::loan_agreement(), "en"));
    for expected in [
        "Un prêt gratuit",
        "A free loan",
        "48 hours",
        "01/07/2027",
        "à relire par un locuteur",
        "The French text is the one that counts",
        "screen new",
        "laptop",
    ] {
        assert!(said.contains(&squeezed(expected)), "{expected:?} missing: {said}");
    }
    let said = words(&beside(&samples::loan_agreement(), "es"));
    assert!(said.contains(&squeezed("Hay que devolverlo a más tardar el 01/07/2027")), "{said}");
    assert!(said.contains(&squeezed("A free loan")) || said.contains("Unprêtgratuit"));
}

#[test]
fn numbers_beside_arabic_are_not_turned_round() {
    let said = words(&beside(&samples::loan_agreement(), "ar"));
    for expected in ["06 39 98 12 34", "05 36 49 00 12", "14/09/2026", "GRI-TAB-0042-7", "48"] {
        let expected = expected.replace(' ', "");
        assert!(said.contains(&expected), "{expected:?} missing: {said}");
    }
    // What keeps a number after an Arabic label in its order is a mark, which the text of a page does not show:
    // without it, 06 39 98 was seen printed 98 39 06.
    let template = crate::templates::SOURCES["family.typ"].text();
    let beside = template.split("#let beside").nth(1).and_then(|rest| rest.lines().next());
    assert!(beside.is_some_and(|line| line.ends_with(r#"+ "\u{200e}""#)), "{beside:?}");
}

#[test]
fn a_language_is_offered_only_if_one_font_draws_all_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let words = include_str!("../../../../templates/documents/texts/fa.toml");
    let words = words.replacen("title = \"", "title = \"\u{10fffd}", 1);
    std::fs::write(folder.path().join("ckb.toml"), words).expect("written");
    let texts = TextBook::load(folder.path()).expect("right");
    let press = Press::new(Fonts::discover(&Fonts::folders()), texts);
    let refused: Vec<&str> = press.not_offered().map(|why| why.language.code()).collect();
    assert_eq!(refused, ["ckb"]);
}

#[test]
fn a_translation_is_marked_until_somebody_checked_it() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("ta.toml"), "checked_by = \"K. Selvam\"\n").expect("written");
    let texts = TextBook::load(folder.path()).expect("right");
    let press = Press::new(Fonts::discover(&Fonts::folders()), texts);
    for (code, marked) in [("ta", false), ("ar", true)] {
        let pages = press.set_in_type(&samples::loan_certificate(), Some(&language(code)));
        let said = words(&pages.expect("set"));
        assert_eq!(said.contains("àrelireparunlocuteur"), marked, "{code}");
        assert_eq!(said.contains("relueparK.Selvam"), !marked, "{code}");
    }
}

#[test]
fn one_home_never_reads_the_address_of_the_other() {
    let mut paper = samples::loan_agreement();
    let mut other = paper.borrowers[0].clone();
    other.name = "Karim Benmansour".to_owned();
    other.address = Some("3 rue Cachée, 31200 Toulouse".to_owned());
    other.phone = Some("06 39 98 77 77".to_owned());
    other.home = 1;
    paper.borrowers.push(other);
    let said = words(&beside(&paper, "fr"));
    assert!(said.contains("Karim") && said.contains("alléedesÉrables"), "{said}");
    assert!(!said.contains("Cachée") && !said.contains("0639987777"), "{said}");
    paper.copy = Copy::Home(1);
    let said = words(&beside(&paper, "ar"));
    assert!(said.contains("Cachée") && !said.contains("Érables"), "{said}");
    assert!(!said.contains("0639981234"), "{said}");
    let file = press().render(&paper, None, &samples::imprint()).expect("renders");
    assert!(!String::from_utf8_lossy(&file).contains("rables"), "hidden in the file");
    paper.copy = Copy::Lender;
    let said = words(&beside(&paper, "fr"));
    assert!(said.contains("Cachée") && said.contains("Érables"), "{said}");
    assert!(said.contains("nepasremettreàunefamille"), "{said}");
}

#[test]
fn a_reminder_tells_a_stranger_nothing() {
    for late in [true, false] {
        let mut paper = samples::reminder_letter();
        paper.late = late;
        let said = words(&beside(&paper, "fr")).to_lowercase();
        for word in ["éducati", "réussite", "convention", "grand-mirail", "gri-p"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
        assert!(said.contains("1erjuillet2027"), "{said}");
    }
}

#[test]
fn the_plainte_has_what_blocks_the_device() {
    let mut paper = samples::incident_declaration();
    let said = words(&beside(&paper, "ar"));
    for expected in [
        "plainte contre X",
        "490154203237518",
        "Samsung Galaxy Tab A8",
        "06 39 98 00 17",
        "8933012345678901237",
        "1 place du Capitole, 31000 Toulouse",
        "8 février 2027",
        "art. L. 34-3",
        "sac volé dans le bus 14",
    ] {
        assert!(said.contains(&squeezed(expected)), "{expected:?} missing: {said}");
    }
    paper.kind = IncidentKind::Loss;
    let said = words(&beside(&paper, "fr"));
    assert!(said.contains("Déclarationdeperte") && !said.contains("plaintecontreX"), "{said}");
}

#[test]
fn a_return_slip_says_what_is_missing_and_what_is_left() {
    let mut paper = samples::return_slip();
    let said = words(&beside(&paper, "fr"));
    assert!(said.contains("Manque:1×câble") && said.contains("Resteàrendre"), "{said}");
    assert!(said.contains("GRI-CLE-0031-9") && !said.contains("Toutestrendu"), "{said}");
    assert!(said.contains("estefface") || said.contains("esteffacé"), "{said}");
    paper.still_out.clear();
    for line in &mut paper.lines {
        line.wiped_on = Some(date(2027, 6, 30));
    }
    let said = words(&beside(&paper, "fr"));
    assert!(said.contains("Toutestrendu") && said.contains("effacéle30juin2027"), "{said}");
    // One left unwiped: nothing is claimed.
    paper.lines[0].wiped_on = None;
    assert!(!words(&beside(&paper, "fr")).contains("effacéle30"));
}

#[test]
fn accessories_are_counted_and_points_are_compared() {
    let said = words(&beside(&samples::handover_slip(), "fr"));
    assert!(said.contains("1×chargeur,1×câbleUSB-C,1×housse"), "{said}");
    let said = words(&beside(&samples::condition_report(), "fr"));
    for row in [
        "écranneufabîméàregarderfêlure",
        "coquebonétatbonétataucun",
        "propretéusagébonétatmeilleur",
        "batterieusagé–àmesurer",
    ] {
        assert!(said.contains(row), "{row}: {said}");
    }
    let said = words(&beside(&samples::gift_receipt(), "fr"));
    assert!(said.contains("978-2-07-061275-8") && said.contains("Entout4"), "{said}");
}

#[test]
fn the_code_is_the_tutorials_address() {
    let values = samples::handover_slip().values().expect("values");
    let code = qrcode::QrCode::new("https://ville.example/aide/tablette").expect("a code");
    let mut drawn = vec![false; code.width() * code.width()];
    for run in values["tutorial"]["qr"]["runs"].as_array().expect("runs") {
        let [x, y, many] = [0, 1, 2].map(|at| run[at].as_u64().expect("a number") as usize);
        drawn[y * code.width() + x..][..many].fill(true);
    }
    let colours = code.to_colors();
    let dark: Vec<bool> = colours.into_iter().map(|colour| colour == qrcode::Color::Dark).collect();
    assert_eq!(drawn, dark);
    assert_eq!(crate::Tutorial::at(""), None);
    assert_eq!(crate::Tutorial::at(&"x".repeat(201)), None);
}

#[test]
fn empty_papers_and_odd_signatures_still_print() {
    let mut paper = samples::loan_agreement();
    let mut drawn = samples::signature();
    drawn.strokes = vec![Vec::new(), vec![(0, 0)]];
    (drawn.width, drawn.height) = (0, 0);
    paper.signatures.guardian = Signing::OnScreen(drawn);
    paper.reading.language = Some("tamoul".to_owned());
    paper.reading.interpreter = true;
    let said = words(&beside(&paper, "en"));
    assert!(said.contains(&squeezed("Lu avec un interprète, en langue : tamoul")), "{said}");
    let slip = HandoverSlip {
        items: Vec::new(),
        due_on: None,
        tutorial: None,
        help_lines: Vec::new(),
        ..samples::handover_slip()
    };
    for code in ["fr", "ar", "zh"] {
        let said = words(&beside(&slip, code));
        assert!(!said.contains("Àrendre"), "{said}");
    }
    let mut report = samples::condition_report();
    report.items.clear();
    report.back_on = None;
    beside(&report, "ta");
    let mut notice = samples::formal_notice();
    (notice.contacts, notice.address) = (0, None);
    assert!(!words(&beside(&notice, "fr")).contains("ouappelé0"));
}

#[test]
fn values_are_text_in_two_languages_too() {
    let mut slip = samples::handover_slip();
    slip.person = HOSTILE.to_owned();
    slip.desk.name = HOSTILE.to_owned();
    let said = words(&beside(&slip, "en"));
    // The person twice, the desk twice in each language.
    assert_eq!(said.matches(&squeezed(HOSTILE)).count(), 6, "{said}");
    let folder = tempfile::tempdir().expect("a folder");
    let line = r#"[handover]
received = '#panic("x") _i_ $x$ \ <l> @r'"#;
    std::fs::write(folder.path().join("fr.toml"), line).expect("written");
    let texts = TextBook::load(folder.path()).expect("right");
    let press = Press::new(Fonts::embedded(), texts);
    let said = words(&press.set_in_type(&samples::handover_slip(), None).expect("set"));
    assert!(said.contains(&squeezed(r#"#panic("x") _i_ $x$ \ <l> @r"#)), "{said}");
}

#[test]
fn nothing_leaves_the_page_in_two_languages() {
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(6);
    let mut slip = samples::handover_slip();
    slip.person.clone_from(&long);
    slip.lender.clone_from(&long);
    slip.desk.name.clone_from(&long);
    let mut letter = samples::reminder_letter();
    letter.sender.clone_from(&long);
    letter.bring_to.clone_from(&long);
    let mut gone = samples::incident_declaration();
    gone.circumstances.clone_from(&long);
    gone.items[0].brand = Some(long);
    for code in ["fr", "ar", "ta", "zh"] {
        for pages in [beside(&slip, code), beside(&letter, code), beside(&gone, code)] {
            for page in pages.pages() {
                let mut most = 0.0;
                widest(&page.frame, 0.0, &mut most);
                assert!(most < page.frame.width().to_pt(), "{code}: text reaches {most} pt");
            }
        }
    }
}

#[test]
fn a_claim_of_accessibility_is_kept_for_two_scripts() {
    let pages = beside(&samples::return_slip(), "ar");
    write(&pages, &samples::imprint(), &[PdfStandard::Ua_1]).expect("meets PDF/UA-1");
}

/// The same agreement for several families, in one file.
fn many(count: usize) -> Vec<u8> {
    let arabic = language("ar");
    let papers = (0..count).map(|number| {
        let mut paper = samples::loan_agreement();
        paper.reference = format!("GRI-P-{number:04}");
        let beside = (number % 2 == 1).then_some(&arabic);
        crate::Labelled {
            label: format!("Élève (n°\u{a0}{number}"),
            paper,
            beside,
            imprint: samples::imprint(),
        }
    });
    let mut told = Vec::new();
    let file = press().render_many(papers, Vec::new(), |done| told.push(done)).expect("renders");
    assert_eq!(told, (1..=count).collect::<Vec<_>>());
    file
}

#[test]
fn many_papers_are_one_tagged_file() {
    let file = many(3);
    assert_eq!(file, many(3), "same values, other bytes");
    let text = String::from_utf8_lossy(&file);
    let count = |word: &str| text.matches(word).count();
    // Two pages in French, three beside Arabic, two in French.
    assert!(text.contains("/Type/Pages/Count 7/"), "{}", count("/Type/Page/"));
    assert_eq!(count("/Type/Page/"), 7);
    assert_eq!(count("/StructTreeRoot/"), 1);
    assert_eq!(count("/Type/Catalog"), 1);
    for key in 0..7 {
        assert_eq!(count(&format!("/StructParents {key}/")), 1, "page {key} and its tags");
    }
    assert!(text.contains("/ParentTreeNextKey 7"));
    // The heads of tables have names of their own in each paper.
    for paper in 0..3 {
        assert_eq!(count(&format!("/ID(P{paper:06}.U1x0y0)")), 1);
    }
    assert!(count("/Lang(ar)") > 10, "passages in Arabic keep their language");
    let alone = press().render(&samples::loan_agreement(), None, &samples::imprint()).expect("");
    assert!(file.len() < alone.len() * 5, "{} against {}", file.len(), alone.len());
}

#[test]
fn no_paper_is_no_file() {
    let none = std::iter::empty::<crate::Labelled<'_, crate::LoanAgreement>>();
    let refused = press().render_many(none, Vec::new(), |_| {});
    assert!(matches!(refused, Err(crate::BundleError::Empty)));
}
