//! `unmet.csv`, whole lines: every reason and every fact it can give, under both rules.

use domain::allocation::{Policy, Rule};
use exchange::allocation::{Beside, plan_files};

/// The lines of `unmet.csv` below its header.
fn unmet(needs: &[&str], lots: &[&str], rule: Rule) -> Vec<String> {
    let sheet = |header: &str, rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let needs = sheet("need;household;asks;tier;score;commune;school;level;flags;accepts", needs);
    let lots =
        sheet("lot;kind;units;condition;mode;communes;levels;requires;refuses;penalty", lots);
    let situation = crate::files::stock(needs.as_bytes(), lots.as_bytes());
    let policy = Policy::new(rule, 0);
    let plan = allocation::plan(&situation, &policy).unwrap();
    assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
    let files = plan_files(&plan, &Beside::default());
    let file = files.iter().find(|file| file.name == "unmet.csv").unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let mut lines = text.lines().map(str::to_owned);
    assert_eq!(lines.next().unwrap(), "need,reason,fact,would_be_served_if");
    lines.collect()
}

#[test]
fn ranks_decide_and_both_rules_say_the_same() {
    let needs = [
        "N1;H1;tablet;1;30;C1;;college;qpv;loan|refurbished",
        "N2;H2;tablet;1;20;C1;;college;;",
        "N3;H3;tablet;1;10;C1;;college;;",
        "N4;H4;laptop>tablet;2;9;C1;;college;;",
        "N5;H5;hotspot;2;8;C1;;college;;",
        "N6;H6;kit;2;7;C1;;college;qpv;",
        "N7;H7;phone;2;6;C1;;college;;",
    ];
    let lots = [
        "A;tablet;1;new;gift;C1;;;;",
        "B;tablet;1;new;gift;;;;;5",
        "C;laptop;2;new;gift;;;exam;;",
        "D;laptop;2;new;gift;;lycee;;;",
        // Two reservations at once: lifting one would not do.
        "E;laptop;2;new;gift;C2;lycee;;;",
        // Nothing left in it.
        "F;laptop;0;new;gift;C2;;;;",
        "K1;kit;1;new;gift;C2;;;;",
        "K2;kit;1;new;gift;;lycee|maternelle;;;",
        "K3;kit;1;new;gift;;;exam;;",
        "K4;kit;1;new;gift;;;;qpv;",
        "K5;kit;1;new;loan;;;;;",
        "K6;kit;1;refurbished;gift;;;;;",
        "P;phone;0;new;gift;;;;;",
    ];
    let lots = lots.map(|lot| if lot.ends_with(';') { format!("{lot}0") } else { lot.to_owned() });
    let lots: Vec<&str> = lots.iter().map(String::as_str).collect();
    for rule in Rule::ALL.iter().copied() {
        assert_eq!(
            unmet(&needs, &lots, rule),
            [
                "N3,stock_epuise_a_la_priorite,\
                 rank=1/10/3 ; lots=A|B ; served_ahead=2 ; threshold=1/20/2,\
                 rank_above=1/20 ; one_more_unit=A|B",
                "N4,reste_reserve,\
                 rank=2/9/4 ; lots=A|B ; served_ahead=2 ; threshold=1/20/2 ; \
                 reserved=C:requires exam|D:level,\
                 rank_above=1/20 ; lifted=C:requires exam|D:level",
                "N5,aucun_lot_admissible,rank=2/8/5,",
                "N6,aucun_lot_admissible,\
                 rank=2/7/6 ; excluded=K1:commune|K2:level|K3:requires exam|K4:refuses qpv|K5:loan\
                 |K6:refurbished,",
                "N7,stock_epuise_a_la_priorite,rank=2/6/7 ; lots=P ; served_ahead=0,\
                 one_more_unit=P",
            ],
            "{rule}"
        );
    }
}

#[test]
fn at_equal_rank_strict_follows_the_draw_and_count_the_fit() {
    // Drawn under seed 0: X2, then X1, then X3. Only X1 and X3 want the tablet most.
    let needs = [
        "X1;;tablet;1;10;C1;;college;;",
        "X2;;laptop>tablet;1;10;C1;;college;;",
        "X3;;tablet;1;10;C1;;college;;",
    ];
    let lots = ["A;tablet;1;new;gift;;;;;0", "B;laptop;1;new;gift;;lycee;;;0"];
    assert_eq!(
        unmet(&needs, &lots, Rule::Strict),
        [
            "X1,stock_epuise_a_la_priorite,\
             rank=1/10/2 ; lots=A ; served_ahead=1 ; threshold=1/10/1,\
             rank_above=1/10 ; one_more_unit=A",
            "X3,stock_epuise_a_la_priorite,\
             rank=1/10/3 ; lots=A ; served_ahead=1 ; threshold=1/10/1,rank_above=1/10",
        ]
    );
    assert_eq!(
        unmet(&needs, &lots, Rule::Count),
        [
            "X2,arbitrage,\
             rank=1/10/1 ; lots=A ; served_ahead=1 ; threshold=1/10/2 ; reserved=B:level,\
             rank_above=1/10 ; rule=strict ; lifted=B:level",
            "X3,arbitrage,\
             rank=1/10/3 ; lots=A ; served_ahead=1 ; threshold=1/10/2,rank_above=1/10",
        ]
    );
    // Alone at its rank among the unserved, it also knows what one more unit would do.
    assert_eq!(
        unmet(&needs[..2], &lots, Rule::Count),
        ["X2,arbitrage,\
          rank=1/10/1 ; lots=A ; served_ahead=1 ; threshold=1/10/2 ; reserved=B:level,\
          rank_above=1/10 ; rule=strict ; lifted=B:level ; one_more_unit=A"]
    );
}
