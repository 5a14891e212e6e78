//! What fuzzing found: situations of extremes, each with what was wrong.

use domain::allocation::{Policy, Rule, Situation};
use exchange::allocation::{SituationFiles, read_situation};

const NEEDS: &str = "need,household,asks,tier,score,commune,school,level,flags,accepts\n\
    N00,,hotspot+laptop>hotspot>laptop>tablet,1,2,,S2,superieur,exam,loan|refurbished\n\
    N01,,hotspot>laptop,1,0,,S3,superieur,exam,loan\n\
    N02,,laptop>tablet,9,9999,C2,S2,maternelle,exam,refurbished\n\
    N03,,laptop+tablet>laptop>tablet>hotspot,9,1,C1,S3,college,exam,loan|refurbished\n\
    N04,,laptop+tablet>laptop>tablet,1,1,C2,S3,superieur,exam|qpv,loan|refurbished\n\
    N05,,tablet+hotspot+laptop>tablet,1,2,,S1,lycee,,loan|refurbished\n\
    N06,,hotspot>laptop>hotspot+laptop,1,1,,S1,superieur,,loan|refurbished\n\
    N07,,hotspot+laptop+tablet>hotspot,1,2,,S1,maternelle,exam|qpv,loan|refurbished\n\
    N08,,hotspot>laptop,1,0,,S1,maternelle,,loan|refurbished\n";
const FUNDS: &str = "fund,available,categories,communes,levels,requires,refuses,flexibility\n\
    F0,100.00,,C1|C2,,,,99\n\
    F1,100.00,,,,,exam,1\n\
    F2,9999999999.99,,,college|lycee,,,0\n";
const CATALOGUE: &str = "item,kind,category,condition,price,minimum_order,penalty\n\
    I0,hotspot,connection,refurbished,70.01,1000000,1\n\
    I1,tablet,equipment,new,0.01,1000000,1\n\
    I2,tablet,equipment,new,9999999999.99,0,0\n\
    I3,laptop,connection,refurbished,3333333333.33,1,12\n";

/// So many hotspots in stock; one tablet of two decided by hand, or none.
fn situation(hotspots: u32, is_decided: bool) -> Situation {
    let lots = format!(
        "lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n\
         L0,tablet,2,refurbished,loan,,,,,99\n\
         L2,hotspot,{hotspots},new,loan,,,,,0\n"
    );
    let pins = "need,lot-or-item,fund,reason\nN03,L0,,said\n";
    read_situation(&SituationFiles {
        needs: NEEDS.as_bytes(),
        lots: lots.as_bytes(),
        funds: Some(FUNDS.as_bytes()),
        catalogue: Some(CATALOGUE.as_bytes()),
        pins: is_decided.then_some(pins.as_bytes()),
    })
    .unwrap()
}

/// Prices a million million apart and orders of a million: `count` served fewer than `strict`.
#[test]
fn count_serves_no_fewer_than_strict_whatever_the_prices() {
    for hotspots in [0, 2, 1_000_000] {
        for is_decided in [false, true] {
            let situation = situation(hotspots, is_decided);
            let plans = [Rule::Count, Rule::Strict].map(|rule| {
                let policy = Policy::new(rule, 0);
                let plan = allocation::plan(&situation, &policy).unwrap();
                let place = format!("{hotspots} {is_decided} {rule}");
                assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()), "{place}");
                plan
            });
            let [count, strict] = plans.map(|plan| plan.served.into_values().collect::<Vec<_>>());
            assert!(count >= strict, "{hotspots} {is_decided}: {count:?} {strict:?}");
        }
    }
}

