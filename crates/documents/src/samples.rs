//! One filled sample of each paper, for tests and previews. Invented people; ARCEP's fictitious numbers.
//!
//! Longer than other files: a sample is data, and they are read side by side.

mod family;
mod fund;
mod report;

use domain::condition::ConditionPoint;
use domain::disclosure::Shown;
use domain::stock::{Grade, ItemKind};
use domain::{Euros, Seat};
use jiff::civil::date;

use crate::{
    Accessory, AgreementProof, AlgorithmExplanation, Answer, AttachedFile, AttachedQuote, Borrower,
    ClassList, ClassSheet, Connection, Copy, DataProtection, Decision, DecisionList, DecisionRow,
    Desk, DisposalPaper, DisposalRow, DocumentError, DonorCondition, DonorReport, ExplainedNeed,
    ExplainedPlan, HelpLine, Imprint, Language, Lender, LentItem, LoanAgreement, LotCounts,
    PlanMention, PointFound, PointsLine, Press, ProvidedItem, ProvisionAgreement, PupilUser,
    Reading, Regime, SeatAnswer, Signature, Signatures, Signing, Standing, UsedFact,
};

pub use family::{
    condition_report, formal_notice, gift_receipt, handover_slip, incident_declaration,
    loan_certificate, loan_extension, reminder_letter, return_slip,
};

pub use fund::{before_convention_list, fund_statement, operations_journal};
pub use report::grant_report;

/// A sample's file name without its ending, and how to make it.
pub type Sample = (&'static str, Make);

/// Makes a sample, beside a language if one is given.
pub type Make = fn(&Press, Option<&Language>) -> Result<Vec<u8>, DocumentError>;

/// Every paper that a family reads.
pub const FOR_FAMILIES: [Sample; 10] = [
    ("convention-de-pret", |press, beside| press.render(&loan_agreement(), beside, &imprint())),
    ("bon-de-remise", |press, beside| press.render(&handover_slip(), beside, &imprint())),
    ("bon-de-restitution", |press, beside| press.render(&return_slip(), beside, &imprint())),
    ("etat-des-lieux", |press, beside| press.render(&condition_report(), beside, &imprint())),
    ("avenant", |press, beside| press.render(&loan_extension(), beside, &imprint())),
    ("relance", |press, beside| press.render(&reminder_letter(), beside, &imprint())),
    ("mise-en-demeure", |press, beside| press.render(&formal_notice(), beside, &imprint())),
    ("declaration-de-vol", |press, beside| {
        press.render(&incident_declaration(), beside, &imprint())
    }),
    ("attestation-de-pret", |press, beside| press.render(&loan_certificate(), beside, &imprint())),
    ("quittance-de-don", |press, beside| press.render(&gift_receipt(), beside, &imprint())),
];

/// Every paper that is for others, in French alone.
pub const FOR_OTHERS: [Sample; 11] = [
    ("suivi-de-don", |press, _| press.render(&donor_report(), None, &imprint())),
    ("preuve-d-accord", |press, _| press.render(&agreement_proof(), None, &imprint())),
    ("liste-de-classe", |press, _| press.render(&class_list(), None, &imprint())),
    ("convention-de-mise-a-disposition", |press, _| {
        press.render(&provision_agreement(), None, &imprint())
    }),
    ("decisions", |press, _| press.render(&decision_list(60), None, &imprint())),
    ("reforme", |press, _| press.render(&disposal_record(30), None, &imprint())),
    ("situation-du-fonds", |press, _| press.render(&fund_statement(4, 24), None, &imprint())),
    ("compte-rendu-financier", |press, _| press.render(&grant_report(), None, &imprint())),
    ("avant-convention", |press, _| press.render(&before_convention_list(12), None, &imprint())),
    ("journal-des-operations", |press, _| press.render(&operations_journal(60), None, &imprint())),
    ("explication", |press, _| press.render(&algorithm_explanation(), None, &imprint())),
];

/// The record of a disposal of so many tablets.
#[must_use]
pub fn disposal_record(many: u32) -> DisposalPaper {
    let row = |n: u32| DisposalRow {
        tag: format!("GRI-TAB-{n:04}-7"),
        kind: "tablette".to_owned(),
        number: format!("R52N{n:06}"),
        first_year: if n.is_multiple_of(5) { String::new() } else { "2019".to_owned() },
        data: "Effacé, ou jamais utilisé".to_owned(),
    };
    let act_on = jiff::civil::date(2026, 9, 1);
    DisposalPaper {
        cite: "Cité éducative des Grisettes".to_owned(),
        act_number: "2026-118".to_owned(),
        act_on,
        reason: "Trop ancien".to_owned(),
        destination: "Recyclage par un éco-organisme".to_owned(),
        recipient: "ecosystem".to_owned(),
        slip: "BSD-2026-0042".to_owned(),
        destruction: String::new(),
        checked: vec![
            "Verrou d’activation retiré de chaque appareil, vérifié à la saisie.".to_owned(),
        ],
        recorded_on: act_on,
        taken_back_on: None,
        rows: (1..=many).map(row).collect(),
    }
}

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
            home: 0,
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
        charter: some("version du 1er septembre 2026"),
        help_lines: HelpLine::national(),
        reading: Reading::default(),
        signatures: Signatures {
            lender: Signing::OnPaper { on: date(2026, 9, 14) },
            guardian: Signing::OnScreen(signature()),
            pupil: Signing::Awaited,
        },
        copy: Copy::default(),
    }
}

