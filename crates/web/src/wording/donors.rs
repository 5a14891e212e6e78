//! What donors asked, how it is kept, and refusals around gifts, in French.

use documents::DonorCondition;
use domain::stock::Restriction;
use store::RecordAcceptanceRefused;

use super::Label;
use super::rounds::flag;

/// Each condition of a lot, and how the program keeps it.
#[must_use]
pub fn conditions(restriction: &Restriction) -> Vec<DonorCondition> {
    let mut all = Vec::new();
    if !restriction.levels.is_empty() {
        let levels: Vec<_> = restriction.levels.iter().map(Label::label).collect();
        all.push(DonorCondition {
            text: format!("Pour les élèves de : {}", levels.join(", ")),
            enforced: "L’attribution et le guichet refusent ce lot aux familles sans enfant de ces niveaux."
                .to_owned(),
        });
    }
    for wanted in &restriction.requires {
        all.push(DonorCondition {
            text: format!("Pour les familles {}", flag(wanted)),
            enforced: "L’attribution ne propose ce lot à aucune autre famille.".to_owned(),
        });
    }
    for refused in &restriction.refuses {
        all.push(DonorCondition {
            text: format!("Pas pour les familles {}", flag(refused)),
            enforced: "L’attribution ne propose ce lot à aucune de ces familles.".to_owned(),
        });
    }
    all
}

/// Why the act was not recorded.
#[must_use]
pub fn acceptance_refused(refused: RecordAcceptanceRefused) -> String {
    match refused {
        RecordAcceptanceRefused::NotGiven => {
            "Ce lot n’est pas un don de votre cité : aucun acte ne s’y rattache.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::stock::{Level, Restriction};

    use super::conditions;

    #[test]
    fn every_condition_of_a_donor_is_told() {
        let asked = Restriction {
            levels: vec![Level::College, Level::Lycee],
            requires: vec!["qpv".into()],
            refuses: vec!["exam".into()],
        };
        let told: Vec<_> = conditions(&asked).into_iter().map(|one| one.text).collect();
        assert_eq!(told.len(), 3);
        assert_eq!(told[0], "Pour les élèves de : collège, lycée");
        assert!(told[1].starts_with("Pour les familles en quartier prioritaire"), "{told:?}");
        assert!(told[2].starts_with("Pas pour les familles"), "{told:?}");
        assert!(conditions(&Restriction::default()).is_empty());
    }
}