/// The dearer thing is of use to the need that refuses the cheaper one, and to nobody else: the auditor
/// counted it as of use to both, and refused a bound that was right.
#[test]
fn what_is_of_use_to_one_need_alone_is_counted_once() {
    let needs = "need,household,asks,tier,score,commune,school,level,flags,accepts\n\
        N0,,hotspot>laptop>tablet,9,9999,,S1,maternelle,,loan|refurbished\n\
        N2,,hotspot>laptop,2,1,C2,S3,lycee,exam,loan\n";
    let lots = "lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n";
    let funds = "fund,available,categories,communes,levels,requires,refuses,flexibility\n\
        F0,172.00,connection,,,,,6\n";
    let catalogue = "item,kind,category,condition,price,minimum_order,penalty\n\
        I0,hotspot,connection,refurbished,30.00,0,1\n\
        I2,hotspot,connection,new,50.00,1,0\n";
    let files = SituationFiles {
        needs: needs.as_bytes(),
        lots: lots.as_bytes(),
        funds: Some(funds.as_bytes()),
        catalogue: Some(catalogue.as_bytes()),
        pins: None,
    };
    let situation = read_situation(&files).unwrap();
    for rule in [Rule::Count, Rule::Strict] {
        let policy = Policy::new(rule, 0);
        let plan = allocation::plan(&situation, &policy).unwrap();
        assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()), "{rule}");
    }
}

/// Funds and things a million million apart: the solver called six in tier 1 the most, where eight can be
/// served, because it tells the dear thing from the cheap one no better than a whole number from what is
/// within its tolerance of one.
#[test]
fn count_serves_as_many_as_can_be_with_prices_a_million_million_apart() {
    let needs = "need,household,asks,tier,score,commune,school,level,flags,accepts\n\
        N00,,tablet,1,0,,S1,maternelle,exam,loan\n\
        N01,,laptop>tablet>laptop+tablet,1,2,C2,S3,maternelle,qpv,loan\n\
        N02,,tablet>hotspot>laptop,1,2,,S2,lycee,exam,loan\n\
        N03,,tablet+hotspot>tablet>hotspot>laptop,1,0,C1,S1,maternelle,exam|qpv,loan|refurbished\n\
        N04,,laptop>tablet>hotspot,1,1,C2,S2,elementaire,exam,loan|refurbished\n\
        N05,,tablet,1,1,,S1,college,qpv,loan\n\
        N06,,tablet,1,0,C1,S2,maternelle,exam,refurbished\n\
        N07,,tablet,1,0,,S3,superieur,exam|qpv,loan|refurbished\n\
        N08,,laptop>tablet,9,0,C2,S2,maternelle,exam|qpv,loan|refurbished\n\
        N09,,hotspot,1,0,,S3,maternelle,exam|qpv,loan|refurbished\n\
        N10,,hotspot>laptop>tablet,2,0,C1,S2,elementaire,exam,\n\
        N11,,hotspot+laptop>hotspot>laptop>tablet,9,0,,S3,lycee,exam,loan|refurbished\n";
    let lots = "lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n\
        L0,hotspot,0,new,loan,,,,exam,0\n\
        L1,tablet,2,good,loan,,,,,1\n\
        L2,laptop,2,good,loan,,,,,12\n";
    let funds = "fund,available,categories,communes,levels,requires,refuses,flexibility\n\
        F0,9999999999.99,,,,,,6\n\
        F1,9999999999.99,,,,,,1\n\
        F2,9999999999.99,,,,,,6\n\
        F3,9.99,equipment,,,,,6\n";
    let catalogue = "item,kind,category,condition,price,minimum_order,penalty\n\
        I0,laptop,equipment,refurbished,70.01,0,1\n\
        I1,tablet,equipment,good,9999999999.99,2,12\n\
        I2,laptop,connection,refurbished,9999999999.99,2,12\n\
        I3,laptop,connection,good,9999999999.99,2,12\n";
    let files = SituationFiles {
        needs: needs.as_bytes(),
        lots: lots.as_bytes(),
        funds: Some(funds.as_bytes()),
        catalogue: Some(catalogue.as_bytes()),
        pins: None,
    };
    let situation = read_situation(&files).unwrap();
    let policy = Policy::new(Rule::Count, 0);
    let plan = allocation::plan(&situation, &policy).unwrap();
    assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
    assert_eq!(plan.served.into_iter().collect::<Vec<_>>(), [(1, 8), (2, 0), (9, 2)]);
    let strict = allocation::plan(&situation, &Policy::new(Rule::Strict, 0)).unwrap();
    assert_eq!(strict.other_rule.into_iter().collect::<Vec<_>>(), [(1, 8), (2, 0), (9, 2)]);
}
