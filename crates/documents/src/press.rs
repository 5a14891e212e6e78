//! The press: one template, its values, the words of one or two languages and the fonts, set and written
//! as a PDF.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use serde_json::json;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Dict, Smart};
use typst::syntax::Source;
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::bundle::{Bundle, BundleError};
use crate::desk::Desk;
use crate::error::{DocumentError, NotOffered};
use crate::fonts::{BASE, Fonts, scale};
use crate::templates::SOURCES;
use crate::texts::{Language, Text, TextBook, TextFault};

/// A kind of paper: its values, and the template that words them.
pub trait Paper: Serialize {
    /// The file under `templates/documents`.
    #[doc(hidden)]
    const TEMPLATE: &'static str;

    /// The sections of the text book that word it, beside the essentials; none for a paper that no family
    /// reads.
    #[doc(hidden)]
    const SECTIONS: &'static [&'static str] = &[];

    /// The values as its template reads them.
    ///
    /// # Errors
    /// When they cannot be represented.
    #[doc(hidden)]
    fn values(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::to_value(self)
    }
}

/// What makes one printing of a paper this file and no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// Names the paper for good, such as `loan/0192…`; only its hash is written.
    pub identifier: String,
    /// When the paper was made, as written in the file's properties.
    pub at: Timestamp,
}

/// One paper among many.
#[derive(Debug, Clone)]
pub struct Labelled<'a, P> {
    /// Its line in the outline.
    pub label: String,
    /// What it says.
    pub paper: P,
    /// The language beside French.
    pub beside: Option<&'a Language>,
    /// What makes it this file and no other.
    pub imprint: Imprint,
}

/// What papers are made with: fonts and words.
pub struct Press {
    fonts: Fonts,
    texts: TextBook,
    /// Every language but French: what draws it, or why nothing does.
    faces: BTreeMap<Language, Result<Vec<String>, NotOffered>>,
}

/// A file of many papers in the making. Memory holds one paper at a time.
pub struct Binder<'p, W> {
    press: &'p Press,
    bundle: Bundle<W>,
}

impl<W: std::io::Write> Binder<'_, W> {
    /// Sets a paper and adds it, with its label as a line of the outline.
    ///
    /// # Errors
    /// [`BundleError`]: the file is then not whole.
    pub fn add<P: Paper>(&mut self, one: &Labelled<'_, P>) -> Result<(), BundleError> {
        let pdf = self.press.render(&one.paper, one.beside, &one.imprint)?;
        self.bundle.add(&one.label, &pdf)
    }

    /// How many pages the file has so far.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.bundle.pages()
    }

    /// Writes what ties the papers together.
    ///
    /// # Errors
    /// [`BundleError::Empty`] when no paper was added; else when nothing can be written.
    pub fn finish(self) -> Result<W, BundleError> {
        self.bundle.finish()
    }
}

/// The press that [`render`] uses, set up when the program starts or at the first paper.
static SHARED: OnceLock<Press> = OnceLock::new();

impl Press {
    /// A press of these fonts and words.
    #[must_use]
    pub fn new(fonts: Fonts, texts: TextBook) -> Self {
        let mut faces = BTreeMap::new();
        for text in texts.texts().filter(|text| text.language != Language::french()) {
            let face = match fonts.family(&text.script, &text.letters()) {
                Ok(family) => Ok(family.into_iter().chain([BASE.to_owned()]).collect()),
                Err(why) => Err(NotOffered {
                    language: text.language.clone(),
                    name_in_french: text.name_in_french.clone(),
                    why,
                }),
            };
            faces.insert(text.language.clone(), face);
        }
        Self { fonts, texts, faces }
    }

    /// The machine's fonts, and the words that come with the program.
    ///
    /// # Errors
    /// [`TextFault`] when the built-in words are wrong, which a test excludes.
    pub fn of_this_machine() -> Result<Self, TextFault> {
        Ok(Self::new(Fonts::discover(&Fonts::folders()), TextBook::built_in()?))
    }

    /// Makes this the press of [`render`]. Given back if there is one already: papers printed by one
    /// program do not change their words while it runs.
    ///
    /// # Errors
    /// This press itself.
    pub fn share(self) -> Result<(), Box<Self>> {
        SHARED.set(self).map_err(Box::new)
    }

