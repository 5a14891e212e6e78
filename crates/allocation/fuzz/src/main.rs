//! One program that fuzzes the engine: `READER` names what reads the bytes; without it, the names are printed.
//!
//! Run by `cargo xtask fuzz`.
#![no_main]

mod bytes;
mod changes;
mod files;
mod kept;
mod made;
mod right;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

/// Takes bytes; ends normally whatever they are, or there is a fault.
type Target = fn(&[u8]);

/// One line a target.
const TARGETS: &[(&str, Target)] = &[
    ("files", files::solve),
    ("made", made::solve),
    ("changes", changes::follow),
    ("plan", kept::audit),
];

static CHOSEN: OnceLock<Target> = OnceLock::new();

/// The target that `READER` names; else prints the names, one a line, and ends.
fn choose() -> Target {
    let wanted = std::env::var("READER").unwrap_or_default();
    let Some((_, target)) = TARGETS.iter().find(|(name, _)| *name == wanted) else {
        for (name, _) in TARGETS {
            println!("{name}");
        }
        std::process::exit(i32::from(!wanted.is_empty()));
    };
    *target
}

fuzz_target!(
    init: {
        CHOSEN.get_or_init(choose);
    },
    |bytes: &[u8]| {
        CHOSEN.get_or_init(choose)(bytes);
    }
);
