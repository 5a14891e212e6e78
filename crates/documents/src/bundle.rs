//! Many papers in one file, tags and all: each is set and written apart, then its objects are copied out
//! under new numbers, so that memory holds one paper and the places of the objects, however many there are.
//!
//! It reads what [`crate::Press`] writes and nothing else: one plain table of references, one flat list of
//! pages, one tree of tags (PDF 1.7, ISO 32000-1 §7.5 and §14.7).

mod paper;
mod tokens;

use std::collections::HashMap;
use std::io::{self, Write};

use paper::Parts;
use tokens::Rewrite;

/// The objects that all papers share, in this order from 1.
const PAGES: u32 = 1;
const TAGS: u32 = 2;
const OUTLINE: u32 = 3;

/// Why papers could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file could not be written.
    #[error("writing: {0}")]
    Write(#[from] io::Error),
    /// A paper could not be made.
    #[error(transparent)]
    Paper(#[from] crate::DocumentError),
    /// What the press wrote is not laid out as expected.
    #[error("a paper lacks its {0}")]
    Layout(&'static str),
    /// Nothing was added: a file has at least one page.
    #[error("no paper to write")]
    Empty,
}

/// A file in the making.
pub(crate) struct Bundle<W> {
    out: W,
    /// How many bytes are written.
    at: u64,
    /// Where each object begins, from object 1; 0 for one that is written last.
    places: Vec<u64>,
    /// Streams that are written already, by their content: fonts and colours come again.
    streams: HashMap<u128, u32>,
    pages: Vec<u32>,
    tags: Vec<u32>,
    /// Which array of tags goes with which page or annotation.
    parents: Vec<(u32, u32)>,
    next_parent: u32,
    identifiers: Vec<(Vec<u8>, u32)>,
    roles: Vec<u8>,
    outline: Vec<u32>,
    titles: Vec<Title>,
    metadata: Option<Metadata>,
}

/// A paper's line in the outline.
struct Title {
    label: String,
    page: u32,
    first_and_last: Option<(u32, u32)>,
}

/// What the file says of itself: taken from a paper.
struct Metadata {
    info: Vec<u8>,
    xmp: Vec<u8>,
    language: Vec<u8>,
    identifier: Vec<u8>,
    claims: bool,
}

impl<W: Write> Bundle<W> {
    pub(crate) fn new(out: W) -> Result<Self, BundleError> {
        let mut bundle = Self {
            out,
            at: 0,
            places: vec![0; 3],
            streams: HashMap::new(),
            pages: Vec::new(),
            tags: Vec::new(),
            parents: Vec::new(),
            next_parent: 0,
            identifiers: Vec::new(),
            roles: Vec::new(),
            outline: Vec::new(),
            titles: Vec::new(),
            metadata: None,
        };
        bundle.put(b"%PDF-1.7\n%\x80\x80\x80\x80\n\n")?;
        Ok(bundle)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    fn reserve(&mut self) -> u32 {
        self.places.push(0);
        self.last()
    }

    /// The number of the newest object.
    fn last(&self) -> u32 {
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }

    fn object(&mut self, number: u32, body: &[u8]) -> io::Result<()> {
        if let Some(place) = self.places.get_mut(number as usize - 1) {
            *place = self.at;
        }
        self.put(format!("{number} 0 obj\n").as_bytes())?;
        self.put(body)?;
        self.put(b"\nendobj\n")
    }

    /// Adds a paper that the press wrote. `label` is its line in the outline.
    pub(crate) fn add(&mut self, label: &str, pdf: &[u8]) -> Result<(), BundleError> {
        let parts = Parts::of(pdf)?;
        let title = self.reserve();
        let mut numbers = HashMap::from([(parts.pages, PAGES), (parts.tags, TAGS)]);
        numbers.extend(parts.outline.as_ref().map(|outline| (outline.number, title)));
        let mut copied = Vec::new();
        for (number, body) in &parts.objects {
            // The streams of fonts and colours name no other object: the same bytes are the same object.
            let alike = tokens::names_no_other(body).then(|| typst::utils::hash128(body));
            if let Some(known) = alike.and_then(|hash| self.streams.get(&hash)) {
                numbers.insert(*number, *known);
                continue;
            }
            let new = self.reserve();
            self.streams.extend(alike.map(|hash| (hash, new)));
            numbers.insert(*number, new);
            copied.push((new, *body));
        }
        let prefix = format!("P{:06}.", self.titles.len());
        let rewrite =
            Rewrite { numbers: &numbers, parent: self.next_parent, prefix: prefix.as_bytes() };
        for (new, body) in copied {
            let body = rewrite.object(body).ok_or(BundleError::Layout("references"))?;
            self.object(new, &body)?;
        }
        let new = |old: &u32| numbers.get(old).copied().ok_or(BundleError::Layout("pages"));
        let page = parts.kids.first().map(new).transpose()?.ok_or(BundleError::Layout("pages"))?;
        for kid in &parts.kids {
            self.pages.push(new(kid)?);
        }
        for kid in &parts.tag_kids {
            self.tags.push(new(kid)?);
        }
        for (key, tags) in &parts.parents {
            self.parents.push((self.next_parent + key, new(tags)?));
        }
        for (name, element) in &parts.identifiers {
            self.identifiers.push(([prefix.as_bytes(), name].concat(), new(element)?));
        }
        self.next_parent += parts.next_parent;
        let ends =
            |outline: &paper::Outline| Some((new(&outline.first).ok()?, new(&outline.last).ok()?));
        let first_and_last = parts.outline.as_ref().and_then(ends);
        self.titles.push(Title { label: label.to_owned(), page, first_and_last });
        self.outline.push(title);
        self.roles = parts.roles.to_vec();
        self.keep_metadata(&parts);
        Ok(())
    }

    /// How many pages it has so far.
    pub(crate) const fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The file claims no more than each of its papers does.
    fn keep_metadata(&mut self, parts: &Parts<'_>) {
        if self.metadata.as_ref().is_none_or(|kept| kept.claims && !parts.claims) {
            self.metadata = Some(Metadata {
                info: parts.info.to_vec(),
                xmp: parts.xmp.to_vec(),
                language: parts.language.to_vec(),
                identifier: parts.identifier.to_vec(),
                claims: parts.claims,
            });
        }
    }

    /// Writes what ties the papers together.
    pub(crate) fn finish(mut self) -> Result<W, BundleError> {
        let metadata = self.metadata.take().ok_or(BundleError::Empty)?;
        let listed = |numbers: &[u32]| {
            numbers.iter().map(|number| format!("{number} 0 R")).collect::<Vec<_>>().join(" ")
        };
        let pages =
            format!("<</Type/Pages/Count {}/Kids[{}]>>", self.pages.len(), listed(&self.pages));
        self.object(PAGES, pages.as_bytes())?;
        let tags = listed(&std::mem::take(&mut self.tags));
        self.write_tags(&tags)?;
        self.write_outline()?;
        let info = self.reserve();
        self.object(info, &metadata.info)?;
        let xmp = self.reserve();
        self.object(xmp, &metadata.xmp)?;
        let catalog = self.reserve();
        let language = String::from_utf8_lossy(&metadata.language).into_owned();
        let body = format!(
            "<</Type/Catalog/Pages {PAGES} 0 R/Metadata {xmp} 0 R/Lang{language}/StructTreeRoot {TAGS} 0 R\
             /MarkInfo<</Marked true/Suspects false>>/ViewerPreferences<</DisplayDocTitle true/Direction/L2R>>\
             /Outlines {OUTLINE} 0 R>>"
        );
        self.object(catalog, body.as_bytes())?;
        let table = self.at;
        let mut text = format!("xref\n0 {}\n0000000000 65535 f\r\n", self.places.len() + 1);
        for place in &self.places {
            text.push_str(&format!("{place:010} 00000 n\r\n"));
        }
        text.push_str(&format!(
            "trailer\n<</Size {}/Root {catalog} 0 R/Info {info} 0 R/ID",
            self.places.len() + 1
        ));
        self.put(text.as_bytes())?;
        self.put(&metadata.identifier)?;
        self.put(format!(">>\nstartxref\n{table}\n%%EOF").as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write_tags(&mut self, kids: &str) -> io::Result<()> {
        let mut body = b"<</Type/StructTreeRoot".to_vec();
        body.extend_from_slice(&self.roles);
        body.extend_from_slice(format!("/K[{kids}]/ParentTree<</Nums[").as_bytes());
        for (key, tags) in &self.parents {
            body.extend_from_slice(format!("{key} {tags} 0 R ").as_bytes());
        }
        body.extend_from_slice(b"]>>/IDTree<</Names[");
        for (name, element) in &self.identifiers {
            body.push(b'(');
            body.extend_from_slice(name);
            body.extend_from_slice(format!("){element} 0 R").as_bytes());
        }
        body.extend_from_slice(format!("]>>/ParentTreeNextKey {}>>", self.next_parent).as_bytes());
        self.object(TAGS, &body)
    }

    fn write_outline(&mut self) -> io::Result<()> {
        let titles = std::mem::take(&mut self.titles);
        let numbers = std::mem::take(&mut self.outline);
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Ok(()) };
        let body =
            format!("<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {}>>", numbers.len());
        self.object(OUTLINE, body.as_bytes())?;
        for (at, (title, number)) in titles.iter().zip(&numbers).enumerate() {
            let mut body = format!("<</Parent {OUTLINE} 0 R/Title<FEFF");
            for unit in title.label.encode_utf16() {
                body.push_str(&format!("{unit:04X}"));
            }
            body.push_str(&format!(">/Dest[{} 0 R/Fit]", title.page));
            if let Some(before) = at.checked_sub(1).and_then(|at| numbers.get(at)) {
                body.push_str(&format!("/Prev {before} 0 R"));
            }
            if let Some(after) = numbers.get(at + 1) {
                body.push_str(&format!("/Next {after} 0 R"));
            }
            if let Some((first, last)) = title.first_and_last {
                body.push_str(&format!("/First {first} 0 R/Last {last} 0 R/Count -1"));
            }
            body.push_str(">>");
            self.object(*number, body.as_bytes())?;
        }
        Ok(())
    }
}
