//! Words for what money may buy: categories, the catalogue, the terms of lines, the money of rounds.

use domain::fund::{Category, LineTerms, OwnCategory};
use store::{
    AddOwnCategoryRefused, FundLine, OfferItemRefused, RetireOwnCategoryRefused,
    SetLineTermsRefused, SetRoundMoneyRefused,
};

use super::rounds::flag;
use super::{Label, thousands};

impl Label for Category {
    fn label(&self) -> &'static str {
        match self {
            Self::Equipment => "équipement",
            Self::Connection => "connexion",
            Self::Interpreting => "interprétariat",
            Self::Service => "intervenant ou accompagnement",
            Self::Media => "radio, impression, vidéo",
            Self::Other => "autre",
        }
    }
}

/// What an amount is spent on.
#[must_use]
pub fn spending(category: Category, own: Option<&OwnCategory>) -> String {
    match own {
        None => category.label().to_owned(),
        Some(own) => format!("{}\u{a0}: {}", category.label(), own.label),
    }
}

/// Why a category is not added.
#[must_use]
pub fn add_category(why: AddOwnCategoryRefused) -> String {
    match why {
        AddOwnCategoryRefused::NotYourSeat => "Seul le principal ajoute une catégorie.",
        AddOwnCategoryRefused::LabelTaken => {
            "« Nom » : une catégorie de la cité s’appelle déjà ainsi."
        }
    }
    .to_owned()
}

/// Why a category stays in use.
#[must_use]
pub fn retire_category(why: RetireOwnCategoryRefused) -> String {
    match why {
        RetireOwnCategoryRefused::NotYourSeat => "Seul le principal retire une catégorie.",
        RetireOwnCategoryRefused::UnknownCategory => "Cette catégorie n’est plus en usage.",
    }
    .to_owned()
}

/// How an item is ordered.
#[must_use]
pub fn minimum(units: u32) -> String {
    if units <= 1 {
        "à l’unité".to_owned()
    } else {
        format!("par {} au moins", thousands(units.into()))
    }
}

/// Why an item was not offered.
#[must_use]
pub const fn offer(why: OfferItemRefused) -> &'static str {
    match why {
        OfferItemRefused::LabelTaken => {
            "Un article du catalogue porte déjà ce nom : choisissez-en un autre, ou retirez l’ancien d’abord."
        }
        OfferItemRefused::Minimum => "« Commande minimale » : un million au plus.",
    }
}

/// Why terms were not set.
#[must_use]
pub const fn terms(why: SetLineTermsRefused) -> &'static str {
    match why {
        SetLineTermsRefused::NotYourSeat => {
            "Seul le principal du collège chef de file fixe les conditions d’une ligne."
        }
        SetLineTermsRefused::UnknownLine => "Cette ligne n’existe pas dans votre cité.",
        SetLineTermsRefused::Flexibility => "« Ordre de dépense » : de 0 à 99.",
    }
}

/// Why the money of a round was not set.
#[must_use]
pub fn round_money(why: SetRoundMoneyRefused, lines: &[FundLine]) -> String {
    match why {
        SetRoundMoneyRefused::NotYourSeat => {
            "Seul le principal du collège chef de file ouvre de l’argent à un tour.".to_owned()
        }
        SetRoundMoneyRefused::UnknownRound => "Ce tour n’existe pas dans votre cité.".to_owned(),
        SetRoundMoneyRefused::RoundClosed => {
            "Ce tour est clos : son argent ne change plus.".to_owned()
        }
        SetRoundMoneyRefused::UnknownLine => "Cette ligne n’existe pas dans votre cité.".to_owned(),
        SetRoundMoneyRefused::TooMuch(id) => match lines.iter().find(|line| line.id == id) {
            Some(line) => format!(
                "« {} » : {} seulement sont disponibles. Indiquez moins.",
                line.label,
                line.sums.available()
            ),
            None => "C’est plus que ce qui est disponible sur la ligne.".to_owned(),
        },
    }
}

/// What is left on a line, and what it may buy.
#[must_use]
pub fn available(line: &FundLine) -> String {
    format!("Disponible : {}. {}.", line.sums.available(), of_terms(&line.terms))
}

/// The terms of a line in one phrase.
#[must_use]
pub fn of_terms(terms: &LineTerms) -> String {
    let mut parts = Vec::new();
    if !terms.categories.is_empty() {
        let words: Vec<_> = terms.categories.iter().map(Label::label).collect();
        parts.push(format!("pour {}", words.join(", ")));
    }
    if !terms.restriction.levels.is_empty() {
        let words: Vec<_> = terms.restriction.levels.iter().map(Label::label).collect();
        parts.push(format!("niveaux : {}", words.join(", ")));
    }
    for code in &terms.restriction.requires {
        parts.push(format!("familles {}", flag(code)));
    }
    for code in &terms.restriction.refuses {
        parts.push(format!("pas pour les familles {}", flag(code)));
    }
    let said = if parts.is_empty() { "sans condition".to_owned() } else { parts.join(" ; ") };
    super::capital(&said)
}

#[cfg(test)]
mod tests {
    use domain::stock::{Level, Restriction};

    use super::*;

    #[test]
    fn terms_are_told_in_full() {
        assert_eq!(of_terms(&LineTerms::default()), "Sans condition");
        let terms = LineTerms {
            categories: vec![Category::Equipment, Category::Connection],
            restriction: Restriction {
                levels: vec![Level::College],
                requires: vec!["qpv".into()],
                refuses: vec!["exam".into()],
            },
            flexibility: 3,
        };
        let told = of_terms(&terms);
        for part in ["Pour équipement, connexion", "collège", "quartier prioritaire", "pas pour"]
        {
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn a_minimum_is_a_way_to_order() {
        assert_eq!(minimum(0), "à l’unité");
        assert!(minimum(20).starts_with("par 20"));
    }
}
