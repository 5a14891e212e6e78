//! Writes sample papers into a folder, to be looked at while writing a template (`cartable papers` writes
//! all): `cargo run -p documents --example samples -- DIR [LANGUAGE]`.

use documents::{Language, Press, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(words.next().unwrap_or_else(|| ".".to_owned()));
    let language = words.next().as_deref().and_then(Language::new);
    let press = Press::of_this_machine()?;
    for (name, make) in samples::FOR_FAMILIES.iter().chain(&samples::FOR_OTHERS) {
        std::fs::write(folder.join(format!("{name}.pdf")), make(&press, language.as_ref())?)?;
    }
    Ok(())
}
