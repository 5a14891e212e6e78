//! One program that fuzzes any reader: `READER` names which; without it, the names are printed.
//!
//! A new reader is one line in [`readers::READERS`]. Run by `cargo xtask fuzz`.
#![no_main]

mod identifiers;
mod readers;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use readers::{READERS, Reader};

static CHOSEN: OnceLock<Reader> = OnceLock::new();

/// The reader that `READER` names; else prints the names, one a line, and ends.
fn choose() -> Reader {
    let wanted = std::env::var("READER").unwrap_or_default();
    let Some((_, reader)) = READERS.iter().find(|(name, _)| *name == wanted) else {
        for (name, _) in READERS {
            println!("{name}");
        }
        std::process::exit(i32::from(!wanted.is_empty()));
    };
    *reader
}

fuzz_target!(
    init: {
        CHOSEN.get_or_init(choose);
    },
    |bytes: &[u8]| {
        CHOSEN.get_or_init(choose)(bytes);
    }
);
