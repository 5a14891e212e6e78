//! XML from outside: no document type, no entity but the five that XML itself has, a bounded depth.

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::reading::FileError;

/// The next event.
///
/// # Errors
/// [`FileError::Damaged`] where the XML is not well-formed, [`FileError::Entities`] at a document type.
pub(crate) fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, FileError> {
    match reader.read_event() {
        Ok(Event::DocType(_)) => Err(FileError::Entities),
        Ok(event) => Ok(event),
        Err(_) => Err(FileError::Damaged),
    }
}

/// An attribute, by its qualified name.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, FileError> {
    let found = tag.try_get_attribute(name).map_err(|_| FileError::Damaged)?;
    let Some(found) = found else { return Ok(None) };
    let value = found.normalized_value(quick_xml::XmlVersion::Explicit1_0);
    Ok(Some(value.map_err(|_| FileError::Entities)?.into_owned()))
}

/// The character that a reference stands for.
///
/// # Errors
/// [`FileError::Entities`] for an entity that XML itself does not have.
pub(crate) fn character(reference: &BytesRef<'_>) -> Result<char, FileError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| FileError::Damaged)? {
        return Ok(character);
    }
    match &*reference.xml10_content() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(FileError::Entities),
    }
}

/// Does this look like XML?
pub(crate) fn is_xml(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.starts_with(b"<?xml") || bytes.starts_with(b"<BEE_")
}

/// The text of a document, in the encoding that its first line declares; UTF-8 where it says nothing.
///
/// # Errors
/// [`FileError::Damaged`] when the bytes are not in that encoding, or it is unknown.
pub(crate) fn text(bytes: &[u8]) -> Result<String, FileError> {
    let codec =
        declared(bytes).map_or(Some(encoding_rs::UTF_8), |label| Encoding::for_label(&label));
    let (text, broken) = codec.ok_or(FileError::Damaged)?.decode_with_bom_removal(bytes);
    if broken { Err(FileError::Damaged) } else { Ok(text.into_owned()) }
}

/// The encoding named in `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = &bytes[..bytes.len().min(200)];
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let head = &head[..end];
    let name = b"encoding=";
    let at = head.windows(name.len()).position(|word| word == name)? + name.len();
    let (quote, rest) = head.get(at..)?.split_first()?;
    let end = rest.iter().position(|byte| byte == quote)?;
    Some(rest[..end].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_encoding_is_obeyed() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-15'?><a>\xe9\xbd</a>";
        assert_eq!(text(latin).unwrap().split_once("?>").unwrap().1, "<a>éœ</a>");
        assert_eq!(text("<a>é</a>".as_bytes()).unwrap(), "<a>é</a>");
        assert_eq!(text(b"<a>\xe9</a>"), Err(FileError::Damaged));
        assert_eq!(text(b"<?xml encoding=\"nothing\"?><a/>"), Err(FileError::Damaged));
    }

    #[test]
    fn a_document_type_is_refused_and_so_is_an_entity() {
        let read = |document: &str| {
            let mut reader = Reader::from_str(document);
            loop {
                match next(&mut reader)? {
                    Event::GeneralRef(reference) => return character(&reference).map(Some),
                    Event::Eof => return Ok(None),
                    _ => {}
                }
            }
        };
        assert_eq!(read("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), Err(FileError::Entities));
        assert_eq!(read("<a>&b;</a>"), Err(FileError::Entities));
        assert_eq!(read("<a>&amp;</a>"), Ok(Some('&')));
        assert_eq!(read("<a>&#233;</a>"), Ok(Some('é')));
        assert_eq!(read("<a></a>"), Ok(None));
    }
}
