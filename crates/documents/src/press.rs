//! The press: one template, its values, and the embedded fonts, set and written as a PDF.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// A kind of paper: its values, and the template that words them.
pub trait Paper: Serialize {
    /// The file under `templates/documents`.
    #[doc(hidden)]
    const TEMPLATE: &'static str;
}

/// What makes one printing of a paper this file and no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// Names the paper for good, such as `loan/0192…`; only its hash is written.
    pub identifier: String,
    /// When the paper was made, as written in the file's properties.
    pub at: Timestamp,
}

/// Why a paper could not be made; each is a fault of this crate, not of whoever asked.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The values cannot be handed to a template.
    #[error("values of {template}: {cause}")]
    Values {
        /// The template's file name.
        template: &'static str,
        /// What could not be represented.
        cause: serde_json::Error,
    },
    /// The template does not compile with these values.
    #[error("template {template}: {messages}")]
    Template {
        /// The template's file name.
        template: &'static str,
        /// The compiler's messages.
        messages: String,
    },
    /// The pages were set but the file could not be written.
    #[error("writing {template}: {messages}")]
    Export {
        /// The template's file name.
        template: &'static str,
        /// The writer's messages.
        messages: String,
    },
}

/// Sets a paper and writes it as a tagged PDF.
///
/// # Errors
/// [`DocumentError`] when the template and its values do not fit, which no content of a value can cause.
pub fn render<P: Paper>(paper: &P, imprint: &Imprint) -> Result<Vec<u8>, DocumentError> {
    let pages = set_in_type(paper)?;
    // A name in a script that no embedded font covers breaks PDF/UA, but must not stop a hand-over:
    // the paper is then written tagged, without the claim.
    let written =
        write(&pages, imprint, &[PdfStandard::Ua_1]).or_else(|_| write(&pages, imprint, &[]));
    // Typst remembers layouts across papers; a server that prints for months must not.
    typst::comemo::evict(10);
    written.map_err(|messages| DocumentError::Export { template: P::TEMPLATE, messages })
}

/// The pages of a paper, before they are written.
pub(crate) fn set_in_type<P: Paper>(paper: &P) -> Result<PagedDocument, DocumentError> {
    let values = |cause| DocumentError::Values { template: P::TEMPLATE, cause };
    let inputs: Dict =
        serde_json::to_value(paper).and_then(serde_json::from_value).map_err(values)?;
    let Some(main) = SOURCES.get(P::TEMPLATE).map(Source::id) else {
        return Err(DocumentError::Template {
            template: P::TEMPLATE,
            messages: "no such template".to_owned(),
        });
    };
    let desk =
        Desk { library: LazyHash::new(Library::builder().with_inputs(inputs).build()), main };
    typst::compile(&desk).output.map_err(|errors| DocumentError::Template {
        template: P::TEMPLATE,
        messages: messages(&errors),
    })
}

/// Writes pages to the given standards, or says why they do not meet them.
pub(crate) fn write(
    pages: &PagedDocument,
    imprint: &Imprint,
    standards: &[PdfStandard],
) -> Result<Vec<u8>, String> {
    let options = PdfOptions {
        ident: Smart::Custom(imprint.identifier.clone()),
        creator: Smart::Custom(Some("Cartable".to_owned())),
        timestamp: written_at(imprint.at).map(typst_pdf::Timestamp::new_utc),
        standards: PdfStandards::new(standards).map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(pages, &options).map_err(|errors| messages(&errors))
}

/// The moment in the file's properties, in UTC and whole seconds.
fn written_at(at: Timestamp) -> Option<Datetime> {
    let at = at.to_zoned(TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        at.year().into(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}

/// Every template, by the name others import it under.
const TEMPLATES: [(&str, &str); 9] = [
    ("common.typ", include_str!("../../../templates/documents/common.typ")),
    ("loan_agreement.typ", include_str!("../../../templates/documents/loan_agreement.typ")),
    ("loan_articles.typ", include_str!("../../../templates/documents/loan_articles.typ")),
    ("label_sheet.typ", include_str!("../../../templates/documents/label_sheet.typ")),
    ("class_list.typ", include_str!("../../../templates/documents/class_list.typ")),
    ("donor_report.typ", include_str!("../../../templates/documents/donor_report.typ")),
    ("agreement_proof.typ", include_str!("../../../templates/documents/agreement_proof.typ")),
    ("decision_list.typ", include_str!("../../../templates/documents/decision_list.typ")),
    (
        "algorithm_explanation.typ",
        include_str!("../../../templates/documents/algorithm_explanation.typ"),
    ),
];

/// The templates, parsed once, by their file names.
static SOURCES: LazyLock<BTreeMap<&'static str, Source>> = LazyLock::new(|| {
    let parsed = |(name, text): (&'static str, &str)| {
        let id = RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern();
        Some((name, Source::new(id, text.to_owned())))
    };
    TEMPLATES.into_iter().filter_map(parsed).collect()
});

/// The embedded fonts, read once for the life of the program.
static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(typst_kit::fonts::embedded());
    fonts
});

/// All that one setting may see: its values, the templates, the fonts. No disk, no network, no clock.
struct Desk {
    library: LazyHash<Library>,
    main: FileId,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = id.vpath().get_without_slash();
        SOURCES.get(name).cloned().ok_or_else(|| FileError::NotFound(name.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Err(FileError::NotFound(id.vpath().get_without_slash().into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
