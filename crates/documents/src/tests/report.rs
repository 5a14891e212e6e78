//! The report on a grant's use: three sheets, rows as given, nothing of the form written into the template.

use domain::Euros;
use domain::disclosure::Shown;
use jiff::civil::date;

use super::fund::{is_spaced_as_french_is, nothing_overlaps, says};
use super::{HOSTILE, accessible_and_reproducible, set, squeezed, words};
use crate::{BeneficiaryRow, ReportBlock, ReportContent, ReportRow, RowLevel, samples};

#[test]
fn it_is_three_accessible_sheets() {
    let paper = samples::grant_report();
    accessible_and_reproducible(&paper, 3);
    let document = set(&paper);
    assert_eq!(document.pages().len(), 3);
    nothing_overlaps(&document);
    is_spaced_as_french_is(&paper);
}

#[test]
fn it_says_what_the_form_asks_and_that_it_is_not_the_form() {
    let paper = samples::grant_report();
    let said = words(&set(&paper));
    says(
        &said,
        [
            "Compte rendu financier de subvention (présentation du Cerfa n° 15059*02)",
            "il n’est pas le formulaire officiel",
            "SIRET : 193 100 019 00014",
            "RNA : sans objet",
            "Foyers équipés d’un appareil 171",
            "Foyers hors quartier prioritaire moins de 11",
            "Besoins d’appareil servis 200 171",
            "Charges Prévision € Réalisation € % Produits Prévision € Réalisation € %",
            "60 – Achats 22 000,00 23 147,33 105,2",
            // Totals stand beside totals, however many rows each side has.
            "TOTAL DES CHARGES 27 500,00 28 197,33 102,5 TOTAL DES PRODUITS 27 500,00 28 197,33 102,5",
            "La subvention de 15 000,00 € représente 53,20 % du total des produits",
            "montant attribué / total des produits × 100",
            "Je soussigné(e)",
            "principale, ordonnatrice",
            "certifie exactes les informations",
            "Fait à Toulouse, le",
            "Signature",
        ],
    );
    for block in &paper.blocks {
        for row in block.charges.iter().chain(&block.produits) {
            assert!(said.contains(&squeezed(&row.label)), "{} is missing", row.label);
        }
    }
    for section in paper.qualitative.iter().chain(&paper.annex) {
        assert!(said.contains(&squeezed(&section.heading)), "{} is missing", section.heading);
    }
}

#[test]
fn no_row_and_no_heading_is_written_into_the_template() {
    let mut paper = samples::grant_report();
    let blank = |rows: &mut Vec<ReportRow>| {
        for row in rows {
            row.label = "rubrique".to_owned();
        }
    };
    for block in &mut paper.blocks {
        blank(&mut block.charges);
        blank(&mut block.produits);
    }
    paper.form = "Cerfa n° 12156*06".to_owned();
    let said = words(&set(&paper));
    for word in ["Achats", "TOTAL", "Subventions", "bénévol", "Bénévolat", "15059", "86–", "87–"]
    {
        let table = said.split("Jesoussigné").next().unwrap_or_default();
        let table = table.split("Tableaudesynthèse").nth(1).unwrap_or_default();
        let table = table.split("Donnéeschiffrées").next().unwrap_or_default();
        assert!(!table.contains(word), "{word} is written into the template");
    }
    says(&said, ["Cerfa n° 12156*06"]);
    assert_eq!(said.matches("rubrique").count(), 1 + 25 + 21 + 4 + 1 + 2 + 5 + 4 + 2);
}

#[test]
fn a_share_of_nothing_a_hidden_count_and_a_signed_report() {
    let mut paper = samples::grant_report();
    paper.sentence = None;
    paper.certification.name = "Camille Fictive".to_owned();
    paper.certification.on = Some(date(2027, 2, 12));
    let hidden = BeneficiaryRow { public: "Élèves".to_owned(), reached: Shown::Withheld };
    paper.qualitative[1].content = ReportContent::Beneficiaries(vec![hidden]);
    let said = words(&set(&paper));
    says(
        &said,
        [
            "la part de la subvention ne peut pas être dite",
            "Élèves non montré",
            "Camille Fictive",
            "12 février 2027",
        ],
    );
}

#[test]
fn long_labels_and_large_amounts_stay_in_their_columns_and_values_are_text() {
    let mut paper = samples::grant_report();
    for block in &mut paper.blocks {
        for row in block.charges.iter_mut().chain(&mut block.produits) {
            row.planned = Some(Euros::from_cents(Euros::MOST_CENTS));
            row.realised = Some(Euros::from_cents(-Euros::MOST_CENTS));
        }
    }
    paper.blocks[0].charges[1].label = "Wolfeschlegelsteinhausenbergerdorff".repeat(2);
    nothing_overlaps(&set(&paper));

    let mut paper = samples::grant_report();
    paper.action = HOSTILE.to_owned();
    paper.blocks[0].charges[1].label = HOSTILE.to_owned();
    paper.qualitative[0].content = ReportContent::Text(vec![HOSTILE.to_owned()]);
    paper.annex[0].heading = HOSTILE.to_owned();
    assert_eq!(words(&set(&paper)).matches(&squeezed(HOSTILE)).count(), 4);
}

#[test]
fn totals_of_one_side_stand_beside_those_of_the_other() {
    use RowLevel::{Account, Total};
    let rows = |rows: &[(RowLevel, &str)]| {
        let row = |(level, label): &(RowLevel, &str)| ReportRow {
            level: *level,
            label: (*label).to_owned(),
            planned: None,
            realised: None,
        };
        rows.iter().map(row).collect::<Vec<_>>()
    };
    let charges = [(Account, "a"), (Account, "b"), (Total, "T"), (Account, "c"), (Total, "U")];
    let produits = [(Account, "k"), (Total, "V"), (Total, "W"), (Account, "z")];
    let told = |rows: &[ReportRow]| rows.iter().map(|row| &*row.label).collect::<String>();
    let blocks = |left: &[_], right: &[_]| {
        let blocks = ReportBlock::between_totals(rows(left), rows(right));
        let told = blocks.iter().map(|one| told(&one.charges) + "|" + &told(&one.produits));
        told.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(blocks(&charges, &produits), "ab|k T|V c| U|W |z");
    assert_eq!(blocks(&charges, &[]), "ab| T| c| U|");
    assert_eq!(blocks(&[], &[]), "");
}
