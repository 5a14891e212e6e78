//! French words for the rule set: where a problem is shown, and its sentence.

use domain::scoring::{Criterion, RuleSetError, Rules, TierRule};
use domain::stock::{ItemKind, LotCondition};
use store::PublishRefused;

use super::{Label as _, capital};

/// The field of a criterion's points.
#[must_use]
pub fn weight(criterion: Criterion) -> String {
    format!("weight-{criterion}")
}

/// The field of a condition's penalty.
#[must_use]
pub fn penalty(condition: LotCondition) -> String {
    format!("penalty-{condition}")
}

/// The ways into tiers, best tier first.
#[must_use]
pub fn ways(rules: &Rules) -> Vec<&TierRule> {
    let mut ways: Vec<_> = rules.tiers.iter().collect();
    ways.sort_by_key(|way| (way.kind, way.tier));
    ways
}

/// `tablette, puis ordinateur portable`.
#[must_use]
pub fn in_order(kinds: &[ItemKind]) -> String {
    let words: Vec<_> = kinds.iter().map(ItemKind::label).collect();
    words.join(", puis ")
}

/// The field a problem belongs to, and what to do about it.
#[must_use]
pub fn problem(why: RuleSetError) -> (String, String) {
    let name = |criterion: Criterion| format!("« {} »", capital(criterion.label()));
    match why {
        RuleSetError::BalanceNeedsCount => (
            "balance".to_owned(),
            "L’équité entre écoles ne va qu’avec la règle « plus grand nombre » : choisissez cette règle, ou rien de plus.".to_owned(),
        ),
        RuleSetError::MissingWeight(one) => (
            weight(one),
            format!("{} n’a pas de points : indiquez un nombre, 0 s’il ne compte pas.", name(one)),
        ),
        RuleSetError::NotMonotone { worse, better } => (
            weight(worse),
            format!(
                "{} donne moins de points que {} : être plus démuni ne doit jamais faire reculer. Mettez au moins autant.",
                name(worse),
                name(better)
            ),
        ),
        RuleSetError::ScoreTooGreat(total) => (
            "weights".to_owned(),
            format!("Le total possible est de {total} points, pour 9999 au plus : baissez des points ou le nombre d’enfants comptés."),
        ),
        RuleSetError::ReferrerTooStrong { points, most } => (
            weight(Criterion::ReferrerPriority),
            format!("La demande d’un professionnel donne {points} points : un dixième du total possible au plus, soit {most}."),
        ),
        RuleSetError::Tier(tier) => (
            "last_tier".to_owned(),
            format!("Le barème mène à la priorité {tier} : la dernière priorité ne peut pas passer devant. Indiquez un nombre de {tier} à 9."),
        ),
        RuleSetError::EmptyTierRule(tier) => (
            "last_tier".to_owned(),
            format!("Une ligne de la priorité {tier} ne demande rien : signalez-le à votre administrateur."),
        ),
        RuleSetError::PupilsCounted(pupils) => (
            "pupils_counted".to_owned(),
            format!("{pupils} enfants comptés : indiquez un nombre de 1 à 20."),
        ),
        RuleSetError::DeviceKinds(level) => (
            "kinds".to_owned(),
            format!("Le matériel proposé pour « {} » ne convient pas : signalez-le à votre administrateur.", level.label()),
        ),
        RuleSetError::ConnectionKinds => (
            "kinds".to_owned(),
            "Le matériel proposé pour une connexion ne convient pas : signalez-le à votre administrateur.".to_owned(),
        ),
        RuleSetError::Penalty(condition) => (
            penalty(condition),
            format!("« {} » : indiquez un nombre de 0 à 99.", capital(condition.label())),
        ),
    }
}

/// Why a rule set is not published.
#[must_use]
pub fn publish(why: PublishRefused) -> String {
    match why {
        PublishRefused::Overtaken { version } => format!(
            "La version {version} a été publiée pendant que cette page était ouverte. Rien n’a été publié. Rouvrez la page : elle montrera cette version."
        ),
        PublishRefused::Unchanged { version } => {
            format!("Rien ne change par rapport à la version {version} : il n’y a rien à publier.")
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::scoring::{Criterion, RuleSetError as Why};
    use domain::stock::{Level, LotCondition};

    use super::problem;

    #[test]
    fn every_problem_has_its_field_and_its_sentence() {
        let (worse, better) = (Criterion::EquipmentNone, Criterion::EquipmentShared);
        for (why, field, part) in [
            (Why::BalanceNeedsCount, "balance", "plus grand nombre"),
            (Why::MissingWeight(Criterion::InQpv), "weight-in_qpv", "n’a pas de points"),
            (Why::NotMonotone { worse, better }, "weight-equipment_none", "moins de points que"),
            (Why::ScoreTooGreat(10_000), "weights", "10000 points"),
            (
                Why::ReferrerTooStrong { points: 200, most: 96 },
                "weight-referrer_priority",
                "soit 96",
            ),
            (Why::Tier(3), "last_tier", "de 3 à 9"),
            (Why::EmptyTierRule(2), "last_tier", "ne demande rien"),
            (Why::PupilsCounted(0), "pupils_counted", "de 1 à 20"),
            (Why::DeviceKinds(Level::Lycee), "kinds", "lycée"),
            (Why::ConnectionKinds, "kinds", "connexion"),
            (Why::Penalty(LotCondition::Good), "penalty-good", "de 0 à 99"),
        ] {
            let (at, sentence) = problem(why);
            assert_eq!(at, field);
            assert!(sentence.contains(part) && sentence.ends_with('.'), "{sentence}");
        }
    }
}
