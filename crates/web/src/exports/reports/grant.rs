//! The financial report on a grant, in the layout of Cerfa 15059*02: three sheets.

use std::io;

use documents::{
    BeneficiaryRow, Certification, GrantReport, ObjectiveRow, ReportBlock, ReportContent,
    ReportRow, ReportSection, RowLevel,
};
use domain::disclosure::{Audience, Shown, disclose_row};
use domain::fund::{
    Amount, CERFA_15059_02, Figures, GrantFinancialReport, LineKind, ReportColumn, ReportDraft,
    ReportLine,
};
use exchange::out::Cell;
use jiff::civil::Date;
use store::{Cite, GrantBook, Store};

use super::{Sheet, euros, head};
use crate::exports::{Broken, Export};
use crate::wording::disclosure;
use crate::wording::grant as say;

/// The paper of the line that the order names.
pub(super) async fn paper(store: &Store, export: &Export) -> Result<GrantReport, Broken> {
    let cite = store.cite(export.order.cite).await?;
    // The order was refused where it names no line of the cité.
    let missing = || io::Error::new(io::ErrorKind::NotFound, "no such line");
    let line = export.order.fund.line.ok_or_else(missing)?;
    let book = store.grant_book(line, cite.id).await?.ok_or_else(missing)?;
    let page = export.page(&format!("/fonds/{line}/compte-rendu"));
    Ok(GrantReport { page, ..of(&cite, &book, export.today()) })
}

fn of(cite: &Cite, book: &GrantBook, printed_on: Date) -> GrantReport {
    let (draft, report) = (&book.draft, &book.report);
    let (charges, produits) = report.lines(&CERFA_15059_02);
    // What is carried to another year or paid back is income of that year, or of nobody.
    let [(_, own), _] = book.year.income();
    let grant = Amount::new(own).ok();
    let share = grant.map(|grant| report.share_of(grant, ReportColumn::Realised));
    let rows = |lines: Vec<ReportLine>| lines.iter().map(row).collect();
    GrantReport {
        cite: cite.name.clone(),
        form: format!("Cerfa n° {}", CERFA_15059_02.version),
        holder: cite.lead_school.clone(),
        siret: draft.siret.clone(),
        rna: String::new(),
        action: said(&draft.action, &book.line.label),
        grant_reference: book.references.join(", "),
        fiscal_year: book.line.fiscal_year,
        printed_on,
        qualitative: qualitative(draft),
        blocks: ReportBlock::between_totals(rows(charges), rows(produits)),
        sentence: share.and_then(|share| share.sentence(&CERFA_15059_02)),
        annex: annex(draft, report),
        certification: Certification {
            name: draft.signatory.clone(),
            capacity: draft.capacity.clone(),
            place: draft.place.clone(),
            on: None,
        },
        page: None,
    }
}

fn said(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
}

/// A line of the form as the paper sets it.
fn row(line: &ReportLine) -> ReportRow {
    let level = match line.line.kind {
        LineKind::Heading => RowLevel::Heading,
        LineKind::Account(_) => RowLevel::Account,
        // A row of its own is an account, unless the form gives it no number and lists it under a heading.
        LineKind::Row(_) if line.line.account.is_empty() => RowLevel::Part,
        LineKind::Row(_) => RowLevel::Account,
        LineKind::SubRow(_) | LineKind::OfWhich(_) => RowLevel::Part,
        LineKind::Total(_) => RowLevel::Total,
    };
    let numbered = level == RowLevel::Account || line.line.account.len() == 3;
    let label = match (numbered, line.line.account) {
        (true, account) if !account.is_empty() => format!("{account} – {}", line.line.label),
        _ => line.line.label.to_owned(),
    };
    // What was neither planned nor done is left blank, as a person would; totals are always told.
    let told = |figures: &&Figures| level == RowLevel::Total || **figures != Figures::default();
    let figures = line.figures.as_ref().filter(told);
    let shown = |of: fn(&Figures) -> domain::Euros| figures.map(of);
    ReportRow {
        level,
        label,
        planned: shown(|figures| figures.planned),
        realised: shown(|figures| figures.realised),
    }
}

fn section(heading: &str, text: &str) -> ReportSection {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    ReportSection {
        heading: heading.to_owned(),
        content: ReportContent::Text(lines.map(str::to_owned).collect()),
    }
}

