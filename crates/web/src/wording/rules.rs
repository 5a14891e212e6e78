//! French words for the rule set: where a problem is shown, and its sentence.

use domain::scoring::{Balance, Criterion, RuleSetError, Rules, SchoolLimits, Siblings, TierRule};
use domain::stock::{ItemKind, LotCondition};
use store::PublishRefused;

use super::{Label as _, capital, count};

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

/// What the siblings rule says.
#[must_use]
pub fn siblings(rule: Siblings) -> String {
    let Siblings { children_per_device, devices_at_most, tiers_lower } = rule;
    let enough = count(children_per_device.into(), "enfant", "enfants");
    let most = count(devices_at_most.into(), "appareil", "appareils");
    let counted = format!(
        "Le barème compte un appareil pour {enough}, et {most} par foyer au plus. Un appareil que les \
         enfants partagent chez eux compte déjà, ceux que la ville a prêtés au foyer aussi."
    );
    if devices_at_most == 1 {
        return counted;
    }
    let lower = count(tiers_lower.into(), "priorité", "priorités");
    format!(
        "{counted} Chaque appareil de plus est un besoin à part, {lower} derrière le précédent."
    )
}

/// What the town asks beyond its rule, at the end of « priorité stricte, avec … ».
#[must_use]
pub fn balance(balance: Balance, limits: SchoolLimits) -> Option<String> {
    let served = |many: u32| count(many.into(), "besoin servi", "besoins servis");
    match (balance, limits.least, limits.most) {
        (Balance::None, ..) => None,
        (Balance::Schools, ..) => Some(balance.label().to_owned()),
        (Balance::Limits, 0, None) => None,
        (Balance::Limits, 0, Some(most)) => Some(format!("{} au plus par école", served(most))),
        (Balance::Limits, least, None) => Some(format!("{} au moins par école", served(least))),
        (Balance::Limits, least, Some(most)) => {
            Some(format!("{} au moins et {most} au plus par école", served(least)))
        }
    }
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
        RuleSetError::SchoolLimits => (
            "school_most".to_owned(),
            "Les limites par école ne laissent aucun nombre possible : indiquez un minimum, un maximum, ou un maximum au moins égal au minimum.".to_owned(),
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
        RuleSetError::Siblings(_) => (
            "children_per_device".to_owned(),
            "Un appareil pour 1 à 20 enfants, 1 à 9 appareils par foyer, un recul de 1 à 8 priorités : corrigez ces trois nombres.".to_owned(),
        ),
        RuleSetError::NoTierForSiblings(tier) => (
            "tiers_lower".to_owned(),
            format!("Le dernier appareil d’un foyer se trouverait en priorité {tier}, et il n’y en a que neuf : baissez ce recul, le nombre d’appareils par foyer ou la dernière priorité."),
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
    use domain::scoring::{Criterion, RuleSetError as Why, Siblings};
    use domain::stock::{Level, LotCondition};

    use super::problem;

    #[test]
    fn every_problem_has_its_field_and_its_sentence() {
        let (worse, better) = (Criterion::EquipmentNone, Criterion::EquipmentShared);
        for (why, field, part) in [
            (Why::BalanceNeedsCount, "balance", "plus grand nombre"),
            (Why::SchoolLimits, "school_most", "au moins égal au minimum"),
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
            (Why::Siblings(Siblings::ONE_DEVICE), "children_per_device", "1 à 20 enfants"),
            (Why::NoTierForSiblings(12), "tiers_lower", "priorité 12"),
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
