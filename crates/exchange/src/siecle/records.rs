//! An export as records: what stands two levels under its root, with its attributes and its leaves.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::reading::FileError;
use crate::xml;

/// Deeper than any export goes.
const DEEPEST: usize = 24;
/// The elements that are records.
const RECORDS: [&str; 7] = [
    "PARAMETRES",
    "ELEVE",
    "STRUCTURES_ELEVE",
    "PERSONNE",
    "RESPONSABLE",
    "RESPONSABLE_ELEVE",
    "ADRESSE",
];

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub name: String,
    attributes: Vec<(String, String)>,
    /// Each leaf by its path inside the record, as `STRUCTURE/CODE_STRUCTURE`, in the file's order.
    leaves: Vec<(String, String)>,
}

impl Record {
    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first leaf at a path, unless it is blank.
    pub fn field(&self, path: &str) -> Option<&str> {
        self.leaves
            .iter()
            .find(|(known, text)| known == path && !text.is_empty())
            .map(|(_, text)| text.as_str())
    }

    /// Every leaf, in order.
    pub fn leaves(&self) -> impl Iterator<Item = (&str, &str)> {
        self.leaves.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

/// Gives every record of a document, with its root's name, to `take`.
pub(super) fn read(text: &str, take: &mut dyn FnMut(&str, Record)) -> Result<(), FileError> {
    let mut reader = Reader::from_str(text);
    let mut root: Option<String> = None;
    let mut depth = 0_usize;
    loop {
        match xml::next(&mut reader)? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                // A record holds its own end: what it is made of is never a record.
                if RECORDS.contains(&name.as_str()) && root.is_some() {
                    let record = record(&mut reader, &tag)?;
                    take(root.as_deref().unwrap_or_default(), record);
                    continue;
                }
                depth += 1;
                if depth > DEEPEST {
                    return Err(FileError::Damaged);
                }
                root.get_or_insert(name);
            }
            Event::Empty(tag) => {
                let name = tag.local_name();
                root.get_or_insert_with(|| name.as_ref().to_owned());
                if RECORDS.contains(&name.as_ref()) {
                    let attributes = attributes(&tag)?;
                    let record =
                        Record { name: name.as_ref().to_owned(), attributes, leaves: Vec::new() };
                    take(root.as_deref().unwrap_or_default(), record);
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth == 0 && root.is_some() => return Ok(()),
            Event::Eof => return Err(FileError::Damaged),
            _ => {}
        }
    }
}

fn attributes(tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, FileError> {
    let mut all = Vec::new();
    for name in ["ELEVE_ID", "ELENOET", "PERSONNE_ID", "ADRESSE_ID"] {
        if let Some(value) = xml::attribute(tag, name)? {
            all.push((name.to_owned(), value));
        }
    }
    Ok(all)
}

fn record(reader: &mut Reader<&[u8]>, tag: &BytesStart<'_>) -> Result<Record, FileError> {
    let name = tag.local_name().as_ref().to_owned();
    let mut record = Record { name, attributes: attributes(tag)?, leaves: Vec::new() };
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    loop {
        match xml::next(reader)? {
            Event::Start(tag) => {
                path.push(tag.local_name().as_ref().to_owned());
                if path.len() > DEEPEST {
                    return Err(FileError::Damaged);
                }
                text.clear();
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(part) => text.push(xml::character(&part)?),
            Event::End(_) => {
                if path.is_empty() {
                    return Ok(record);
                }
                let leaf = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !leaf.is_empty() {
                    record.leaves.push((path.join("/"), leaf));
                }
                text.clear();
                path.pop();
            }
            Event::Eof => return Err(FileError::Damaged),
            _ => {}
        }
    }
}
