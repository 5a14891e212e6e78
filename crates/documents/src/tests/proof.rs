//! The proof of an agreement stays one page, whatever the seats had to say.

use domain::Seat;
use jiff::civil::date;

use super::fund::{is_spaced_as_french_is, nothing_overlaps, says};
use super::{HOSTILE, accessible_and_reproducible, set, squeezed, words};
use crate::{AttachedFile, samples};

#[test]
fn remarks_deputies_recusals_and_files_are_on_it() {
    let paper = samples::agreement_proof();
    let said = words(&set(&paper));
    says(
        &said,
        [
            "Axe : Conforter le rôle de l’école",
            "Catégorie : connexion",
            "Hors des conditions de la ligne, motif : la ligne Équipement paie la connexion",
            "Demandé par : Principal du collège chef de file, le 25 septembre 2026",
            "Remarque : Livraison à demander avant les vacances",
            "Motif du retrait : la Ville est le fournisseur",
            "suppléance de la déléguée du préfet",
            "Réponses demandées pour le : 2 octobre 2026",
            "Opérateur A, devis n° 2026-0918 14 820,50 € 9f2c64a1b7e03d58",
            "Recensement des besoins de connexion, septembre – 64a1b7e03d589f2c",
            "seize premiers chiffres",
        ],
    );
    assert!(!said.contains("9f2c64a1b7e03d589f2c"), "a hash is shown by its beginning alone");
    is_spaced_as_french_is(&paper);
}

#[test]
fn without_them_it_says_nothing_of_them() {
    let mut paper = samples::agreement_proof();
    paper.axis = None;
    paper.category = None;
    paper.off_terms = None;
    paper.asked = None;
    paper.deadline = None;
    paper.quotes.clear();
    paper.attachments.clear();
    for answer in &mut paper.answers {
        answer.remark = None;
        answer.deputy_for = None;
        answer.recusal = None;
    }
    let said = words(&set(&paper));
    for absent in [
        "Axe:",
        "Catégorie",
        "Horsdes",
        "Demandépar",
        "Remarque",
        "Motif",
        "suppléance",
        "demandéespour",
        "SHA-256",
        "seize",
    ] {
        assert!(!said.contains(absent), "{absent}: {said}");
    }
    accessible_and_reproducible(&paper, 1);
}

#[test]
fn long_remarks_and_many_files_are_still_one_page() {
    let remark = "Accord sous réserve que les appareils soient livrés avant les vacances, que l’école \
                  Jean-Zay soit couverte par la convention de mutualisation, que le fournisseur reprenne \
                  les anciens appareils, et qu’un bilan des prêts soit présenté à la troïka de janvier. ";
    let mut paper = samples::agreement_proof();
    paper.object = remark.to_owned();
    paper.off_terms = Some(remark.to_owned());
    paper.answers.push(paper.answers[0].clone());
    paper.answers[3].seat = Seat::TownAgent;
    for answer in &mut paper.answers {
        answer.remark = Some(remark.repeat(2));
        answer.deputy_for = Some("la principale du collège des Tilleuls, empêchée".to_owned());
        answer.recusal = Some(remark.to_owned());
        answer.on = Some(date(2026, 9, 30));
        answer.document = Some("courriel du 30/09/2026, pièce n° 12".to_owned());
    }
    let quote = paper.quotes[0].clone();
    paper.quotes = vec![quote; 5];
    let file = |n: usize| AttachedFile {
        label: format!("Pièce {n}, délibération et convention"),
        sha256: "0123456789abcdef".repeat(4),
    };
    paper.attachments = (1..=6).map(file).collect();
    accessible_and_reproducible(&paper, 1);
    nothing_overlaps(&set(&paper));
}

#[test]
fn what_a_seat_wrote_is_text() {
    let mut paper = samples::agreement_proof();
    paper.axis = Some(HOSTILE.to_owned());
    paper.off_terms = Some(HOSTILE.to_owned());
    paper.answers[0].remark = Some(HOSTILE.to_owned());
    paper.answers[1].recusal = Some(HOSTILE.to_owned());
    paper.answers[2].deputy_for = Some(HOSTILE.to_owned());
    paper.quotes[0].label = HOSTILE.to_owned();
    paper.attachments[0].label = HOSTILE.to_owned();
    paper.attachments[0].sha256 = "é".to_owned();
    assert_eq!(words(&set(&paper)).matches(&squeezed(HOSTILE)).count(), 7);
}
