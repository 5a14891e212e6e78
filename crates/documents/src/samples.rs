//! One filled sample of each paper, for tests and previews. Invented people; ARCEP's fictitious numbers.

use domain::disclosure::Shown;
use domain::stock::Grade;
use domain::{Euros, Seat};
use jiff::civil::date;

use crate::{
    AgreementProof, Answer, Borrower, ClassList, ClassSheet, Connection, DataProtection, Decision,
    Desk, DonorCondition, DonorReport, Imprint, Lender, LentItem, LoanAgreement, LotCounts,
    PlanMention, PupilUser, Regime, SeatAnswer,
};

/// An imprint of no particular day.
#[must_use]
pub fn imprint() -> Imprint {
    Imprint { identifier: "sample/1".to_owned(), at: jiff::Timestamp::UNIX_EPOCH }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Two siblings, three items of every kind of number, by way of a plan.
#[must_use]
pub fn loan_agreement() -> LoanAgreement {
    LoanAgreement {
        reference: "GRI-P-0117".to_owned(),
        issued_on: date(2026, 9, 14),
        place: "Toulouse".to_owned(),
        lender: lender(),
        owner: "la Ville de Toulouse".to_owned(),
        borrowers: vec![Borrower {
            name: "Aïcha Benmansour".to_owned(),
            address: some("12 allée des Érables, bât. C, 31100 Toulouse"),
            phone: some("06 39 98 12 34"),
        }],
        pupils: vec![
            PupilUser {
                name: "Inès Benmansour".to_owned(),
                school: some("collège des Tilleuls, 4e B"),
            },
            PupilUser {
                name: "Yanis Benmansour".to_owned(),
                school: some("école Jules-Verne, CM1"),
            },
        ],
        items: items(),
        lent_on: date(2026, 9, 14),
        due_on: date(2027, 7, 1),
        desk: Desk {
            name: "Service éducation numérique".to_owned(),
            phone: some("05 36 49 00 12"),
            email: some("pret-numerique@ville.example"),
            hours: some("lundi au vendredi, 9 h – 17 h"),
        },
        declare_within_hours: 48,
        data_protection: DataProtection {
            controller: "La Ville de Toulouse".to_owned(),
            recipients: "les agents du prêt, l’établissement de l’élève".to_owned(),
            retention: "jusqu’à un an après le retour du matériel".to_owned(),
            dpo_contact: "dpo@ville.example".to_owned(),
        },
        allocated_by_plan: Some(PlanMention {
            reference: "T2-3".to_owned(),
            adopted_on: date(2026, 9, 10),
        }),
    }
}

fn lender() -> Lender {
    Lender {
        name: "Ville de Toulouse".to_owned(),
        address: "1 place du Capitole, 31000 Toulouse".to_owned(),
        siret: some("213 105 554 00017"),
        representative: "la cheffe du service éducation numérique".to_owned(),
        act: "délibération n° 26-0142 du 19 juin 2026".to_owned(),
    }
}

fn items() -> Vec<LentItem> {
    let item = |tag: &str, kind: &str, grade| LentItem {
        asset_tag: tag.to_owned(),
        kind_label: kind.to_owned(),
        serial: None,
        imei: None,
        iccid: None,
        accessories: vec!["chargeur".to_owned(), "câble".to_owned()],
        grade,
        connection: None,
    };
    vec![
        LentItem {
            serial: some("R52N70ABCDE"),
            imei: some("490154203237518"),
            accessories: vec!["chargeur".to_owned(), "câble USB-C".to_owned(), "housse".to_owned()],
            ..item("GRI-TAB-0042-7", "Tablette 10 pouces", Grade::New)
        },
        LentItem {
            serial: some("PF2X9K41"),
            ..item("GRI-ORD-0108-3", "Ordinateur portable", Grade::Good)
        },
        LentItem {
            imei: some("356938035643809"),
            iccid: some("8933012345678901237"),
            accessories: Vec::new(),
            connection: Some(Connection {
                allowance: "20 Go par mois".to_owned(),
                valid_until: Some(date(2027, 7, 31)),
            }),
            ..item("GRI-CLE-0031-9", "Clé 4G", Grade::Worn)
        },
    ]
}

/// A lot a few months on, with enough households to be counted.
#[must_use]
pub fn donor_report() -> DonorReport {
    DonorReport {
        cite: "Cité éducative du Grand Mirail".to_owned(),
        donor: "Fondation Exemple".to_owned(),
        lot_label: "40 ordinateurs portables reconditionnés".to_owned(),
        received_on: date(2026, 9, 3),
        acceptance_act: some("délibération n° 26-0151 du 19 juin 2026"),
        as_of: date(2026, 12, 1),
        counts: LotCounts { in_stock: 4, lent: 31, in_workshop: 3, lost: 1, gone: 1, returns: 6 },
        households: Shown::Exact(29),
        conditions: vec![DonorCondition {
            text: "Collégiens et lycéens seulement.".to_owned(),
            enforced: "Condition inscrite sur le lot : ni un tour d’attribution ni une remise au guichet ne peut \
                       donner une de ces unités à un autre niveau."
                .to_owned(),
        }],
        contact: "Ville de Toulouse, service éducation numérique, 05 36 49 00 12".to_owned(),
    }
}

/// A purchase agreed before the convention is signed, one seat recused.
#[must_use]
pub fn agreement_proof() -> AgreementProof {
    let seat = |seat, answer, on, document: Option<&str>| SeatAnswer {
        seat,
        answer,
        on,
        document: document.map(str::to_owned),
    };
    AgreementProof {
        cite: "Cité éducative du Grand Mirail".to_owned(),
        reference: "A-2026-014".to_owned(),
        issued_on: date(2026, 10, 6),
        object: "Achat de 60 clés 4G prépayées, recharge de six mois comprise".to_owned(),
        amount: Euros::from_cents(1_482_050),
        line: "Équipement des familles (2026)".to_owned(),
        funder: "État, BOP 147".to_owned(),
        regime: Regime::BeforeConvention,
        decision: Decision::Agreed,
        decided_on: Some(date(2026, 9, 30)),
        rule: "au-dessus de 5 000 €, l’accord de tous les sièges qui ne se retirent pas".to_owned(),
        answers: vec![
            seat(
                Seat::Principal,
                Answer::Agrees,
                Some(date(2026, 9, 28)),
                Some("PV du 28/09/2026"),
            ),
            seat(Seat::TownCopilot, Answer::Recused, Some(date(2026, 9, 29)), None),
            seat(
                Seat::PrefectDelegate,
                Answer::Agrees,
                Some(date(2026, 9, 30)),
                Some("courriel du 30/09/2026"),
            ),
        ],
        document: some("PV de troïka n° 7"),
        journal_seal: some("9f2c64a1b7e03d58"),
    }
}

/// Two classes, the first of thirty pupils, as many as a page must hold.
#[must_use]
pub fn class_list() -> ClassList {
    let names = ["ABADIE Élise", "BENALI Noé", "CISSÉ Fatou", "DA COSTA Léo", "EL AMRANI Inès"];
    let pupils = |many: usize| names.into_iter().cycle().take(many).map(str::to_owned).collect();
    ClassList {
        cite: "Cité éducative du Grand Mirail".to_owned(),
        school: "École élémentaire Jean-Moulin".to_owned(),
        printed_on: date(2026, 11, 25),
        classes: vec![
            ClassSheet { class: "CE1 A".to_owned(), pupils: pupils(30) },
            ClassSheet { class: "CE2 / CM1 B".to_owned(), pupils: pupils(4) },
        ],
        controller: "La Ville de Toulouse".to_owned(),
        dpo_contact: "dpo@ville.example".to_owned(),
    }
}
