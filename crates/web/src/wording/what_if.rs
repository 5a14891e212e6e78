//! What would have changed the decision on a need: a sentence for every change that was tried and serves it.

use domain::allocation::{Counterfactual, Rule, Situation};

use super::reasons::{quota, rule};
use super::rounds::Names;
use super::{Label as _, count};

/// Trials that nobody waits for any longer.
pub const TOO_LONG: &str = "Les essais n’ont pas abouti en une demi-minute : rien n’en est dit ici. Rouvrez cette page plus tard.";

/// What came of the trials for a need that is not served.
#[derive(Debug, Clone, Copy)]
pub enum Trials<'a> {
    /// These changes serve it; the others that were tried do not.
    Done(&'a [Counterfactual]),
    /// A person decided on this need, in the place of the rule.
    ByHand,
    /// The siblings rule set it aside before anything was computed.
    BySiblings,
    /// The search of the plan was stopped by a person: each trial would be such a search.
    Stopped,
    /// They took too long to be waited for.
    TooLong,
}

/// How many points a served need could have lost; none: all of them.
#[must_use]
pub fn spared(points: Option<u16>) -> String {
    match points {
        None => "Même sans aucun point, ce besoin aurait été servi.".to_owned(),
        Some(0) => "Avec un seul point de moins, ce besoin n’aurait pas été servi.".to_owned(),
        Some(points) => format!(
            "Même avec {} de moins, ce besoin aurait été servi ; avec un point de moins encore, non.",
            count(points.into(), "point", "points")
        ),
    }
}

/// What a plan was made from.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Its rule.
    pub rule: Rule,
    /// Its question.
    pub situation: &'a Situation,
}

/// The changes by which the need would have been served, a sentence each; or what was tried in vain.
#[must_use]
pub fn sentences(trials: Trials<'_>, asked: Asked<'_>, names: &Names) -> Vec<String> {
    let one = |sentence: &str| vec![sentence.to_owned()];
    match trials {
        Trials::Done(changes) => told(changes, asked, names),
        Trials::ByHand => {
            one("Une personne a décidé pour ce besoin : le calcul n’y aurait rien changé.")
        }
        Trials::BySiblings => {
            one("La règle des fratries a décidé avant le calcul : il n’y aurait rien changé.")
        }
        Trials::Stopped => one(
            "Rien n’a été essayé : la recherche de ce plan a été arrêtée avant la fin, et chaque essai la referait.",
        ),
        Trials::TooLong => one(TOO_LONG),
    }
}

fn told(changes: &[Counterfactual], asked: Asked<'_>, names: &Names) -> Vec<String> {
    let mut said: Vec<String> =
        changes.iter().map(|change| sentence(change, asked.rule, names)).collect();
    if said.is_empty() {
        said.push(format!(
            "Aucun des changements essayés n’aurait suffi à lui seul : {}.",
            tried(asked).join(", ")
        ));
    }
    said
}