    /// The press of [`render`].
    ///
    /// # Errors
    /// [`TextFault`] when the built-in words are wrong, which a test excludes.
    pub fn shared() -> Result<&'static Self, TextFault> {
        if let Some(press) = SHARED.get() {
            return Ok(press);
        }
        let press = Self::of_this_machine()?;
        Ok(SHARED.get_or_init(|| press))
    }

    /// The languages that can stand beside French, by their codes.
    pub fn offered(&self) -> impl Iterator<Item = &Text> {
        let offered = self.faces.iter().filter(|(_, face)| face.is_ok());
        offered.filter_map(|(language, _)| self.texts.text(language))
    }

    /// The languages that cannot, and why.
    pub fn not_offered(&self) -> impl Iterator<Item = &NotOffered> {
        self.faces.values().filter_map(|face| face.as_ref().err())
    }

    /// The words of every language.
    #[must_use]
    pub fn texts(&self) -> &TextBook {
        &self.texts
    }

    /// Sets a paper, beside another language if the family reads one, and writes it as a tagged PDF. A
    /// language without all the words of this paper has its essentials in a frame of its own.
    ///
    /// # Errors
    /// [`DocumentError::NotOffered`] for a language that is not offered; else a fault of this crate, which
    /// no content of a value can cause.
    pub fn render<P: Paper>(
        &self,
        paper: &P,
        beside: Option<&Language>,
        imprint: &Imprint,
    ) -> Result<Vec<u8>, DocumentError> {
        let pages = self.set_in_type(paper, beside)?;
        // A name in a script that no font covers breaks PDF/UA, but must not stop a hand-over: the paper is
        // then written tagged, without the claim.
        let written =
            write(&pages, imprint, &[PdfStandard::Ua_1]).or_else(|_| write(&pages, imprint, &[]));
        // Typst remembers layouts across papers; a server that prints for months must not.
        typst::comemo::evict(10);
        written.map_err(|messages| DocumentError::Export { template: P::TEMPLATE, messages })
    }

    /// Renders many papers into one tagged file, each with its label as a line of the outline, and says after
    /// each how many are done. Memory holds one paper at a time.
    ///
    /// # Errors
    /// [`BundleError`]: the file is then not whole.
    pub fn render_many<'a, P: Paper + 'a, W: std::io::Write>(
        &self,
        papers: impl IntoIterator<Item = Labelled<'a, P>>,
        out: W,
        mut progress: impl FnMut(usize),
    ) -> Result<W, BundleError> {
        let mut binder = self.bind(out)?;
        for (done, one) in papers.into_iter().enumerate() {
            binder.add(&one)?;
            progress(done + 1);
        }
        binder.finish()
    }

    /// Begins a file of many papers, of one kind or of several.
    ///
    /// # Errors
    /// [`BundleError`] when nothing can be written.
    pub fn bind<W: std::io::Write>(&self, out: W) -> Result<Binder<'_, W>, BundleError> {
        Ok(Binder { press: self, bundle: Bundle::new(out)? })
    }

    /// How many pages a paper takes.
    ///
    /// # Errors
    /// As [`Press::render`].
    pub fn count_pages<P: Paper>(
        &self,
        paper: &P,
        beside: Option<&Language>,
    ) -> Result<usize, DocumentError> {
        let pages = self.set_in_type(paper, beside)?.pages().len();
        typst::comemo::evict(10);
        Ok(pages)
    }

    /// The pages of a paper, before they are written.
    pub(crate) fn set_in_type<P: Paper>(
        &self,
        paper: &P,
        beside: Option<&Language>,
    ) -> Result<PagedDocument, DocumentError> {
        let template = P::TEMPLATE;
        let values = |cause| DocumentError::Values { template, cause };
        let mut inputs = paper.values().map_err(values)?;
        if let (false, Some(inputs)) = (P::SECTIONS.is_empty(), inputs.as_object_mut()) {
            inputs.insert("words".to_owned(), self.words(P::SECTIONS, beside)?);
        }
        let inputs: Dict = serde_json::from_value(inputs).map_err(values)?;
        let Some(main) = SOURCES.get(template).map(Source::id) else {
            let messages = "no such template".to_owned();
            return Err(DocumentError::Template { template, messages });
        };
        let library = LazyHash::new(Library::builder().with_inputs(inputs).build());
        let desk = Desk { library, main, fonts: &self.fonts };
        typst::compile(&desk)
            .output
            .map_err(|errors| DocumentError::Template { template, messages: desk.located(&errors) })
    }

    /// What a template reads its sentences from: French, and the language beside it or nothing.
    fn words(
        &self,
        sections: &[&str],
        beside: Option<&Language>,
    ) -> Result<serde_json::Value, DocumentError> {
        let french = Language::french();
        let told = |language: &Language, fonts: &[String]| {
            self.texts.text(language).map(|text| {
                json!({
                    "lang": text.language.code(),
                    "dir": text.direction,
                    "name": text.name,
                    "name_fr": text.name_in_french,
                    "checked": text.checked,
                    "date": text.date,
                    "fonts": fonts,
                    "scale": scale(&text.script),
                    "whole": self.texts.is_whole(language, sections),
                    "s": text.sentences,
                })
            })
        };
        let other = match beside.filter(|language| **language != french) {
            None => None,
            Some(language) => match self.faces.get(language) {
                Some(Ok(fonts)) => told(language, fonts),
                Some(Err(why)) => return Err(DocumentError::NotOffered(why.clone())),
                None => return Err(DocumentError::UnknownLanguage(language.clone())),
            },
        };
        Ok(json!({ "fr": told(&french, &[BASE.to_owned()]), "other": other }))
    }
}

/// Sets a paper in French on the shared press and writes it as a tagged PDF.
///
/// # Errors
/// [`DocumentError`] when the template and its values do not fit, which no content of a value can cause.
pub fn render<P: Paper>(paper: &P, imprint: &Imprint) -> Result<Vec<u8>, DocumentError> {
    Press::shared()?.render(paper, None, imprint)
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