/// Sheet 1. How many people it reached is told as to readers outside the partnership.
fn qualitative(draft: &ReportDraft) -> Vec<ReportSection> {
    let groups = draft.beneficiaries.groups();
    let counts: Vec<u64> = groups.iter().map(|group| u64::from(group.count)).collect();
    let shown = disclose_row(&counts, Audience::Outside).cells;
    let reached = groups
        .iter()
        .zip(shown)
        .map(|(group, reached)| BeneficiaryRow { public: group.public.clone(), reached });
    let objectives = draft.objectives.iter().map(|one| ObjectiveRow {
        indicator: one.indicator.clone(),
        expected: one.expected.clone(),
        obtained: one.obtained.clone(),
    });
    vec![
        section(say::CONDUCT, &draft.conduct),
        ReportSection {
            heading: say::BENEFICIARIES.to_owned(),
            content: ReportContent::Beneficiaries(reached.collect()),
        },
        section(say::PLACES, &draft.places),
        ReportSection {
            heading: say::OBJECTIVES.to_owned(),
            content: ReportContent::Objectives(objectives.collect()),
        },
        section(say::INFORMATION, &draft.information),
    ]
}

/// Sheet 3, with what does not balance: a report that does not is told as such.
fn annex(draft: &ReportDraft, report: &GrantFinancialReport) -> Vec<ReportSection> {
    let mut sections = vec![
        section(say::SHARING, &draft.sharing),
        section(say::VARIANCES, &draft.variances),
        section(say::IN_KIND, &draft.in_kind),
        section(say::OBSERVATIONS, &draft.observations),
    ];
    let uneven: Vec<String> = report.imbalances().iter().map(say::imbalance).collect();
    if !uneven.is_empty() {
        sections.push(ReportSection {
            heading: say::UNEVEN.to_owned(),
            content: ReportContent::Text(uneven),
        });
    }
    sections
}

const WORDS: &[(&str, u8)] = &[("Rubrique", 40), ("Détail", 50), ("Prévu", 24), ("Obtenu", 40)];
const TABLE: &[(&str, u8)] = &[
    ("Charges", 52),
    ("Prévision", 14),
    ("Réalisation", 14),
    ("%", 9),
    ("Produits", 56),
    ("Prévision ", 14),
    ("Réalisation ", 14),
    ("% ", 9),
];

/// The three sheets of the form; both totals of each side are rows of the second.
pub(super) fn sheets(paper: &GrantReport) -> Vec<Sheet> {
    let title = vec![
        format!(
            "{} – compte rendu financier de subvention, exercice {}",
            paper.form, paper.fiscal_year
        ),
        format!("{} – {} – {}", paper.holder, paper.action, paper.grant_reference),
    ];
    let mut table: Vec<Vec<Cell>> = Vec::new();
    for block in &paper.blocks {
        let most = block.charges.len().max(block.produits.len());
        for at in 0..most {
            let mut cells = side(block.charges.get(at));
            cells.extend(side(block.produits.get(at)));
            table.push(cells);
        }
    }
    if let Some(sentence) = &paper.sentence {
        let mut cells = vec![Cell::Text(sentence.clone())];
        cells.resize(TABLE.len(), Cell::Blank);
        table.push(cells);
    }
    let certified = say::certified(&paper.certification.name, &paper.certification.capacity);
    let mut annex: Vec<Vec<Cell>> = paper.annex.iter().flat_map(words).collect();
    annex.push(worded(say::CERTIFICATION, &certified, "", &paper.certification.place));
    vec![
        Sheet {
            head: head("1 Bilan qualitatif", title, WORDS),
            rows: paper.qualitative.iter().flat_map(words).collect(),
        },
        Sheet { head: head("2 Tableau de synthèse", Vec::new(), TABLE), rows: table },
        Sheet { head: head("3 Annexe", Vec::new(), WORDS), rows: annex },
    ]
}

fn side(row: Option<&ReportRow>) -> Vec<Cell> {
    let Some(row) = row else { return vec![Cell::Blank; 4] };
    let figures = row.planned.zip(row.realised);
    let percent = figures
        .and_then(|(planned, realised)| Figures { planned, realised }.percent())
        .map(|percent| percent.plain(','));
    vec![
        Cell::Text(row.label.clone()),
        euros(row.planned),
        euros(row.realised),
        Cell::text(percent),
    ]
}

fn worded(heading: &str, detail: &str, expected: &str, obtained: &str) -> Vec<Cell> {
    [heading, detail, expected, obtained].map(|text| Cell::text(Some(text))).into()
}

fn words(section: &ReportSection) -> Vec<Vec<Cell>> {
    let heading = section.heading.as_str();
    let rows: Vec<_> = match &section.content {
        ReportContent::Text(lines) => {
            lines.iter().map(|line| worded(heading, line, "", "")).collect()
        }
        ReportContent::Beneficiaries(rows) => {
            rows.iter().map(|row| worded(heading, &row.public, "", &reached(row.reached))).collect()
        }
        ReportContent::Objectives(rows) => rows
            .iter()
            .map(|row| worded(heading, &row.indicator, &row.expected, &row.obtained))
            .collect(),
    };
    if rows.is_empty() { vec![worded(heading, "", "", "")] } else { rows }
}

fn reached(shown: Shown) -> String {
    disclosure::shown(shown)
}
