//! The templates, as they are built in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::syntax::{RootedPath, Source, VirtualPath, VirtualRoot};

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../templates/documents/", $name)))),+]
    };
}

/// Every template, by the name others import it under.
const TEMPLATES: &[(&str, &str)] = &templates![
    "agreement_proof.typ",
    "algorithm_explanation.typ",
    "before_convention.typ",
    "class_list.typ",
    "common.typ",
    "condition_report.typ",
    "decision_list.typ",
    "disposal_record.typ",
    "donor_report.typ",
    "family.typ",
    "formal_notice.typ",
    "fund.typ",
    "fund_lines.typ",
    "fund_statement.typ",
    "gift_receipt.typ",
    "grant_report.typ",
    "grant_table.typ",
    "handover_slip.typ",
    "incident_declaration.typ",
    "label_sheet.typ",
    "loan_agreement.typ",
    "loan_articles.typ",
    "loan_certificate.typ",
    "loan_extension.typ",
    "operations_journal.typ",
    "provision_agreement.typ",
    "reminder_letter.typ",
    "return_slip.typ",
];

/// The templates, parsed once, by their file names.
pub(crate) static SOURCES: LazyLock<BTreeMap<&'static str, Source>> = LazyLock::new(|| {
    let parsed = |&(name, text): &(&'static str, &str)| {
        let id = RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern();
        Some((name, Source::new(id, text.to_owned())))
    };
    TEMPLATES.iter().filter_map(parsed).collect()
});
