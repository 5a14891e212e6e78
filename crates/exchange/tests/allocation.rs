//! The files of `cartable allocate`: what is read, what is refused and where. (What is
//! written needs a plan: see the engine's tests.)

use domain::allocation::{
    Alternative, FailedRule, Fairness, PlaceKind, Policy, Quota, Rule, Situation, first_failed_rule,
};
use exchange::allocation::{BadCell, SituationFiles, Wanted, read_policy, read_situation};

const NEEDS: &str = "need,household,asks,tier,score,commune,school,level,flags,accepts\n\
    N1,H1,laptop>tablet,1,120,C1,S1,college,qpv|exam,loan|refurbished\n\
    N2,H1,tablet,2,0,C1,S1,lycee,,\n";
const LOTS: &str = "lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n\
    L1,tablet,1,new,gift,C1|C2,college|lycee,qpv,,5\n";

fn read(needs: impl AsRef<[u8]>, lots: impl AsRef<[u8]>) -> Result<Situation, Vec<BadCell>> {
    let (needs, lots) = (needs.as_ref(), lots.as_ref());
    read_situation(&SituationFiles { needs, lots, ..SituationFiles::default() })
}

fn faults(needs: &str, lots: &str) -> Vec<(&'static str, u64, String, String, Wanted)> {
    let told = |fault: BadCell| (fault.file, fault.line, fault.column, fault.value, fault.wanted);
    read(needs, lots).unwrap_err().into_iter().map(told).collect()
}

fn fault_of(needs: &str) -> (u64, String, String, Wanted) {
    let mut faults = faults(needs, LOTS);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let (_, line, column, value, wanted) = faults.remove(0);
    (line, column, value, wanted)
}

#[test]
fn both_separators_a_mark_and_any_order_of_columns_read_the_same() {
    let plain = read(NEEDS, LOTS).unwrap();
    assert_eq!(plain.needs()[0].asks, ["laptop", "tablet"].map(Alternative::single));
    assert_eq!(plain.needs()[0].flags, ["exam", "qpv"]);
    assert!(plain.needs()[0].accepts_loan && !plain.needs()[1].accepts_loan);
    assert_eq!(plain.lots()[0].communes, ["C1", "C2"]);
    let semicolons = format!("\u{feff}{}", NEEDS.replace(',', ";").replace('\n', "\r\n"));
    assert_eq!(read(semicolons, LOTS).unwrap(), plain);
    let moved = "penalty,lot,kind,units,condition,mode,communes,levels,requires,refuses,note\n\
        5, L1 ,tablet,1,new,gift,C2|C1,lycee|college,qpv,,seen\n";
    assert_eq!(read(NEEDS, moved).unwrap(), plain);
}

