//! The papers about money: every figure on its paper, nothing over anything else, titles on every page.

use domain::Euros;
use typst::layout::{Frame, FrameItem};
use typst::model::Destination;
use typst_layout::PagedDocument;

use super::{HOSTILE, accessible_and_reproducible, set, squeezed, words};
use crate::press::Paper;
use crate::{ConventionState, LineFigures, render, samples};

#[track_caller]
pub(super) fn says<'a>(said: &str, all: impl IntoIterator<Item = &'a str>) {
    for expected in all {
        assert!(said.contains(&squeezed(expected)), "{expected:?} missing: {said}");
    }
}

/// Where each piece of text stands on its page: its left and right ends and its baseline, in points.
fn placed(frame: &Frame, left: f64, top: f64, all: &mut Vec<(f64, f64, f64, String)>) {
    for (at, item) in frame.items() {
        let (x, y) = (left + at.x.to_pt(), top + at.y.to_pt());
        match item {
            FrameItem::Group(group) => placed(&group.frame, x, y, all),
            FrameItem::Text(text) => {
                all.push((x, x + text.width().to_pt(), y, text.text.to_string()));
            }
            _ => {}
        }
    }
}

/// No text reaches over another or over the edge of the page.
#[track_caller]
pub(super) fn nothing_overlaps(document: &PagedDocument) {
    for page in document.pages() {
        let mut all = Vec::new();
        placed(&page.frame, 0.0, 0.0, &mut all);
        let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
        for (n, (left, right, base, text)) in all.iter().enumerate() {
            assert!(*left > 20.0 && *right < width - 20.0, "{text:?} at {left}..{right}");
            assert!(*base < height - 10.0, "{text:?} at {base} of {height}");
            for (from, to, other, over) in &all[n + 1..] {
                let apart = right - 0.4 < *from || to - 0.4 < *left || (base - other).abs() > 3.0;
                assert!(apart, "{text:?} ({left}..{right}) over {over:?} ({from}..{to})");
            }
        }
    }
}

/// Where the places of a page that can be clicked lead.
fn linked(frame: &Frame, all: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => linked(&group.frame, all),
            FrameItem::Link(Destination::Url(url), _) => all.push(url.as_str().to_owned()),
            _ => {}
        }
    }
}

fn links<P: Paper>(paper: &P) -> Vec<String> {
    let mut all = Vec::new();
    for page in set(paper).pages() {
        linked(&page.frame, &mut all);
    }
    all
}

#[test]
fn each_figure_leads_to_its_documents() {
    let many = |links: &[String], page: &Option<String>| {
        links.iter().filter(|link| Some(*link) == page.as_ref()).count()
    };
    let mut paper = samples::fund_statement(3, 5);
    let found = links(&paper);
    assert!(many(&found, &paper.page) >= 1, "{found:?}");
    for line in &paper.lines {
        assert!(many(&found, &line.page) >= 11 + 3 + 3, "{:?} in {found:?}", line.page);
    }
    for one in &paper.operations {
        assert!(many(&found, &one.page) >= 2, "its number and its amount: {:?}", one.page);
    }
    let journal = samples::operations_journal(7);
    let found = links(&journal);
    assert!(journal.rows.iter().all(|row| many(&found, &row.page) >= 2), "{found:?}");
    let early = samples::before_convention_list(4);
    let found = links(&early);
    assert!(early.rows.iter().all(|row| many(&found, &row.page) >= 2), "{found:?}");
    let report = samples::grant_report();
    assert_eq!(many(&links(&report), &report.page), 1);
    // Where the program's address is not known, a paper leads nowhere.
    paper.page = None;
    for line in &mut paper.lines {
        line.page = None;
    }
    for one in &mut paper.operations {
        one.page = None;
    }
    assert_eq!(links(&paper), [] as [String; 0]);
}

/// The signs that a plain space before, or behind, would let begin or end a line.
#[track_caller]
pub(super) fn is_spaced_as_french_is<P: Paper>(paper: &P) {
    let mut all = Vec::new();
    for page in set(paper).pages() {
        placed(&page.frame, 0.0, 0.0, &mut all);
    }
    for (.., text) in all {
        for sign in [" :", " ;", " ?", " !", " »", "« ", " %", " €"] {
            assert!(!text.contains(sign), "{sign:?} in {text:?}");
        }
    }
}

#[test]
fn money_papers_are_accessible_reproducible_and_spaced_as_french_is() {
    accessible_and_reproducible(&samples::fund_statement(2, 5), 2);
    accessible_and_reproducible(&samples::fund_statement(4, 24), 3);
    accessible_and_reproducible(&samples::fund_statement(12, 90), 6);
    accessible_and_reproducible(&samples::before_convention_list(12), 1);
    accessible_and_reproducible(&samples::operations_journal(60), 2);
    is_spaced_as_french_is(&samples::fund_statement(4, 6));
    is_spaced_as_french_is(&samples::before_convention_list(6));
    is_spaced_as_french_is(&samples::operations_journal(6));
}

