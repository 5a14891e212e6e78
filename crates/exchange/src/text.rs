//! From bytes to text: French schools and suppliers send four encodings and never say which
//! (`domain.md` §5.8, point 1).

use std::borrow::Cow;

use crate::reading::{Binary, FileError};
use crate::records::plain_line_ends;

domain::vocabulary! {
    /// The encodings read.
    Encoding {
        /// UTF-8, with or without a byte order mark.
        Utf8 = "utf-8",
        /// UTF-16, little-endian ("Unicode text" of a spreadsheet).
        Utf16Le = "utf-16le",
        /// Windows-1252.
        Windows1252 = "windows-1252",
        /// ISO-8859-15 (Latin 9); ISO-8859-1 differs in no letter French uses.
        Iso885915 = "iso-8859-15",
    }
}

/// A file's text and the encoding it was read with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark, lines ended by `\n` alone.
    pub text: String,
    /// The encoding.
    pub encoding: Encoding,
}

/// Reads bytes as text, in the encoding asked for or in the one they seem to be in.
///
/// # Errors
/// [`FileError::Empty`], [`FileError::NotText`], and [`FileError::NotIn`] when the encoding asked for
/// does not fit.
pub fn decode(bytes: &[u8], forced: Option<Encoding>) -> Result<Decoded, FileError> {
    if bytes.is_empty() {
        return Err(FileError::Empty);
    }
    if let Some(binary) = signature(bytes) {
        return Err(FileError::NotText(binary));
    }
    let encoding = forced.map_or_else(|| guess(bytes), Ok)?;
    let text = decode_as(bytes, encoding).ok_or(match forced {
        Some(encoding) => FileError::NotIn(encoding),
        None => FileError::NotText(Binary::Other),
    })?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}'))
    {
        return Err(match forced {
            Some(encoding) => FileError::NotIn(encoding),
            None => FileError::NotText(Binary::Other),
        });
    }
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    let plain = if let Cow::Owned(plain) = plain_line_ends(&text) { plain } else { text };
    Ok(Decoded { text: plain, encoding })
}

fn signature(bytes: &[u8]) -> Option<Binary> {
    const SIGNATURES: [(&[u8], Binary); 9] = [
        (b"PK\x03\x04", Binary::Zip),
        (b"PK\x05\x06", Binary::Zip),
        (b"\xd0\xcf\x11\xe0", Binary::OldSpreadsheet),
        (b"%PDF", Binary::Pdf),
        (b"\x89PNG", Binary::Picture),
        (b"\xff\xd8\xff", Binary::Picture),
        (b"GIF8", Binary::Picture),
        (b"\x1f\x8b", Binary::Other),
        (b"\x7fELF", Binary::Other),
    ];
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, binary)| *binary)
}

fn guess(bytes: &[u8]) -> Result<Encoding, FileError> {
    if bytes.starts_with(b"\xff\xfe") || looks_like_utf16le(bytes) {
        return Ok(Encoding::Utf16Le);
    }
    if bytes.contains(&0) {
        return Err(FileError::NotText(Binary::Other));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(Encoding::Utf8);
    }
    Ok(if looks_like_latin9(bytes) { Encoding::Iso885915 } else { Encoding::Windows1252 })
}

/// Without a byte order mark: text in our alphabet has a zero in nearly every second byte.
fn looks_like_utf16le(bytes: &[u8]) -> bool {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let zeros = pairs.iter().filter(|pair| pair[1] == 0 && pair[0] != 0).count();
    rest.is_empty() && pairs.len() >= 2 && zeros * 10 >= pairs.len() * 9
}

/// The two single-byte encodings differ in 0x80..0x9F, which Latin 9 leaves to controls, and in eight
/// characters: œ, Œ and Ÿ beside a letter and € beside a figure are worth more than ½, ¼, ¾ and ¤.
fn looks_like_latin9(bytes: &[u8]) -> bool {
    if bytes.iter().any(|byte| (0x80..=0x9f).contains(byte)) {
        return false;
    }
    let beside = |at: usize, wanted: fn(&u8) -> bool| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        [before, bytes.get(at + 1)].into_iter().flatten().any(wanted)
    };
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        0xbc..=0xbe => beside(at, u8::is_ascii_alphabetic),
        0xa4 => beside(at, |byte| byte.is_ascii_digit() || *byte == b' '),
        _ => false,
    })
}

fn decode_as(bytes: &[u8], encoding: Encoding) -> Option<String> {
    let codec = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        Encoding::Iso885915 => encoding_rs::ISO_8859_15,
    };
    let (text, broken) = codec.decode_with_bom_removal(bytes);
    (!broken).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding_of(bytes: &[u8]) -> Result<(String, Encoding), FileError> {
        decode(bytes, None).map(|decoded| (decoded.text, decoded.encoding))
    }

    #[test]
    fn encodings_are_told_apart() {
        let utf16: Vec<u8> = "élève;à\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, text, encoding) in [
            ("élève".as_bytes(), "élève", Encoding::Utf8),
            ("\u{feff}élève".as_bytes(), "élève", Encoding::Utf8),
            (b"plain\r\nlines\rhere", "plain\nlines\nhere", Encoding::Utf8),
            (b"\xe9l\xe8ve", "élève", Encoding::Windows1252),
            (b"B\x9cuf, l\x92\xe9l\xe8ve", "Bœuf, l’élève", Encoding::Windows1252),
            (b"B\xbduf \xe9l\xe8ve", "Bœuf élève", Encoding::Iso885915),
            (b"150 \xa4 pay\xe9s", "150 € payés", Encoding::Iso885915),
            (b"12 \xbd rue \xc9mile", "12 ½ rue Émile", Encoding::Windows1252),
            (utf16.as_slice(), "élève;à\n", Encoding::Utf16Le),
            ([b"\xff\xfe".as_slice(), &utf16].concat().as_slice(), "élève;à\n", Encoding::Utf16Le),
        ] {
            assert_eq!(encoding_of(bytes), Ok((text.to_owned(), encoding)), "{text}");
        }
    }

    #[test]
    fn what_is_not_text_is_named() {
        for (bytes, reason) in [
            (b"".as_slice(), FileError::Empty),
            (b" \r\n\t\n", FileError::Empty),
            (b"\xef\xbb\xbf", FileError::Empty),
            (b"\x89PNG\r\n\x1a\n\0\0", FileError::NotText(Binary::Picture)),
            (b"PK\x03\x04\x14\0", FileError::NotText(Binary::Zip)),
            (b"%PDF-1.7", FileError::NotText(Binary::Pdf)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", FileError::NotText(Binary::OldSpreadsheet)),
            (b"abc\0\0def\0", FileError::NotText(Binary::Other)),
            (b"abc\x01\x02", FileError::NotText(Binary::Other)),
        ] {
            assert_eq!(decode(bytes, None), Err(reason), "{bytes:?}");
        }
    }

    #[test]
    fn a_forced_encoding_is_obeyed_or_refused() {
        assert_eq!(decode(b"\xe9", Some(Encoding::Utf8)), Err(FileError::NotIn(Encoding::Utf8)));
        assert_eq!(decode(b"\xbd", Some(Encoding::Iso885915)).unwrap().text, "œ");
        assert_eq!(decode(b"\xbd", Some(Encoding::Windows1252)).unwrap().text, "½");
        assert_eq!(decode("é".as_bytes(), Some(Encoding::Windows1252)).unwrap().text, "Ã©");
    }
}