#[test]
fn every_fault_is_told_with_its_place() {
    let needs = NEEDS
        .replace("N2,H1,tablet,2,0,C1", "N1,H1,tablet>tablet,0,1e3,")
        .replace("lycee,,", "lycée,,prêt");
    let lots =
        LOTS.replace("L1,tablet,1,new,gift", "L1,tab+let,-1,mint,gift").replace(",5\n", ",100\n");
    let one_of = |words: &[&'static str]| Wanted::OneOf(words.to_vec());
    let levels = ["maternelle", "elementaire", "college", "lycee", "superieur"];
    let (n, l) = ("needs.csv", "lots.csv");
    let told = |file, line, column: &str, value: &str, wanted| {
        (file, line, column.to_owned(), value.to_owned(), wanted)
    };
    let mut expected = vec![
        told(n, 3, "accepts", "prêt", one_of(&["loan", "refurbished"])),
        told(n, 3, "tier", "0", Wanted::Between { least: 1, most: 9 }),
        told(n, 3, "score", "1e3", Wanted::Between { least: 0, most: 9999 }),
        told(n, 3, "level", "lycée", one_of(&levels)),
        told(n, 3, "need", "N1", Wanted::Unique { first_line: 2 }),
        told(n, 3, "asks", "tablet", Wanted::DistinctAlternatives),
        told(l, 2, "kind", "tab+let", Wanted::PlainText),
        told(l, 2, "units", "-1", Wanted::Between { least: 0, most: 1_000_000 }),
        told(l, 2, "condition", "mint", one_of(&["new", "good", "refurbished"])),
        told(l, 2, "penalty", "100", Wanted::Between { least: 0, most: 99 }),
    ];
    let mut found = faults(&needs, &lots);
    let key =
        |fault: &(&'static str, u64, String, String, Wanted)| (fault.0, fault.1, fault.2.clone());
    expected.sort_by_key(key);
    found.sort_by_key(key);
    assert_eq!(found, expected);
}

#[test]
fn a_commune_may_be_unknown_and_then_reserved_lots_are_closed() {
    let needs = NEEDS.replace(",C1,S1,", ",,S1,");
    let situation = read(needs, LOTS).unwrap();
    assert_eq!(situation.needs()[0].commune, "");
    let closed = first_failed_rule(&situation.needs()[0], &situation.lots()[0]);
    assert_eq!(closed, Some(FailedRule::Commune));
}

#[test]
fn a_bundle_has_at_most_three_parts_no_kind_twice() {
    let asks = |asks: &str| NEEDS.replace(",tablet,2", &format!(",{asks},2"));
    let read = read(asks("laptop + hotspot>tablet+hotspot+phone"), LOTS).unwrap();
    let asked: Vec<String> = read.needs()[1].asks.iter().map(ToString::to_string).collect();
    assert_eq!(asked, ["laptop+hotspot", "tablet+hotspot+phone"]);
    for (wrong, told, wanted) in [
        ("tablet+tablet", "tablet+tablet", Wanted::Bundle),
        ("laptop>a+b+c+d", "a+b+c+d", Wanted::Bundle),
        ("tablet+", "", Wanted::NotEmpty),
        ("a+b>b+a", "b+a", Wanted::DistinctAlternatives),
    ] {
        let found = fault_of(&asks(wrong));
        assert_eq!(found, (3, "asks".to_owned(), told.to_owned(), wanted), "{wrong}");
    }
}

const FUNDS: &str = "fund;available;categories;communes;levels;requires;refuses;flexibility\n\
    F1;1 234,56;equipment|connection;;;;;6\n";
const CATALOGUE: &str = "item,kind,category,condition,price,minimum_order,penalty\n\
    T1,tablet,equipment,new,149.00,10,2\n\
    T2,tablet,equipment,new,\"219,5\",0,2\n";

fn read_all(funds: &str, catalogue: &str) -> Result<Situation, Vec<BadCell>> {
    read_situation(&SituationFiles {
        needs: NEEDS.as_bytes(),
        lots: LOTS.as_bytes(),
        funds: Some(funds.as_bytes()),
        catalogue: Some(catalogue.as_bytes()),
        pins: None,
    })
}

#[test]
fn funds_and_catalogue_are_read_to_the_cent() {
    let situation = read_all(FUNDS, CATALOGUE).unwrap();
    let fund = &situation.funds()[0];
    assert_eq!((fund.available.cents(), fund.flexibility), (123_456, 6));
    assert_eq!(fund.categories, ["connection", "equipment"]);
    let items = situation.catalogue();
    assert_eq!([&items[0], &items[1]].map(|item| item.price.cents()), [14_900, 21_950]);
    assert_eq!([&items[0], &items[1]].map(|item| item.minimum_order), [10, 0]);
}

#[test]
fn every_fault_of_money_is_told_with_its_place() {
    for wrong in ["-5", "1e3", "12,345.67", "12345678901", "1.234", "dix", ""] {
        let found = read_all(&FUNDS.replace("1 234,56", wrong), CATALOGUE).unwrap_err();
        let told: Vec<_> = found.iter().map(|fault| (fault.line, &*fault.column)).collect();
        assert_eq!((told, &found[0].wanted), (vec![(2, "available")], &Wanted::Amount), "{wrong}");
    }
    let funds = FUNDS.replace(";6\n", ";100\nF1;1;;;;;;0\n");
    let catalogue = CATALOGUE
        .replace("T2,", "T1,")
        .replace("149.00,10", "149.00,1000001")
        .replace("219,5\",0,2", "-1\",0,100");
    let found = read_all(&funds, &catalogue).unwrap_err();
    let told: Vec<_> = found.iter().map(|f| (f.file, f.line, &*f.column, &f.wanted)).collect();
    let (f, c) = ("funds.csv", "catalogue.csv");
    let most = |most| Wanted::Between { least: 0, most };
    assert_eq!(
        told,
        [
            (f, 2, "flexibility", &most(99)),
            (f, 3, "fund", &Wanted::Unique { first_line: 2 }),
            (c, 2, "minimum_order", &most(1_000_000)),
            (c, 3, "price", &Wanted::Amount),
            (c, 3, "penalty", &most(99)),
            (c, 3, "item", &Wanted::Unique { first_line: 2 }),
        ]
    );
}

#[test]
fn files_that_are_no_sheet_are_told_apart() {
    assert_eq!(fault_of("").3, Wanted::Header);
    let (line, column, _, wanted) = fault_of(&NEEDS.replace("score", "points"));
    assert_eq!((line, column.as_str(), wanted), (1, "score", Wanted::Column));
    assert_eq!(fault_of(&NEEDS.replace("accepts", "accepts,tier")).3, Wanted::Column);
    let (line, _, value, wanted) = fault_of(&NEEDS.replace(",lycee,,", ",lycee"));
    assert_eq!((line, value.as_str(), wanted), (3, "8", Wanted::Cells { header: 10 }));
    let latin = [NEEDS.as_bytes(), b"N3,H2,\xE9"].concat();
    let found = read(&latin, LOTS).unwrap_err();
    assert_eq!((found[0].line, &found[0].wanted), (4, &Wanted::Utf8));
}

#[test]
fn a_fault_stands_on_the_line_an_editor_shows() {
    let (header, rows) = NEEDS.split_once('\n').unwrap();
    let (first, second) = rows.trim_end().split_once('\n').unwrap();
    let wrong = second.replace(",2,0,", ",2,x,");
    let rows_of_blanks = ",".repeat(9);
    let cases = [
        (3, format!("{header}\n{first}\n{wrong}\n")),
        (5, format!("\n{header}\n\n{first}\n{wrong}\n")),
        (
            8,
            format!(
                "{header}\n{first}\n\n\n{rows_of_blanks}\n   \n\n{wrong}\n\n{rows_of_blanks}\n"
            ),
        ),
        (5, format!("{header},note\n{first},\"une\nnote\"\n\n{wrong},\n")),
    ];
    for (line, text) in cases {
        for end in ["\n", "\r\n", "\r"] {
            let (found, column, value, _) = fault_of(&text.replace('\n', end));
            assert_eq!(
                (found, column.as_str(), value.as_str()),
                (line, "score", "x"),
                "{text}{end:?}"
            );
        }
    }
    let latin = [NEEDS.replace('\n', "\r\n").as_bytes(), b"N3,H2,\xE9"].concat();
    let found = read(&latin, LOTS).unwrap_err();
    assert_eq!((found[0].line, &found[0].wanted), (4, &Wanted::Utf8));
}

#[test]
fn a_quotation_mark_left_open_swallows_no_row_in_silence() {
    let header = "need,household,asks,tier,score,commune,school,level,flags,accepts,note";
    let row = |need: &str, note: &str| format!("\n{need},H1,tablet,2,0,C1,S1,lycee,,,{note}");
    for (line, rows) in [
        // Closed by the mark of a later row, or by the end of the file.
        (2, [row("N1", "\"vu"), row("N2", ""), row("N3", "\"lu")].concat()),
        (3, [row("N1", ""), row("N2", "\"vu"), row("N3", "")].concat()),
    ] {
        for separator in [",", ";"] {
            let text = format!("{header}{rows}\n").replace(',', separator);
            assert_eq!(
                fault_of(&text),
                (line, String::new(), String::new(), Wanted::ClosedQuote),
                "{text}"
            );
        }
    }
    let note = format!("{header}{}\n", row("N1", "\"une note\nsur deux lignes\""));
    assert_eq!(read(note, LOTS).unwrap().needs().len(), 1);
}

#[test]
fn empty_tables_are_a_situation() {
    let header = |text: &str| text.lines().next().unwrap().to_owned();
    let situation = read(header(NEEDS), header(LOTS)).unwrap();
    assert!(situation.needs().is_empty() && situation.lots().is_empty());
}

#[test]
fn a_policy_says_what_it_changes() {
    assert_eq!(read_policy(b"").unwrap(), Policy::new(Rule::Strict, 0));
    let policy =
        read_policy(b"# tour 3\nrule = \"count\"\nseed = 42\nfairness = \"none\"\n").unwrap();
    assert_eq!(policy, Policy::new(Rule::Count, 42));
    let found =
        read_policy(b"seed = -1\nrule = \"best\"\nfairness = \"kind\"\ncolour = 3\n").unwrap_err();
    let wanted: Vec<_> = found.iter().map(|fault| (fault.line, fault.value.as_str())).collect();
    assert_eq!(wanted, [(1, "-1"), (2, "\"best\""), (3, "\"kind\""), (4, "3")]);
    assert!(matches!(found[3].wanted, Wanted::KnownKey(_)));
    let broken = read_policy(b"seed = 1\nrule = strict\n").unwrap_err();
    assert_eq!((broken[0].line, &broken[0].wanted), (2, &Wanted::Toml));
}

#[test]
fn a_limit_on_the_work_is_read() {
    assert_eq!(read_policy(b"work_limit = 5000\n").unwrap().work_limit, Some(5000));
    assert_eq!(read_policy(b"seed = 1\n").unwrap().work_limit, None);
    for value in ["0", "-5", "1000000001", "\"many\"", "1.5", "[1]"] {
        let found =
            read_policy(format!("seed = 1\nwork_limit = {value}\n").as_bytes()).unwrap_err();
        let told: Vec<_> =
            found.iter().map(|f| (f.line, &*f.column, &*f.value, &f.wanted)).collect();
        let wanted = Wanted::Between { least: 1, most: 1_000_000_000 };
        assert_eq!(told, [(2, "work_limit", value, &wanted)]);
    }
}

#[test]
fn what_is_asked_beyond_the_rule_is_read() {
    let quota = "fairness = \"quota\"\nfairness_by = \"commune\"\n[[quota]]\nof = \"C1\"\n\
        tier = 2\nleast = 1\nmost = 3\n[[quota]]\nof = \"C2\"\n";
    let quotas = vec![
        Quota { of: "C1".to_owned(), tier: Some(2), least: 1, most: Some(3) },
        Quota { of: "C2".to_owned(), tier: None, least: 0, most: None },
    ];
    let read = read_policy(quota.as_bytes()).unwrap();
    assert_eq!(read.fairness, Fairness::Quota { by: PlaceKind::Commune, quotas });
    let leximin = b"rule = \"count\"\nfairness = \"leximin\"\nfairness_tiers = [1, 3]\n";
    let tiers = vec![1, 3];
    let read = read_policy(leximin).unwrap();
    assert_eq!(read.fairness, Fairness::Leximin { by: PlaceKind::School, tiers });
    for (text, line, column, wanted) in [
        ("fairness = \"leximin\"\n", 1, "fairness", Wanted::RuleCount),
        ("fairness_tiers = [1]\n", 1, "fairness_tiers", Wanted::Fairness),
        (
            "fairness = \"quota\"\n[[quota]]\nof = \"A\"\nleast = 5\nmost = 4\n",
            5,
            "most",
            Wanted::Between { least: 5, most: 1_000_000 },
        ),
        ("fairness = \"quota\"\n[[quota]]\ntier = 1\n", 2, "of", Wanted::NotEmpty),
        (
            "rule = \"count\"\nfairness = \"leximin\"\nfairness_tiers = [0]\n",
            3,
            "fairness_tiers",
            Wanted::Between { least: 1, most: 9 },
        ),
    ] {
        let found = read_policy(text.as_bytes()).unwrap_err();
        let told: Vec<_> = found.iter().map(|f| (f.line, &*f.column, &f.wanted)).collect();
        assert_eq!(told, [(line, column, &wanted)], "{text}");
    }
}
