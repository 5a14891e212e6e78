//! A ZIP archive written from its beginning to its end, never back: a workbook's envelope.
//!
//! Short parts are stored with their length in front, as `OpenDocument` asks of `mimetype`; the long ones
//! are deflated as they come, their length after them. The `zip` crate puts every length after its part
//! when it cannot seek, which readers of `OpenDocument` may refuse for a stored part: hence this.

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// Version 2.0: deflate and lengths after the part.
const NEEDED: u16 = 20;
/// The flag of a part whose length follows it.
const LENGTH_FOLLOWS: u16 = 8;
/// The first of January 1980, midnight: the first day a ZIP knows. The same rows, the same bytes.
const DAY: u16 = 0x21;

pub(super) struct Archive<W> {
    out: W,
    at: u64,
    parts: Vec<Part>,
    open: Option<Open>,
}

struct Part {
    name: &'static str,
    number: u32,
    at: u64,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    plain: u64,
}

/// The part being written.
struct Open {
    crc: Crc,
    plain: u64,
    encoder: DeflateEncoder<Vec<u8>>,
}

impl<W: Write> Archive<W> {
    pub(super) const fn new(out: W) -> Self {
        Self { out, at: 0, parts: Vec::new(), open: None }
    }

    /// A short part, whole.
    pub(super) fn part(&mut self, name: &'static str, content: &[u8]) -> io::Result<()> {
        self.close()?;
        let mut crc = Crc::new();
        crc.update(content);
        let length = content.len() as u64;
        let (crc, at) = (crc.sum(), self.at);
        let (flags, method) = (0, 0);
        let part = Part { name, number: 0, at, flags, method, crc, packed: length, plain: length };
        self.head(&part)?;
        self.parts.push(part);
        self.put(content)
    }

    /// Begins a long part; what is written from now on is in it. `{}` in its name stands for its number.
    pub(super) fn begin(&mut self, name: &'static str, number: u32) -> io::Result<()> {
        self.close()?;
        let (flags, method, at) = (LENGTH_FOLLOWS, 8, self.at);
        let part = Part { name, number, at, flags, method, crc: 0, packed: 0, plain: 0 };
        self.head(&part)?;
        self.parts.push(part);
        let encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        self.open = Some(Open { crc: Crc::new(), plain: 0, encoder });
        Ok(())
    }

    /// Ends the archive.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.close()?;
        let start = self.at;
        for part in std::mem::take(&mut self.parts) {
            let entry = part.entry()?;
            self.parts.push(part);
            self.put(&entry)?;
        }
        let (many, length) = (self.parts.len() as u64, self.at - start);
        let mut end = Vec::new();
        end.extend(0x0605_4b50_u32.to_le_bytes());
        end.extend([0; 4]);
        end.extend(fits::<2>(many)?);
        end.extend(fits::<2>(many)?);
        end.extend(fits::<4>(length)?);
        end.extend(fits::<4>(start)?);
        end.extend([0; 2]);
        self.put(&end)?;
        self.out.flush()
    }

    fn close(&mut self) -> io::Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let rest = open.encoder.finish()?;
        self.put(&rest)?;
        let Some(part) = self.parts.last_mut() else { return Ok(()) };
        part.crc = open.crc.sum();
        part.plain = open.plain;
        part.packed = self.at - part.at - 30 - part.name().len() as u64;
        let mut after = 0x0807_4b50_u32.to_le_bytes().to_vec();
        after.extend(part.lengths()?);
        self.put(&after)
    }

    fn head(&mut self, part: &Part) -> io::Result<()> {
        let mut head = 0x0403_4b50_u32.to_le_bytes().to_vec();
        head.extend(part.common()?);
        head.extend([0; 2]);
        head.extend(part.name().as_bytes());
        self.put(&head)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

impl<W: Write> Write for Archive<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let open = self.open.as_mut().ok_or_else(|| io::Error::other("no part is begun"))?;
        open.crc.update(bytes);
        open.plain += bytes.len() as u64;
        open.encoder.write_all(bytes)?;
        let packed = std::mem::take(open.encoder.get_mut());
        self.put(&packed)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Part {
    fn name(&self) -> String {
        self.name.replace("{}", &self.number.to_string())
    }

    /// What the head and the entry of a part have in common, up to the length of its name.
    fn common(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for number in [NEEDED, self.flags, self.method, 0, DAY] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.lengths()?);
        bytes.extend(fits::<2>(self.name().len() as u64)?);
        Ok(bytes)
    }

    fn lengths(&self) -> io::Result<Vec<u8>> {
        let mut bytes = self.crc.to_le_bytes().to_vec();
        bytes.extend(fits::<4>(self.packed)?);
        bytes.extend(fits::<4>(self.plain)?);
        Ok(bytes)
    }

    /// Its line in the archive's list.
    fn entry(&self) -> io::Result<Vec<u8>> {
        let mut bytes = 0x0201_4b50_u32.to_le_bytes().to_vec();
        bytes.extend(NEEDED.to_le_bytes());
        bytes.extend(self.common()?);
        // No extra field, no comment, first disk, no attributes.
        bytes.extend([0; 12]);
        bytes.extend(fits::<4>(self.at)?);
        bytes.extend(self.name().as_bytes());
        Ok(bytes)
    }
}

/// A number of `N` bytes. Past 4 GB a workbook is refused: Excel opens none of that size either.
fn fits<const N: usize>(number: u64) -> io::Result<Vec<u8>> {
    let bytes = number.to_le_bytes();
    if bytes[N..].iter().any(|byte| *byte != 0) {
        return Err(io::Error::other("the workbook would be larger than 4 GB"));
    }
    Ok(bytes[..N].to_vec())
}