fn tried(asked: Asked<'_>) -> Vec<&'static str> {
    let mut tried = vec!["un exemplaire de plus dans un lot"];
    if !asked.situation.is_stock_alone() {
        tried.push("plus d’argent sur une ligne du fonds");
    }
    tried.extend(["des points de plus", "une réservation levée", "l’autre règle"]);
    tried
}

/// One change.
fn sentence(change: &Counterfactual, now: Rule, names: &Names) -> String {
    match change {
        Counterfactual::Unit { lot } => format!(
            "Avec un exemplaire de plus dans le lot {}, ce besoin aurait été servi.",
            names.lot(lot)
        ),
        Counterfactual::Money { fund, amount } => format!(
            "Avec {amount} de plus sur la ligne {}, ce besoin aurait été servi.",
            names.line(fund)
        ),
        Counterfactual::Points { points } => format!(
            "Avec {} de plus, ce besoin aurait été servi ; avec moins, non.",
            count((*points).into(), "point", "points")
        ),
        Counterfactual::Lifted { lot, rule: lifted } => format!(
            "Sans une condition du lot {} ({}), ce besoin aurait été servi.",
            names.lot(lot),
            rule(lifted)
        ),
        Counterfactual::OtherRule => {
            let other = match now {
                Rule::Strict => Rule::Count,
                Rule::Count => Rule::Strict,
            };
            format!("Avec la règle « {} », ce besoin aurait été servi.", other.label())
        }
        Counterfactual::Place { by, of, .. } => format!(
            "Avec une place de plus dans le quota {}, ce besoin aurait été servi.",
            quota(*by, of, names)
        ),
    }
}

#[cfg(test)]
mod tests {
    use domain::Euros;
    use domain::allocation::{FailedRule, PlaceKind, Rows, SituationFund, SituationItem};
    use domain::stock::LotCondition;

    use super::*;

    /// A situation where something can be bought.
    fn that_buys() -> Situation {
        let fund = SituationFund {
            fund: "F".into(),
            available: Euros::from_cents(10_000),
            categories: vec![],
            communes: vec![],
            levels: vec![],
            requires: vec![],
            refuses: vec![],
            flexibility: 0,
        };
        let item = SituationItem {
            item: "I".into(),
            kind: "tablet".into(),
            category: "equipment".into(),
            condition: LotCondition::New,
            price: Euros::from_cents(14_900),
            minimum_order: 0,
            penalty: 0,
        };
        let rows = Rows { funds: vec![fund], catalogue: vec![item], ..Rows::default() };
        Situation::new(rows).expect("a situation")
    }

    #[test]
    fn every_change_is_a_sentence() {
        let names = Names::default();
        let lot = || "L".to_owned();
        let amount = Euros::from_cents(4_900);
        let level = FailedRule::Level;
        for (change, part) in [
            (Counterfactual::Unit { lot: lot() }, "dans le lot «\u{a0}L\u{a0}»"),
            (Counterfactual::Money { fund: "F".into(), amount }, "sur la ligne «\u{a0}F\u{a0}»"),
            (Counterfactual::Points { points: 1 }, "Avec 1 point de plus"),
            (Counterfactual::Points { points: 12 }, "Avec 12 points de plus"),
            (Counterfactual::Lifted { lot: lot(), rule: level }, "(réservé à d’autres niveaux"),
            (
                Counterfactual::Place { by: PlaceKind::Commune, of: "C1".into(), tier: None },
                "dans le quota de la commune «\u{a0}C1\u{a0}»",
            ),
            (Counterfactual::OtherRule, "la règle «\u{a0}plus grand nombre\u{a0}»"),
        ] {
            let said = sentence(&change, Rule::Strict, &names);
            assert!(said.contains(part) && said.ends_with('.'), "{said}");
        }
        let other = sentence(&Counterfactual::OtherRule, Rule::Count, &names);
        assert!(other.contains("priorité stricte"), "{other}");
    }

    #[test]
    fn what_could_be_lost_is_a_sentence() {
        assert!(spared(None).contains("sans aucun point"));
        assert!(spared(Some(0)).contains("n’aurait pas été servi"));
        assert!(spared(Some(12)).contains("avec 12 points de moins"));
    }

    #[test]
    fn what_was_tried_in_vain_is_said() {
        let names = Names::default();
        let (stock, buys) = (Situation::default(), that_buys());
        let said = |rule, situation, changes: &[Counterfactual]| {
            sentences(Trials::Done(changes), Asked { rule, situation }, &names).join(" ")
        };
        let strict = said(Rule::Strict, &stock, &[]);
        assert!(strict.starts_with("Aucun des changements essayés"), "{strict}");
        assert!(strict.contains("des points de plus") && !strict.contains("argent"), "{strict}");
        let count = said(Rule::Count, &buys, &[Counterfactual::OtherRule]);
        assert!(!count.contains("Aucun"), "{count}");
        let vain = said(Rule::Count, &buys, &[]);
        assert!(vain.contains("argent") && vain.contains(", des points de plus"), "{vain}");
        for (trials, part) in [
            (Trials::ByHand, "Une personne a décidé"),
            (Trials::BySiblings, "La règle des fratries a décidé"),
            (Trials::Stopped, "a été arrêtée avant la fin"),
            (Trials::TooLong, "une demi-minute"),
        ] {
            let asked = Asked { rule: Rule::Strict, situation: &stock };
            let said = sentences(trials, asked, &names).join(" ");
            assert!(said.contains(part) && said.ends_with('.'), "{said}");
        }
    }
}