#[test]
fn the_statement_says_what_the_troika_must_see() {
    let paper = samples::fund_statement(3, 6);
    let said = words(&set(&paper));
    says(
        &said,
        [
            "Situation du fonds de la cité éducative, octobre 2026",
            "collège des Tilleuls",
            "opérations jusqu’au 31 octobre 2026",
            // A line: what its title promises, in that order.
            "L26-01 Équipement des familles État, BOP 147 15 000,00 7 500,00 0,00 640,00 4 820,50 600,00 \
             6 150,00 5 400,00 4 029,50 73,1 % 14 200,00",
            // Carried over counts among what there is to use.
            "17 147,33 17 147,33 0,00 100,0 % 17 147,33",
            "Toutes les lignes 33 500,00 22 500,00 2 147,33 640,00 5 345,50 600,00 23 297,33 22 547,33 \
             7 004,50 80,4 % 34 447,33",
            // Bars have their figures beside them.
            "L26-03 0,00 525,00 2 975,00",
            "01/10/2026 Engagement BC-2026-0042 Numérique & Cie L26-01 14 820,50",
            "Tablettes 10 pouces 200 171 18 9 2",
            "Avant convention BC-2026-0042",
            "Livraison hors convention",
            "Paiement tardif",
            "L26-01 15 000,00 14 200,00 800,00 report demandé",
            "Ensemble 35 647,33 34 447,33 1 200,00",
            "L26-01 Op@le, 31/10/2026 6 150,00 5 400,00 −750,00 LIQ-2026-033",
            "450,00 573,50 123,50 à expliquer",
            "23 747,33 23 747,33 aucun",
        ],
    );
    assert!(!said.contains("Dépassement"), "{said}");
    says(&words(&set(&samples::fund_statement(4, 0))), ["Dépassement (L26-04)", "−150,00"]);
}

#[test]
fn bars_are_as_long_as_what_they_show() {
    let mut paper = samples::fund_statement(4, 0);
    paper.lines[2].figures = LineFigures::default();
    let values = paper.values().expect("values");
    let lengths = |n: usize| values["lines"][n]["figures"]["lengths"].to_string();
    assert_eq!(lengths(0), "[410,321,268]");
    assert_eq!(lengths(1), "[1000,0,0]");
    assert_eq!(lengths(2), "[0,0,0]");
    // What is below nothing has no length, and takes none from the others.
    assert_eq!(lengths(3), "[818,181,0]");
}

#[test]
fn long_lists_have_their_titles_on_every_page() {
    let document = set(&samples::fund_statement(12, 150));
    let said = words(&document);
    let pages = document.pages().len();
    assert!((4..9).contains(&pages), "{pages} pages");
    // Lines and pictures take the first pages, operations all that follow.
    let titles = said.matches(&squeezed("Date Opération Numéro Fournisseur Ligne")).count();
    assert!(titles >= 4, "{titles} of {pages}");
    assert_eq!(said.matches(&squeezed("Avoir AV-26-0007")).count(), 25);
    nothing_overlaps(&document);

    let document = set(&samples::operations_journal(300));
    let titles = words(&document).matches(&squeezed("Date Opération Numéro")).count();
    assert!(titles >= 5 && titles + 1 >= document.pages().len(), "{titles}");
    nothing_overlaps(&document);

    let document = set(&samples::before_convention_list(90));
    let titles = words(&document).matches(&squeezed("Date Bon de commande")).count();
    assert!(titles >= 3 && titles == document.pages().len(), "{titles}");
    nothing_overlaps(&document);
}