/// A name as a finger draws it: waves, a dot, a line below.
#[must_use]
pub fn signature() -> Signature {
    let wave = (0..60_u16).map(|step| {
        let up = [0, 14, 22, 26, 22, 14, 0, 8, 16, 8][usize::from(step % 10)];
        (20 + step * 5, 70 - up - step / 4)
    });
    Signature {
        strokes: vec![wave.collect(), vec![(330, 30)], vec![(30, 92), (180, 84), (320, 90)]],
        width: 360,
        height: 110,
        signed_on: date(2026, 9, 14),
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

fn counted(labels: &[&str]) -> Vec<Accessory> {
    labels.iter().map(|label| Accessory { label: (*label).to_owned(), count: 1 }).collect()
}

fn items() -> Vec<LentItem> {
    let item = |tag: &str, kind: &str, grade| LentItem {
        asset_tag: tag.to_owned(),
        kind_label: kind.to_owned(),
        serial: None,
        kind: None,
        imei: None,
        iccid: None,
        accessories: counted(&["chargeur", "câble"]),
        grade,
        points: Vec::new(),
        connection: None,
    };
    let found = |point, grade| PointFound { point, grade };
    vec![
        LentItem {
            serial: some("R52N70ABCDE"),
            imei: some("490154203237518"),
            kind: Some(ItemKind::Tablet),
            accessories: counted(&["chargeur", "câble USB-C", "housse"]),
            points: vec![
                found(ConditionPoint::Screen, Grade::New),
                found(ConditionPoint::Case, Grade::Good),
                found(ConditionPoint::Charger, Grade::New),
                found(ConditionPoint::Battery, Grade::New),
                found(ConditionPoint::Boots, Grade::New),
                found(ConditionPoint::Camera, Grade::Good),
            ],
            ..item("GRI-TAB-0042-7", "Tablette 10 pouces", Grade::New)
        },
        LentItem {
            serial: some("PF2X9K41"),
            kind: Some(ItemKind::Laptop),
            points: vec![
                found(ConditionPoint::Screen, Grade::Good),
                found(ConditionPoint::Case, Grade::Worn),
                found(ConditionPoint::Battery, Grade::Worn),
                found(ConditionPoint::Keys, Grade::Good),
            ],
            ..item("GRI-ORD-0108-3", "Ordinateur portable", Grade::Good)
        },
        LentItem {
            kind: Some(ItemKind::Hotspot),
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

/// A class set lent to a school, which lends it on.
#[must_use]
pub fn provision_agreement() -> ProvisionAgreement {
    let item = |n: u32| ProvidedItem {
        asset_tag: format!("GRI-TAB-{n:04}-7"),
        kind_label: "Tablette".to_owned(),
        number: some(&format!("R52N70ABC{n:02}")),
        grade_label: "bon état".to_owned(),
    };
    ProvisionAgreement {
        reference: "GRI-0A1B2C3D".to_owned(),
        lender: lender(),
        holder: "École élémentaire Jules-Verne".to_owned(),
        holder_contact: None,
        responsible: some("directrice"),
        is_school: true,
        act: some("convention 2026-14 du 3 septembre 2026"),
        place: "Toulouse".to_owned(),
        handed_on: date(2026, 9, 14),
        due_on: Some(date(2027, 6, 30)),
        declare_within_hours: 48,
        contact: "Ville de Toulouse, service éducation numérique, 05 36 49 00 12".to_owned(),
        items: (1..=8).map(item).collect(),
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
        remark: None,
        deputy_for: None,
        recusal: None,
    };
    let quote = |label: &str, cents, sha256: &str| AttachedQuote {
        label: label.to_owned(),
        amount: Euros::from_cents(cents),
        sha256: sha256.repeat(4),
    };
    AgreementProof {
        cite: "Cité éducative du Grand Mirail".to_owned(),
        reference: "A-2026-014".to_owned(),
        issued_on: date(2026, 10, 6),
        object: "Achat de 60 clés 4G prépayées, recharge de six mois comprise".to_owned(),
        axis: some("Conforter le rôle de l’école"),
        category: some("connexion"),
        off_terms: some("la ligne Équipement paie la connexion des appareils qu’elle a achetés"),
        asked: Some((Seat::Principal, date(2026, 9, 25))),
        amount: Euros::from_cents(1_482_050),
        line: "Équipement des familles (2026)".to_owned(),
        funder: "État, BOP 147".to_owned(),
        regime: Regime::BeforeConvention,
        decision: Decision::Agreed,
        decided_on: Some(date(2026, 9, 30)),
        rule:
            "au-dessus de 5\u{202f}000\u{a0}€, l’accord de tous les sièges qui ne se retirent pas"
                .to_owned(),
        deadline: Some(date(2026, 10, 2)),
        answers: vec![
            SeatAnswer {
                remark: some("Livraison à demander avant les vacances d’automne."),
                ..seat(
                    Seat::Principal,
                    Answer::Agrees,
                    Some(date(2026, 9, 28)),
                    Some("PV du 28/09/2026"),
                )
            },
            SeatAnswer {
                recusal: some("la Ville est le fournisseur de la recharge"),
                ..seat(Seat::TownCopilot, Answer::Recused, Some(date(2026, 9, 29)), None)
            },
            SeatAnswer {
                deputy_for: some("la déléguée du préfet"),
                ..seat(
                    Seat::PrefectDelegate,
                    Answer::Agrees,
                    Some(date(2026, 9, 30)),
                    Some("courriel du 30/09/2026"),
                )
            },
        ],
        quotes: vec![
            quote("Opérateur A, devis n° 2026-0918", 1_482_050, "9f2c64a1b7e03d58"),
            quote("Opérateur B, devis n° D-77", 1_611_000, "03d589f2c64a1b7e"),
        ],
        attachments: vec![AttachedFile {
            label: "Recensement des besoins de connexion, septembre".to_owned(),
            sha256: "64a1b7e03d589f2c".repeat(4),
        }],
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

/// As many decisions as a large round takes, served from stock, by a purchase, or not at all.
#[must_use]
pub fn decision_list(many: u32) -> DecisionList {
    let text = str::to_owned;
    let row = |n: u32| {
        let (decision, equipment, origin, reason) = match n % 4 {
            1 => (
                "servi",
                "tablette",
                "lot « Ville 2026 »",
                "Servi sur le stock : tablette du lot « Ville 2026 » (1er choix).",
            ),
            2 => (
                "servi",
                "ordinateur portable",
                "achat : « Portable 14 pouces reconditionné », ligne VE-147",
                "Servi par un achat : ordinateur portable à acheter (« Portable 14 pouces reconditionné ») sur la \
                 ligne « Équipement des familles (2026) » (1er choix).",
            ),
            3 => (
                "non servi",
                "",
                "",
                "Non servi : le matériel qui convient est allé à 212 besoins classés avant. Le dernier besoin servi \
                 est 214e (priorité 2, 480 points) : avec une priorité plus haute que lui, ou plus de points à la \
                 même priorité, ce besoin aurait été servi.",
            ),
            _ => (
                "mis de côté",
                "",
                "",
                "Mis de côté par décision (agent municipal). Motif : la famille est équipée depuis.",
            ),
        };
        DecisionRow {
            rank: n,
            tier: if n < many / 3 { 1 } else { 2 },
            points: u16::try_from(900_u32.saturating_sub(n)).unwrap_or(0),
            household: ["Benmansour", "Da Costa-Fernandes", "Nguyễn", "Ould Cheikh"]
                [n as usize % 4]
                .to_owned(),
            kind: text(if n.is_multiple_of(3) { "connexion" } else { "appareil" }),
            school: text(if n.is_multiple_of(5) { "" } else { "École élémentaire Jean-Moulin" }),
            decision: text(decision),
            equipment: text(equipment),
            origin: text(origin),
            reason: text(reason),
            need: format!("0192f0c1-7a52-7c3e-9b1d-{n:012}"),
        }
    };
    DecisionList {
        cite: text("Cité éducative du Grand Mirail"),
        round: text("Rentrée 2026"),
        state: text("adopté"),
        made_on: date(2026, 9, 10),
        rule: text("Priorité stricte"),
        digest: text("9f2c64a1b7e03d58c1d4a90f6b2e7788312bca9055de01f4aa7719c3e0b46d2f"),
        notice: [
            "Données personnelles – ne pas diffuser",
            "Contenu : décisions d’un plan, Cité éducative du Grand Mirail",
            "Usage déclaré : préparer des remises, des retours ou des rendez-vous",
            "À supprimer au plus tard le 14 octobre 2026",
            "Fait le 14 septembre 2026 à 9 h 05 par Dominique Essai (agent municipal)",
            "Numéro de l’export, inscrit au journal : 0192f0c1-7a52-7c3e-9b1d-5a0f2d7c1e11",
        ]
        .map(text)
        .to_vec(),
        rows: (1..=many).map(row).collect(),
    }
}

/// A family of two needs: one is served, the other is not.
#[must_use]
pub fn algorithm_explanation() -> AlgorithmExplanation {
    let text = str::to_owned;
    let fact = |what: &str, value: &str, source: &str| UsedFact {
        what: text(what),
        value: text(value),
        source: text(source),
    };
    let census = "recensement (école ou ville)";
    let town = "fiche de la famille, tenue par la ville";
    AlgorithmExplanation {
        cite: text("Cité éducative du Grand Mirail"),
        household: text("Benmansour"),
        issued_on: date(2026, 9, 14),
        plan: ExplainedPlan {
            round: text("Rentrée 2026"),
            made_on: date(2026, 9, 10),
            standing: Standing::Adopted,
            rules_version: 3,
            rule: text("priorité stricte"),
            digest: text("9f2c64a1b7e03d58c1d4a90f6b2e7788312bca9055de01f4aa7719c3e0b46d2f"),
            seed: 3_141_592_653,
        },
        facts: vec![
            fact("Équipement", "un smartphone, rien d’autre", census),
            fact("Connexion", "aucune", census),
            fact("Enfants scolarisés", "collège (3e), élémentaire (CM1)", census),
            fact("Quartier prioritaire", "oui", town),
            fact("Perdue de vue", "non", town),
            fact("Accepte un prêt", "oui", town),
            fact("Accepte du reconditionné", "non", town),
            fact("Priorité demandée", "non", "demande d’un professionnel à la ville"),
            fact(
                "Matériel disponible",
                "l’inventaire du 10 septembre 2026",
                "registre du matériel de la cité",
            ),
        ],
        needs: vec![
            explained(
                "Appareil",
                &[
                    ("un smartphone, rien d’autre", 200, 1),
                    ("aucune connexion", 120, 1),
                    ("enfant scolarisé", 20, 2),
                    ("niveau qui compte : collège", 60, 1),
                    ("un enfant en année d’examen", 40, 1),
                    ("adresse en quartier prioritaire", 10, 1),
                ],
            ),
            ExplainedNeed {
                threshold: text(
                    "Il n’y a pas de seuil ici : il reste du matériel pour ces besoins.",
                ),
                reason: text("Servi sur le stock : clé 4G du lot « Clés 2026 » (1er choix)."),
                would_change: Vec::new(),
                ..explained(
                    "Connexion",
                    &[
                        ("aucune connexion", 120, 1),
                        ("enfant scolarisé", 20, 2),
                        ("niveau qui compte : collège", 60, 1),
                        ("un enfant en année d’examen", 40, 1),
                        ("adresse en quartier prioritaire", 10, 1),
                    ],
                )
            },
        ],
        authority: text("la Ville de Toulouse, 1 place du Capitole, 31000 Toulouse"),
        contact: text("Service éducation numérique, 05 36 49 00 12"),
        dpo_contact: text("dpo@ville.example"),
    }
}

fn explained(kind: &str, points: &[(&str, u16, u16)]) -> ExplainedNeed {
    let text = str::to_owned;
    let line = |&(criterion, weight, times): &(&str, u16, u16)| PointsLine {
        criterion: text(criterion),
        weight,
        times,
        points: weight * times,
    };
    let points: Vec<_> = points.iter().map(line).collect();
    ExplainedNeed {
        kind: text(kind),
        tier: 2,
        tier_facts: text("un smartphone au mieux et un enfant en année d’examen"),
        score: points.iter().map(|line| line.points).sum(),
        points,
        rank: text("231e (priorité 2, 470 points)"),
        draw: text("5b1e09c2"),
        threshold: text(
            "Seuil : le dernier besoin servi qui pouvait recevoir le même matériel est 214e (priorité 2, 480 \
             points).",
        ),
        reason: text(
            "Non servi : le matériel qui convient est allé à 212 besoins classés avant. Le dernier besoin servi \
             est 214e (priorité 2, 480 points) : avec une priorité plus haute que lui, ou plus de points à la \
             même priorité, ce besoin aurait été servi.",
        ),
        would_change: vec![
            text("Avec 11 points de plus, ce besoin aurait été servi ; avec moins, non."),
            text(
                "Avec 89,00 € de plus sur la ligne « Équipement des familles (2026) », ce besoin aurait été servi.",
            ),
        ],
    }
}
