//! Samples of the papers about money. Invented amounts, suppliers and schools.

use domain::Euros;
use jiff::civil::{Date, date};

use crate::{
    BeforeConventionList, BoughtOutput, ConventionState, EarlyRelease, EarlySpending,
    ExceptionKind, FundStatement, JournalRow, LineFigures, OperationsJournal, Reconciliation,
    StatementException, StatementLine, StatementOperation,
};

const CITE: &str = "Cité éducative des Grisettes";
const HOLDER: &str = "collège des Tilleuls";

const fn figures() -> [[i64; 10]; 4] {
    [
        [1_500_000, 750_000, 0, 64_000, 482_050, 60_000, 615_000, 540_000, 402_950, 1_420_000],
        [1_500_000, 1_500_000, 214_733, 0, 0, 0, 1_714_733, 1_714_733, 0, 1_714_733],
        [350_000, 0, 0, 0, 52_500, 0, 0, 0, 297_500, 310_000],
        [40_000, 40_000, 0, 0, 10_000, 0, 45_000, 0, -15_000, 55_000],
    ]
}

fn line(n: usize) -> StatementLine {
    let [notified, received, carried_over, agreed, engaged, delivered, settled, paid, left, end] =
        figures()[n % 4].map(Euros::from_cents);
    let (label, funder, note) = [
        ("Équipement des familles", "État, BOP 147", "report demandé sur la même notification"),
        ("Vie de l’élève", "État, BOP 230", ""),
        ("Enveloppe notifiée", "Ville, convention n° 26-118", "à engager avant la convention"),
        ("Interprétariat", "Fondation, don du 3 mars 2026", ""),
    ][n % 4];
    StatementLine {
        code: format!("L{}-{:02}", 26 - n / 4, n + 1),
        label: label.to_owned(),
        funder: funder.to_owned(),
        figures: LineFigures {
            notified,
            received,
            carried_over,
            agreed,
            engaged,
            delivered,
            settled,
            paid,
            available: left,
            projected: end,
        },
        remainder_note: note.to_owned(),
        page: page(&format!("fonds/ligne-{n}")),
    }
}

/// A page of an invented town's program.
fn page(path: &str) -> Option<String> {
    Some(format!("https://cartable.example/{path}"))
}

/// What a fund does: its kind, its number, who is paid, and how much.
const DONE: [(&str, &str, &str, i64); 6] = [
    ("Engagement", "BC-2026-0042", "Numérique & Cie", 1_482_050),
    ("Service fait, en partie", "BL-55-118", "Numérique & Cie", 888_030),
    ("Facture", "26/04/881", "Numérique & Cie", 888_030),
    ("Liquidation", "LIQ-2026-031", "Numérique & Cie", 888_030),
    ("Demande de paiement", "DP-2026-000413", "Numérique & Cie", 888_030),
    ("Avoir", "AV-26-0007", "Librairie de l’Œuvre, papeterie et fournitures scolaires", -12_350),
];

fn day(n: usize) -> Date {
    date(2026, 10, i8::try_from(1 + n % 28).unwrap_or(1))
}

/// A month of a fund of so many lines, with so many operations.
#[must_use]
pub fn fund_statement(lines: usize, operations: usize) -> FundStatement {
    let operation = |n: usize| {
        let (what, number, supplier, cents) = DONE[n % DONE.len()];
        StatementOperation {
            on: day(n * 28 / operations.max(1)),
            what: what.to_owned(),
            number: number.to_owned(),
            supplier: supplier.to_owned(),
            line: format!("L26-{:02}", 1 + (n / DONE.len()) % lines.max(1)),
            amount: Euros::from_cents(cents),
            page: page(&format!("fonds/engagements/commande-{n}")),
        }
    };
    FundStatement {
        cite: CITE.to_owned(),
        holder: HOLDER.to_owned(),
        month: date(2026, 10, 1),
        as_of: date(2026, 10, 31),
        printed_on: date(2026, 11, 3),
        lines: (0..lines).map(line).collect(),
        operations: (0..operations).map(operation).collect(),
        outputs: outputs(),
        exceptions: exceptions(),
        reconciliations: vec![
            reconciliation("Toutes les lignes", 2_374_733, 2_374_733, ""),
            reconciliation("L26-01", 615_000, 540_000, "LIQ-2026-033 mandatée en novembre"),
            reconciliation("L26-04", 45_000, 57_350, ""),
        ],
        page: page("fonds"),
    }
}

fn reconciliation(what: &str, ledger: i64, accounts: i64, explanation: &str) -> Reconciliation {
    Reconciliation {
        what: what.to_owned(),
        system: "Op@le".to_owned(),
        as_of: date(2026, 10, 31),
        ledger: Euros::from_cents(ledger),
        accounts: Euros::from_cents(accounts),
        explanation: explanation.to_owned(),
    }
}

