use super::*;
use crate::allocation::{
    Alternative, Decision, Fairness, Pin, PlaceKind, Quota, Rows, Rule, Situation, SituationNeed,
};
use crate::people::class_level::ClassLevel;
use crate::people::equipment::{Connection, Equipment, NeedKind};
use crate::stock::{ItemKind, Level};

fn known(equipment: Equipment, connection: Connection) -> Circumstances {
    Circumstances {
        kind: NeedKind::Device,
        nth: 1,
        equipment,
        connection,
        in_qpv: false,
        lost_contact: false,
        referrer_priority: false,
        pupils: vec![Pupil { level: Level::Elementaire, year: Some(ClassLevel::Ce1) }],
    }
}

/// Smaller is served first.
fn place(known: &Circumstances) -> (u8, std::cmp::Reverse<u16>) {
    let scored = RuleSet::starting().score(known.clone());
    (scored.tier, std::cmp::Reverse(scored.score))
}

/// Every circumstance there can be, but for the number and level of children beyond these.
fn all_known() -> Vec<Circumstances> {
    let pupils = [
        vec![],
        vec![Pupil { level: Level::Elementaire, year: None }],
        vec![
            Pupil { level: Level::Maternelle, year: None },
            Pupil { level: Level::College, year: Some(ClassLevel::Troisieme) },
        ],
    ];
    let mut all = Vec::new();
    for kind in NeedKind::ALL {
        for equipment in Equipment::ALL {
            for connection in Connection::ALL {
                for bits in 0..8 {
                    for pupils in &pupils {
                        all.push(Circumstances {
                            kind: *kind,
                            nth: 1,
                            equipment: *equipment,
                            connection: *connection,
                            in_qpv: bits & 1 > 0,
                            lost_contact: bits & 2 > 0,
                            referrer_priority: bits & 4 > 0,
                            pupils: pupils.clone(),
                        });
                    }
                }
            }
        }
    }
    all
}

/// Each way to raise a need by one step.
fn raised(known: &Circumstances) -> Vec<Circumstances> {
    let worse_equipment = match known.equipment {
        Equipment::Unknown | Equipment::Enough => Equipment::Shared,
        Equipment::Shared => Equipment::SmartphoneOnly,
        Equipment::SmartphoneOnly | Equipment::None => Equipment::None,
    };
    let worse_connection = match known.connection {
        Connection::Unknown | Connection::Good => Connection::Limited,
        Connection::Limited | Connection::None => Connection::None,
    };
    let mut more_pupils = known.pupils.clone();
    more_pupils.push(Pupil { level: Level::Lycee, year: Some(ClassLevel::Terminale) });
    vec![
        Circumstances { equipment: worse_equipment, ..known.clone() },
        Circumstances { connection: worse_connection, ..known.clone() },
        Circumstances { in_qpv: true, ..known.clone() },
        Circumstances { lost_contact: true, ..known.clone() },
        Circumstances { referrer_priority: true, ..known.clone() },
        Circumstances { pupils: more_pupils, ..known.clone() },
    ]
}

#[test]
fn raising_a_need_never_lowers_its_rank() {
    for before in all_known() {
        for after in raised(&before) {
            assert!(place(&after) <= place(&before), "{before:?}\n{after:?}");
        }
    }
}

#[test]
fn the_breakdown_adds_up_and_reads_back() {
    for known in all_known() {
        let scored = RuleSet::starting().score(known);
        let sum: u16 = scored.lines.iter().map(|line| line.times * line.weight).sum();
        assert_eq!(scored.score, sum, "{scored:?}");
        assert!((1..=9).contains(&scored.tier) && scored.score <= 9999);
        assert!(!scored.asks.is_empty());
    }
}

#[test]
fn the_order_of_children_changes_nothing() {
    let mut one = known(Equipment::None, Connection::Good);
    one.pupils.push(Pupil { level: Level::Lycee, year: Some(ClassLevel::Terminale) });
    let mut other = one.clone();
    other.pupils.reverse();
    let set = RuleSet::starting();
    let (one, other) = (set.score(one), set.score(other));
    assert_eq!((one.tier, one.score, one.level), (other.tier, other.score, other.level));
    assert_eq!(one.level, Level::Lycee, "the level of the greatest weight decides");
    assert_eq!(one.asks, [ItemKind::Laptop, ItemKind::Tablet, ItemKind::Phone]);
    assert_eq!(one.tier, 1);
}

