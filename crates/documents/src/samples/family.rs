//! The papers of one invented family, from the hand-over to the gift.

use domain::condition::ConditionPoint;
use domain::stock::{Grade, ItemKind};
use jiff::civil::date;

use super::{counted, items, lender, loan_agreement, signature, some};
use crate::{
    ConditionReport, Desk, FormalNotice, GiftReceipt, GivenGood, HandoverSlip, HelpLine,
    IncidentDeclaration, IncidentKind, ItemCondition, LoanCertificate, LoanExtension, MissingItem,
    Owner, PointCompared, ReminderLetter, ReturnSlip, ReturnedItem, Signing, Step, StepDone,
    Tutorial, TwoSignatures,
};

const PERSON: &str = "Aïcha Benmansour";
const ADDRESS: &str = "12 allée des Érables, bât. C, 31100 Toulouse";
const REFERENCE: &str = "GRI-P-0117";
const LENDER: &str = "Ville de Toulouse";
const BRING_TO: &str = "Médiathèque Grand M, 37 avenue de Reynerie, mardi au samedi, 10 h – 18 h";

fn desk() -> Desk {
    loan_agreement().desk
}

fn signed() -> TwoSignatures {
    TwoSignatures {
        lender: Signing::OnPaper { on: date(2026, 9, 14) },
        family: Signing::OnScreen(signature()),
    }
}

/// Three items on the day they go out.
#[must_use]
pub fn handover_slip() -> HandoverSlip {
    HandoverSlip {
        reference: REFERENCE.to_owned(),
        lender: LENDER.to_owned(),
        person: PERSON.to_owned(),
        handed_on: date(2026, 9, 14),
        due_on: Some(date(2027, 7, 1)),
        items: items(),
        tutorial: Tutorial::at("https://ville.example/aide/tablette"),
        desk: desk(),
        declare_within_hours: 48,
        help_lines: HelpLine::national(),
        signatures: signed(),
    }
}

/// Two of three items, one with something missing.
#[must_use]
pub fn return_slip() -> ReturnSlip {
    let mut lent = items();
    let still_out = lent.split_off(2);
    let back =
        |(item, grade_back)| ReturnedItem { item, grade_back, missing: Vec::new(), wiped_on: None };
    let mut lines: Vec<_> = lent.into_iter().zip([Grade::Good, Grade::Good]).map(back).collect();
    lines[1].missing = counted(&["câble"]);
    ReturnSlip {
        reference: REFERENCE.to_owned(),
        lender: LENDER.to_owned(),
        person: PERSON.to_owned(),
        returned_on: date(2027, 6, 28),
        lines,
        still_out,
        due_on: date(2027, 7, 1),
        desk: desk(),
        signatures: TwoSignatures::default(),
    }
}

/// A tablet and a laptop, before and after a school year.
#[must_use]
pub fn condition_report() -> ConditionReport {
    let compared = |point, out, back, remark: Option<&str>| PointCompared {
        point,
        out: Some(out),
        back: Some(back),
        remark: remark.map(str::to_owned),
    };
    let mut lent = items().into_iter();
    let mut sheet = |points| lent.next().map(|item| ItemCondition { item, points });
    let tablet = sheet(vec![
        compared(
            ConditionPoint::Screen,
            Grade::New,
            Grade::Damaged,
            Some("fêlure en bas à gauche"),
        ),
        compared(ConditionPoint::Case, Grade::Good, Grade::Good, None),
        compared(ConditionPoint::Charger, Grade::New, Grade::New, None),
        compared(ConditionPoint::Battery, Grade::New, Grade::Good, None),
        compared(ConditionPoint::Boots, Grade::New, Grade::New, None),
        compared(ConditionPoint::Camera, Grade::Good, Grade::Good, None),
        compared(ConditionPoint::Cleanliness, Grade::Worn, Grade::Good, None),
    ]);
    let laptop = sheet(vec![
        compared(ConditionPoint::Screen, Grade::Good, Grade::Good, None),
        compared(ConditionPoint::Keys, Grade::Good, Grade::Worn, Some("touche E dure")),
        PointCompared {
            point: ConditionPoint::Battery,
            out: Some(Grade::Worn),
            back: None,
            remark: some("à mesurer à l’atelier"),
        },
    ]);
    ConditionReport {
        reference: REFERENCE.to_owned(),
        lender: LENDER.to_owned(),
        out_on: date(2026, 9, 14),
        back_on: Some(date(2027, 6, 28)),
        items: tablet.into_iter().chain(laptop).collect(),
        desk: desk(),
        signatures: TwoSignatures::default(),
    }
}