fn outputs() -> Vec<BoughtOutput> {
    let bought = |label: &str, [lent, in_stock, elsewhere, lost]: [u64; 4]| BoughtOutput {
        label: label.to_owned(),
        lent,
        in_stock,
        elsewhere,
        lost,
    };
    vec![
        bought("Tablettes 10 pouces", [171, 18, 9, 2]),
        bought("Clés 4G", [148, 1, 0, 1]),
        bought("Forfaits de 20 Go par mois, jusqu’au 30 juin 2027", [150, 0, 0, 0]),
        bought("Heures d’interprétariat", [0, 0, 46, 0]),
    ]
}

fn exceptions() -> Vec<StatementException> {
    let told = |kind, number: &str, what: &str, cents: Option<i64>| StatementException {
        kind,
        number: number.to_owned(),
        what: what.to_owned(),
        amount: cents.map(Euros::from_cents),
    };
    vec![
        told(
            ExceptionKind::BeforeConvention,
            "BC-2026-0042",
            "engagé le 2 octobre, sans attendre la signature de la convention de mutualisation",
            Some(1_482_050),
        ),
        told(
            ExceptionKind::SingleSupplier,
            "BC-2026-0042",
            "troisième commande de l’année au même fournisseur dans la famille «\u{202f}tablettes\u{202f}»",
            Some(1_482_050),
        ),
        told(
            ExceptionKind::OutsideConvention,
            "BL-55-118",
            "six tablettes livrées à l’école Jean-Zay, qui n’est pas dans le groupement",
            None,
        ),
        told(
            ExceptionKind::OverCategory,
            "BC-2026-0047",
            "les fournitures dépassent de 120,00\u{202f}€ ce que la ligne leur réserve",
            Some(12_000),
        ),
        told(
            ExceptionKind::OtherCategory,
            "BC-2026-0049",
            "radio locale, hors liste",
            Some(45_000),
        ),
        told(ExceptionKind::LatePayment, "FA-26-0113", "payée le 41e jour", Some(37_500)),
    ]
}

/// So many orders placed before a convention, and the purse that was opened early for them.
#[must_use]
pub fn before_convention_list(many: usize) -> BeforeConventionList {
    let row = |n: usize| {
        let (_, _, supplier, cents) = DONE[n % 5];
        EarlySpending {
            on: day(n),
            order_number: format!("BC-2026-{:04}", 42 + n),
            supplier: supplier.to_owned(),
            object: ["Tablettes pour les familles", "Clés 4G et recharge de six mois"][n % 2]
                .to_owned(),
            line: format!("L26-{:02}", 1 + n % 3),
            amount: Euros::from_cents(cents),
            agreement: if n % 5 == 3 { String::new() } else { format!("A-2026-{:03}", 14 + n) },
            agreed_on: (n % 5 != 3).then(|| date(2026, 9, 30)),
            convention: "Convention de mutualisation".to_owned(),
            state: [
                ConventionState::InProgress,
                ConventionState::Absent,
                ConventionState::Signed(date(2026, 11, 2)),
            ][n % 3],
            page: page(&format!("fonds/engagements/commande-{n}")),
        }
    };
    let release = |purse: &str, notified, ceiling, used| EarlyRelease {
        purse: purse.to_owned(),
        notified: Euros::from_cents(notified),
        rate: 1_500,
        ceiling: Euros::from_cents(ceiling),
        used: Euros::from_cents(used),
    };
    BeforeConventionList {
        cite: CITE.to_owned(),
        holder: HOLDER.to_owned(),
        fiscal_year: 2026,
        printed_on: date(2026, 11, 3),
        rows: (0..many).map(row).collect(),
        releases: vec![
            release("Enveloppe notifiée, politique de la ville", 35_000_000, 5_250_000, 5_250_001),
            release("Fondation, don du 3 mars 2026", 40_000, 6_000, 1_250),
        ],
        page: page("fonds/avant-convention"),
    }
}

/// A journal of so many operations.
#[must_use]
pub fn operations_journal(many: usize) -> OperationsJournal {
    let mut available: i64 = 20_000_000;
    let mut rows = Vec::new();
    for n in 0..many {
        let (kind, number, supplier, cents) = DONE[n % DONE.len()];
        if kind == "Engagement" {
            available -= cents;
        }
        rows.push(JournalRow {
            on: day(n * 28 / many),
            kind: kind.to_owned(),
            number: number.to_owned(),
            supplier: supplier.to_owned(),
            line: format!("L26-{:02}", 1 + (n / DONE.len()) % 3),
            amount: Euros::from_cents(cents),
            available: Euros::from_cents(available),
            page: page(&format!("fonds/engagements/commande-{n}")),
        });
    }
    OperationsJournal {
        cite: CITE.to_owned(),
        holder: HOLDER.to_owned(),
        scope: "toutes les lignes de 2026".to_owned(),
        from: date(2026, 10, 1),
        to: date(2026, 10, 31),
        printed_on: date(2026, 11, 3),
        opening: Euros::from_cents(20_000_000),
        closing: Euros::from_cents(available),
        rows,
        page: page("fonds"),
    }
}
