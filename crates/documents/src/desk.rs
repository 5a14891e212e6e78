//! All that one setting may see.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};

use crate::fonts::Fonts;
use crate::templates::SOURCES;

/// All that one setting may see: its values, the templates, the fonts. No disk, no network, no clock.
pub(crate) struct Desk<'press> {
    pub(crate) library: LazyHash<Library>,
    pub(crate) main: FileId,
    pub(crate) fonts: &'press Fonts,
}

impl Desk<'_> {
    /// The compiler's messages, each with its file and line.
    pub(crate) fn located(&self, errors: &[SourceDiagnostic]) -> String {
        let one = |error: &SourceDiagnostic| {
            let place = error.span.id().zip(self.range(error.span)).and_then(|(id, range)| {
                let source = self.source(id).ok()?;
                let line = source.lines().byte_to_line(range.start)? + 1;
                Some(format!("{}:{line}: ", id.vpath().get_without_slash()))
            });
            format!("{}{}", place.unwrap_or_default(), error.message)
        };
        errors.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
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
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