#[test]
fn the_starting_rules_are_right_and_wrong_ones_are_named() {
    let rules = Rules::from(RuleSet::starting());
    assert_eq!(rules.rule, Rule::Strict);
    assert!(RuleSet::new(rules.clone()).is_ok());
    let wrong = |change: fn(&mut Rules)| {
        let mut rules = rules.clone();
        change(&mut rules);
        RuleSet::new(rules).unwrap_err()
    };
    assert_eq!(
        wrong(|rules| {
            rules.weights.remove(&Criterion::InQpv);
        }),
        RuleSetError::MissingWeight(Criterion::InQpv)
    );
    assert_eq!(
        wrong(|rules| {
            rules.weights.insert(Criterion::EquipmentShared, 900);
        }),
        RuleSetError::NotMonotone {
            worse: Criterion::EquipmentSmartphoneOnly,
            better: Criterion::EquipmentShared
        }
    );
    assert!(matches!(
        wrong(|rules| {
            rules.weights.insert(Criterion::ReferrerPriority, 500);
        }),
        RuleSetError::ReferrerTooStrong { points: 500, .. }
    ));
    assert_eq!(wrong(|rules| rules.tiers[0].tier = 5), RuleSetError::Tier(5));
    assert_eq!(wrong(|rules| rules.tiers[0].all.clear()), RuleSetError::EmptyTierRule(1));
    assert_eq!(
        wrong(|rules| {
            rules.device_kinds.remove(&Level::Lycee);
        }),
        RuleSetError::DeviceKinds(Level::Lycee)
    );
    assert_eq!(
        wrong(|rules| rules.connection_kinds = vec![ItemKind::Tablet]),
        RuleSetError::ConnectionKinds
    );
}

#[test]
fn a_further_device_never_stands_before_the_first_nor_beside_it() {
    for first in all_known().into_iter().filter(|known| known.kind == NeedKind::Device) {
        let second = Circumstances { nth: 2, ..first.clone() };
        assert!(place(&second).0 > 4, "behind every first device: {second:?}");
        assert_eq!(place(&second).0, place(&first).0 + 4);
    }
    let scored = RuleSet::starting()
        .score(Circumstances { nth: 2, ..known(Equipment::None, Connection::Good) });
    assert_eq!((scored.tier, scored.lowered), (6, 4));
    let kept = serde_json::to_string(&scored).unwrap();
    assert_eq!(serde_json::from_str::<Scored>(&kept).unwrap(), scored);
}

#[test]
fn the_siblings_rule_has_its_limits_and_older_rule_sets_count_one_device() {
    let problems = |siblings| Rules { siblings, ..RuleSet::starting().into() }.problems();
    let rule = |children_per_device, devices_at_most, tiers_lower| Siblings {
        children_per_device,
        devices_at_most,
        tiers_lower,
    };
    for right in [rule(1, 1, 8), rule(20, 2, 5), rule(2, 6, 1)] {
        assert_eq!(problems(right), [], "{right:?}");
    }
    for wrong in [rule(0, 1, 1), rule(21, 1, 1), rule(1, 0, 1), rule(1, 10, 1), rule(1, 1, 0)] {
        assert_eq!(problems(wrong), [RuleSetError::Siblings(wrong)]);
    }
    // The last tier is 4.
    assert_eq!(problems(rule(2, 7, 1)), [RuleSetError::NoTierForSiblings(10)]);
    assert_eq!(problems(rule(2, 2, 6)), [RuleSetError::NoTierForSiblings(10)]);

    let mut older = serde_json::to_value(RuleSet::starting()).unwrap();
    older.as_object_mut().unwrap().remove("siblings");
    let older: Rules = serde_json::from_value(older).unwrap();
    assert_eq!(older.siblings, Siblings::ONE_DEVICE);
    assert_eq!(older.problems(), []);
}

#[test]
fn limits_are_the_same_for_every_school_and_never_more_than_it_asks() {
    let need = |id: &str, school: &str| {
        let scored = RuleSet::starting().score(known(Equipment::None, Connection::Good));
        SituationNeed {
            need: id.into(),
            household: String::new(),
            asks: vec![Alternative::single("tablet")],
            tier: scored.tier,
            score: scored.score,
            commune: String::new(),
            school: school.into(),
            level: scored.level,
            flags: Vec::new(),
            accepts_loan: true,
            accepts_refurbished: true,
        }
    };
    let needs = vec![need("1", "A"), need("2", "A"), need("3", "A"), need("4", "B"), need("5", "")];
    let pins = vec![Pin {
        need: "1".into(),
        decision: Decision::Nothing,
        author: String::new(),
        reason: "equipped".into(),
    }];
    let situation = Situation::new(Rows { needs, pins, ..Rows::default() }).unwrap();
    let rules = |balance, least, most| Rules {
        balance,
        limits: SchoolLimits { least, most },
        ..RuleSet::starting().into()
    };
    let set = RuleSet::new(rules(Balance::Limits, 3, Some(5))).unwrap();
    let one = |of: &str, least| Quota { of: of.into(), tier: None, least, most: Some(5) };
    let quotas = vec![one("A", 2), one("B", 1)];
    let asked = Fairness::Quota { by: PlaceKind::School, quotas };
    assert_eq!(set.policy(7, &situation).fairness, asked);
    assert_eq!(RuleSet::starting().policy(7, &situation).fairness, Fairness::None);

    for (least, most) in [(0, None), (0, Some(0)), (3, Some(2))] {
        let wrong = rules(Balance::Limits, least, most);
        assert_eq!(wrong.problems(), [RuleSetError::SchoolLimits]);
        assert_eq!(rules(Balance::None, least, most).problems(), [], "nothing asks for them");
    }
}

#[test]
fn no_criterion_stands_for_a_language_or_an_origin() {
    for criterion in Criterion::ALL {
        let code = criterion.code();
        assert!(
            !["lang", "origin", "national", "allophone"].iter().any(|word| code.contains(word))
        );
    }
}
