//! From files to files.

use domain::allocation::Policy;
use domain::allocation::Situation;
use exchange::allocation::{
    Beside, SituationFiles, Timings, plan_files, read_plan, read_situation,
};

const NEEDS: &str = "need,household,asks,tier,score,commune,school,level,flags,accepts\n\
    N1,H1,laptop>tablet,1,120,C1,S1,college,qpv|exam,loan|refurbished\n\
    N2,H1,tablet,2,0,C1,S1,lycee,,\n";
const LOTS: &str = "lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n\
    L1,tablet,1,new,gift,C1|C2,college|lycee,qpv,,5\n";

/// A situation of stock alone.
pub fn stock(needs: &[u8], lots: &[u8]) -> Situation {
    read_situation(&SituationFiles { needs, lots, ..SituationFiles::default() }).unwrap()
}

#[test]
fn the_files_say_who_gets_what_and_why_not() {
    let situation = stock(NEEDS.as_bytes(), LOTS.as_bytes());
    let plan = allocation::plan(&situation, &Policy::default()).unwrap();
    let timings = Timings::from([("plan".to_owned(), 12)]);
    let beside = Beside { timings, ..Beside::default() };
    let files = plan_files(&plan, &beside);
    let text = |name: &str| {
        let file = files.iter().find(|file| file.name == name).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    assert_eq!(
        text("assignments.csv"),
        "need,part,source,lot,item,fund,rank,fit\nN1,tablet,stock,L1,,,1,105\n"
    );
    assert_eq!(text("orders.csv"), "fund,item,units,amount\n");
    assert_eq!(
        text("unmet.csv"),
        "need,reason,fact,would_be_served_if\n\
         N2,aucun_lot_admissible,rank=2/0/2 ; excluded=L1:requires qpv,\n"
    );
    let json: serde_json::Value = serde_json::from_str(&text("plan.json")).unwrap();
    assert_eq!(json["served"], serde_json::json!({"1": 1, "2": 0}));
    assert_eq!(json["score"], 120);
    assert_eq!((&json["cost_cents"], &json["spread_cents"]), (&0.into(), &0.into()));
    assert_eq!(json["digest"], plan.digest);
    assert_eq!(json["timings_us"]["plan"], 12);
    assert_eq!(json["proof"]["served"]["proof"], "exact");
    let json = text("plan.json");
    assert_eq!(read_plan(json.as_bytes()).unwrap(), (plan, beside));
}
