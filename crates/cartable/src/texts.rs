//! Which words and fonts papers are printed with.

use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};
use documents::{Fonts, Press, TextBook};

/// The words of a town's own.
#[derive(Debug, Clone, clap::Args)]
pub struct Texts {
    /// Dossier de textes qui remplacent ceux du programme sur les papiers (variable CARTABLE_TEXTS).
    #[arg(
        id = "texts",
        long = "texts",
        env = "CARTABLE_TEXTS",
        value_name = "DOSSIER",
        hide_env = true
    )]
    folder: Option<PathBuf>,
}

impl Texts {
    /// A press with these words.
    ///
    /// # Errors
    /// Everything that is wrong in the folder's files.
    pub fn press(&self) -> Result<Press> {
        let texts = match &self.folder {
            Some(folder) => TextBook::load(folder)?,
            None => TextBook::built_in()?,
        };
        Ok(Press::new(Fonts::discover(&Fonts::folders()), texts))
    }

    /// Makes a town's own words those of every paper from now on; without any, the first paper finds the
    /// program's.
    ///
    /// # Errors
    /// Everything that is wrong in the folder's files.
    pub fn share(&self) -> Result<()> {
        if self.folder.is_none() {
            return Ok(());
        }
        let press = self.press();
        let press =
            press.context("Les textes des papiers ne sont pas bons. Cartable n'est pas ouvert.")?;
        press.share().map_err(|_| anyhow!("Les papiers ont déjà leurs textes."))
    }
}
