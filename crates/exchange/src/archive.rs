//! ZIP archives from outside: what they hold is unfolded under a limit before anything reads it.
//!
//! A small archive can unfold to more than a machine holds, say any size of itself, or name a file
//! outside its folder. Names here are never used as paths; those that leave the folder are refused all
//! the same, since no honest program writes them.

use std::io::{Cursor, Read, Write as _};

use zip::ZipArchive;

use crate::reading::FileError;

/// The most bytes that an archive may unfold to.
const MOST_UNFOLDED: u64 = 512 << 20;
/// The most files in an archive.
const MOST_ENTRIES: usize = 2_000;

/// Several files chosen together, as one archive. `None` if two have the same name.
#[must_use]
pub fn bundle(files: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).ok()?;
        archive.write_all(bytes).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

/// The names of an archive's files, once all of them are known to unfold within limits.
///
/// # Errors
/// [`FileError::Damaged`], [`FileError::Encrypted`], [`FileError::TooLarge`], [`FileError::PathOut`].
pub(crate) fn names(bytes: &[u8]) -> Result<Vec<String>, FileError> {
    let mut names = Vec::new();
    walk(bytes, |name, file, left| {
        let unfolded = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        names.push(name);
        unfolded.map_err(|_| FileError::Damaged)
    })?;
    Ok(names)
}

/// The bytes of the files whose name `wanted` takes.
///
/// # Errors
/// As [`names`].
pub(crate) fn entries(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Vec<u8>>, FileError> {
    let mut entries = Vec::new();
    walk(bytes, |name, file, left| {
        if !wanted(&name) {
            return Ok(0);
        }
        let mut bytes = Vec::new();
        file.take(left + 1).read_to_end(&mut bytes).map_err(|_| FileError::Damaged)?;
        let unfolded = bytes.len() as u64;
        entries.push(bytes);
        Ok(unfolded)
    })?;
    Ok(entries)
}

/// Gives each file to `take`, with how many bytes are left; `take` answers how many it unfolded.
fn walk(
    bytes: &[u8],
    mut take: impl FnMut(String, &mut dyn Read, u64) -> Result<u64, FileError>,
) -> Result<(), FileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileError::Damaged)?;
    if archive.len() > MOST_ENTRIES {
        return Err(FileError::TooLarge);
    }
    let mut left = MOST_UNFOLDED;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => FileError::Encrypted,
            _ => FileError::Damaged,
        })?;
        let name = file.name().map_err(|_| FileError::Damaged)?.into_owned();
        if file.enclosed_name().is_none() || name.starts_with(['/', '\\']) {
            return Err(FileError::PathOut);
        }
        if file.is_dir() {
            continue;
        }
        let unfolded = take(name, &mut file, left)?;
        left = left.checked_sub(unfolded).ok_or(FileError::TooLarge)?;
    }
    Ok(())
}