/// A year more.
#[must_use]
pub fn loan_extension() -> LoanExtension {
    LoanExtension {
        reference: REFERENCE.to_owned(),
        number: 1,
        signed_on: date(2026, 9, 14),
        issued_on: date(2027, 6, 21),
        place: "Toulouse".to_owned(),
        lender: LENDER.to_owned(),
        person: PERSON.to_owned(),
        items: items(),
        due_before: date(2027, 7, 1),
        due_after: date(2028, 6, 30),
        desk: desk(),
        signatures: TwoSignatures::default(),
    }
}

/// A fortnight late.
#[must_use]
pub fn reminder_letter() -> ReminderLetter {
    ReminderLetter {
        sender: "Médiathèque Grand M".to_owned(),
        sender_address: "37 avenue de Reynerie\n31100 Toulouse".to_owned(),
        person: PERSON.to_owned(),
        address: some(ADDRESS),
        reference: REFERENCE.to_owned(),
        written_on: date(2027, 7, 16),
        due_on: date(2027, 7, 1),
        late: true,
        items: items(),
        bring_to: BRING_TO.to_owned(),
        desk: Desk { name: "Médiathèque Grand M".to_owned(), email: None, ..desk() },
        declare_within_hours: 48,
    }
}

/// Three months late, after four letters and calls.
#[must_use]
pub fn formal_notice() -> FormalNotice {
    FormalNotice {
        reference: REFERENCE.to_owned(),
        signed_on: date(2026, 9, 14),
        lender: lender(),
        person: PERSON.to_owned(),
        address: some(ADDRESS),
        place: "Toulouse".to_owned(),
        written_on: date(2027, 10, 4),
        items: items(),
        due_on: date(2027, 7, 1),
        deadline: date(2027, 10, 25),
        contacts: 4,
        bring_to: BRING_TO.to_owned(),
        desk: desk(),
        declare_within_hours: 48,
    }
}

/// A tablet and its 4G key, stolen on a bus.
#[must_use]
pub fn incident_declaration() -> IncidentDeclaration {
    let mut gone: Vec<_> =
        items().into_iter().map(|item| MissingItem { item, brand: None, line: None }).collect();
    gone.remove(1);
    gone[0].brand = some("Samsung Galaxy Tab A8");
    gone[1].brand = some("TP-Link M7350");
    gone[1].line = some("06 39 98 00 17");
    IncidentDeclaration {
        kind: IncidentKind::Theft,
        reference: REFERENCE.to_owned(),
        lender: LENDER.to_owned(),
        owner: Owner {
            name: "Ville de Toulouse".to_owned(),
            address: "1 place du Capitole, 31000 Toulouse".to_owned(),
        },
        person: PERSON.to_owned(),
        address: ADDRESS.to_owned(),
        phone: "06 39 98 12 34".to_owned(),
        declared_on: date(2027, 2, 9),
        noticed_on: date(2027, 2, 8),
        circumstances: "sac volé dans le bus 14, vers 17 h 30, entre Reynerie et Basso-Cambo"
            .to_owned(),
        items: gone,
        done: vec![StepDone { step: Step::Call, on: date(2027, 2, 9) }],
        desk: desk(),
        declare_within_hours: 48,
        help_lines: HelpLine::national(),
        signature: Signing::Awaited,
    }
}

/// For whoever asks whose the tablet is.
#[must_use]
pub fn loan_certificate() -> LoanCertificate {
    LoanCertificate {
        reference: REFERENCE.to_owned(),
        lender: lender(),
        owner: "la Ville de Toulouse".to_owned(),
        person: PERSON.to_owned(),
        pupils: vec!["Inès Benmansour".to_owned(), "Yanis Benmansour".to_owned()],
        items: items(),
        lent_on: date(2026, 9, 14),
        due_on: date(2027, 7, 1),
        place: "Toulouse".to_owned(),
        issued_on: date(2026, 11, 30),
        desk: desk(),
        signature: Signing::OnPaper { on: date(2026, 11, 30) },
    }
}

/// Kits, books and a prepaid key.
#[must_use]
pub fn gift_receipt() -> GiftReceipt {
    let good = |label: &str, count| GivenGood {
        label: label.to_owned(),
        kind: None,
        isbn: None,
        asset_tag: None,
        count,
    };
    GiftReceipt {
        reference: "GRI-D-0042".to_owned(),
        giver: LENDER.to_owned(),
        person: PERSON.to_owned(),
        place: "Toulouse".to_owned(),
        given_on: date(2026, 10, 20),
        goods: vec![
            good("Kit de rentrée CM1 (cahiers, compas, feutres)", 2),
            GivenGood { isbn: some("978-2-07-061275-8"), ..good("Le Petit Prince", 1) },
            GivenGood {
                kind: Some(ItemKind::Hotspot),
                asset_tag: some("GRI-CLE-0077-4"),
                ..good("Clé 4G prépayée, 60 Go", 1)
            },
        ],
        desk: desk(),
        help_lines: HelpLine::national(),
        signatures: TwoSignatures::default(),
    }
}