#[test]
fn the_largest_amounts_and_the_longest_words_stay_in_their_columns() {
    let most = Euros::from_cents(-Euros::MOST_CENTS);
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(3);
    let mut paper = samples::fund_statement(3, 3);
    for line in &mut paper.lines {
        line.code = "L26-EQUIPEMENT-147".to_owned();
        line.label.clone_from(&long);
        line.funder.clone_from(&long);
        line.remainder_note.clone_from(&long);
        line.figures = LineFigures {
            notified: most,
            received: most,
            carried_over: most,
            agreed: most,
            engaged: most,
            delivered: most,
            settled: most,
            paid: most,
            available: most,
            projected: most,
        };
    }
    for operation in &mut paper.operations {
        operation.amount = most;
        operation.number.clone_from(&long);
        operation.supplier.clone_from(&long);
    }
    for exception in &mut paper.exceptions {
        exception.amount = Some(most);
        exception.number.clone_from(&long);
    }
    for one in &mut paper.reconciliations {
        one.ledger = most;
        one.explanation.clone_from(&long);
    }
    nothing_overlaps(&set(&paper));
    nothing_overlaps(&set(&samples::fund_statement(2, 2)));

    let mut list = samples::before_convention_list(3);
    for row in &mut list.rows {
        row.amount = most;
        row.order_number.clone_from(&long);
        row.supplier.clone_from(&long);
        row.agreement.clone_from(&long);
        row.convention.clone_from(&long);
        row.line = "L26-EQUIPEMENT-147".to_owned();
    }
    nothing_overlaps(&set(&list));
    let mut journal = samples::operations_journal(3);
    for row in &mut journal.rows {
        (row.amount, row.available) = (most, most);
        row.number.clone_from(&long);
        row.kind.clone_from(&long);
        row.line = "L26-EQUIPEMENT-147".to_owned();
    }
    nothing_overlaps(&set(&journal));
}

#[test]
fn spending_before_a_convention_is_listed_with_its_rule() {
    let mut list = samples::before_convention_list(4);
    let said = words(&set(&list));
    says(
        &said,
        [
            "01/10/2026 BC-2026-0042 Numérique & Cie Tablettes pour les familles L26-01 14 820,50 A-2026-014, \
             le 30/09/2026 Convention de mutualisation en cours",
            "non commencée",
            "signée le 02/11/2026",
            "aucun accord",
            "Total 41 461,40",
            "politique de la ville 350 000,00 15 % 52 500,00 52 500,01 −0,01 100,0 %",
            "400,00 15 % 60,00 12,50 47,50 20,8 %",
            "Un plafond est dépassé",
        ],
    );
    list.releases.remove(0);
    list.releases[0].rate = 1_250;
    for row in &mut list.rows {
        row.state = ConventionState::Absent;
    }
    let said = words(&set(&list));
    says(&said, ["12,5 %"]);
    assert!(!said.contains("dépassé") && !said.contains("signéele"), "{said}");
}

#[test]
fn the_journal_sums_each_kind_and_never_kinds_together() {
    let said = words(&set(&samples::operations_journal(12)));
    says(
        &said,
        [
            "du 1er octobre 2026 au 31 octobre 2026",
            "toutes les lignes de 2026",
            "Disponible avant la première opération : 200 000,00 €",
            "01/10/2026 Engagement BC-2026-0042 Numérique & Cie L26-01 14 820,50 185 179,50",
            "Disponible après la dernière opération : 170 359,00 €",
            "Engagement 2 29 641,00",
            "Avoir 2 −247,00",
        ],
    );
}

#[test]
fn what_is_empty_says_so_and_values_are_text() {
    let mut paper = samples::fund_statement(0, 0);
    paper.outputs.clear();
    paper.exceptions.clear();
    paper.reconciliations.clear();
    says(
        &words(&set(&paper)),
        [
            "Le fonds n’a aucune ligne",
            "Aucune opération",
            "Rien n’a encore été reçu",
            "Aucune exception",
            "La comptabilité fait foi",
        ],
    );
    let mut list = samples::before_convention_list(0);
    list.releases.clear();
    says(&words(&set(&list)), ["Aucune dépense", "Aucune ligne n’est soumise"]);
    says(&words(&set(&samples::operations_journal(0))), ["Aucune opération sur cette période"]);
    render(&samples::operations_journal(0), &samples::imprint()).expect("renders");
    render(&list, &samples::imprint()).expect("renders");
    render(&paper, &samples::imprint()).expect("renders");

    let mut paper = samples::fund_statement(1, 1);
    paper.lines[0].label = HOSTILE.to_owned();
    paper.lines[0].remainder_note = HOSTILE.to_owned();
    paper.operations[0].supplier = HOSTILE.to_owned();
    paper.exceptions[0].what = HOSTILE.to_owned();
    paper.outputs[0].label = HOSTILE.to_owned();
    paper.reconciliations[1].explanation = HOSTILE.to_owned();
    assert_eq!(words(&set(&paper)).matches(&squeezed(HOSTILE)).count(), 6);
    let mut list = samples::before_convention_list(1);
    list.rows[0].object = HOSTILE.to_owned();
    list.rows[0].convention = HOSTILE.to_owned();
    list.releases[0].purse = HOSTILE.to_owned();
    assert_eq!(words(&set(&list)).matches(&squeezed(HOSTILE)).count(), 3);
    let mut journal = samples::operations_journal(1);
    journal.scope = HOSTILE.to_owned();
    journal.rows[0].kind = HOSTILE.to_owned();
    // The kind stands in its sum too.
    assert_eq!(words(&set(&journal)).matches(&squeezed(HOSTILE)).count(), 3);
}
