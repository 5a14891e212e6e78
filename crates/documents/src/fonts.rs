//! Fonts: those built in, and those that the machine has for the scripts the built-in ones lack.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use typst::text::{Font, FontBook, FontInfo, FontStyle};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontPath, FontStore};

/// The face that papers are set in wherever it has the letters.
pub(crate) const BASE: &str = "Libertinus Serif";

/// What is known of a script (ISO 15924).
struct Script {
    name: &'static str,
    /// Families to try before any other.
    families: &'static [&'static str],
    /// The Debian package that brings one of them.
    package: &'static str,
    /// How large its letters are set, per cent of ours, so that both look alike beside each other.
    scale: u8,
}

const SCRIPTS: [Script; 6] = [
    Script {
        name: "Arab",
        families: &["Noto Naskh Arabic", "Noto Sans Arabic", "Amiri"],
        package: "fonts-noto-core",
        scale: 108,
    },
    Script {
        name: "Taml",
        families: &["Noto Serif Tamil", "Noto Sans Tamil"],
        package: "fonts-noto-core",
        scale: 88,
    },
    Script {
        name: "Beng",
        families: &["Noto Serif Bengali", "Noto Sans Bengali"],
        package: "fonts-noto-core",
        scale: 100,
    },
    Script {
        name: "Ethi",
        families: &["Noto Serif Ethiopic", "Noto Sans Ethiopic"],
        package: "fonts-noto-core",
        scale: 94,
    },
    Script {
        name: "Hans",
        families: &[
            "Noto Serif CJK SC",
            "Noto Sans CJK SC",
            "WenQuanYi Micro Hei",
            "Droid Sans Fallback",
        ],
        package: "fonts-droid-fallback",
        scale: 94,
    },
    Script {
        name: "Hant",
        families: &["Noto Serif CJK TC", "Noto Sans CJK TC", "Droid Sans Fallback"],
        package: "fonts-droid-fallback",
        scale: 94,
    },
];

/// How large a script is set, per cent of ours.
pub(crate) fn scale(script: &str) -> u8 {
    SCRIPTS.iter().find(|known| known.name == script).map_or(100, |known| known.scale)
}

/// The fonts of one press: a face is read from the disk when a paper first needs it, then kept.
pub struct Fonts {
    store: FontStore,
    /// How many of the first faces are built in.
    embedded: usize,
}

/// Letters that no font found here can draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoFont {
    /// Some of the letters, in the order of their codes.
    pub letters: String,
    /// The Debian package that brings a font for the script, where one is known.
    pub package: Option<&'static str>,
}

impl Fonts {
    /// The built-in fonts alone: Latin, Greek and Cyrillic.
    #[must_use]
    pub fn embedded() -> Self {
        let mut store = FontStore::new();
        let mut embedded = 0;
        for entry in typst_kit::fonts::embedded() {
            store.push(entry);
            embedded += 1;
        }
        Self { store, embedded }
    }

    /// Where a machine keeps its fonts: Debian's folder, and those that `CARTABLE_FONTS` names (parted by
    /// `:`), which come first.
    #[must_use]
    pub fn folders() -> Vec<PathBuf> {
        let named = std::env::var_os("CARTABLE_FONTS");
        let mut folders: Vec<PathBuf> =
            named.iter().flat_map(std::env::split_paths).filter(|path| path != "").collect();
        folders.push(PathBuf::from("/usr/share/fonts"));
        folders
    }

    /// The built-in fonts, then the upright regular and bold faces below these folders. A folder or file that
    /// cannot be read is passed over: what is missing shows in the languages that are not offered.
    #[must_use]
    pub fn discover(folders: &[PathBuf]) -> Self {
        let mut fonts = Self::embedded();
        let mut files = Vec::new();
        for folder in folders {
            let mut found = Vec::new();
            gather(folder, 0, &mut found);
            // The same machine, the same order, whatever the disk says first.
            found.sort();
            files.append(&mut found);
        }
        let mut seen: BTreeSet<(String, u16)> = BTreeSet::new();
        for path in files {
            let Ok(data) = std::fs::read(&path) else { continue };
            for (index, info) in (0..).zip(FontInfo::iter(&data)) {
                let weight = info.variant.weight.to_number();
                let wanted = info.variant.style == FontStyle::Normal && matches!(weight, 400 | 700);
                // A family that is built in stays as it was built in.
                let built_in = fonts.faces(&info.family).any(|face| face < fonts.embedded);
                if wanted && !built_in && seen.insert((info.family.to_lowercase(), weight)) {
                    fonts.store.push((FontPath { path: path.clone(), index }, info));
                }
            }
        }
        fonts
    }

    /// The family that draws all of `text` together with the built-in one; nothing when the built-in one
    /// draws all of it alone.
    ///
    /// # Errors
    /// [`NoFont`] when no family found does.
    pub(crate) fn family(&self, script: &str, text: &str) -> Result<Option<String>, NoFont> {
        let letters: BTreeSet<char> = text.chars().filter(|letter| is_drawn(*letter)).collect();
        let base: Vec<usize> = self.faces(BASE).collect();
        let lacking: BTreeSet<char> =
            letters.into_iter().filter(|letter| !self.any_draws(&base, *letter)).collect();
        if lacking.is_empty() {
            return Ok(None);
        }
        let known = SCRIPTS.iter().find(|known| known.name == script);
        let preferred = known.map_or(&[][..], |known| known.families);
        let others = (self.embedded..).map_while(|index| self.book().info(index));
        let candidates = preferred.iter().copied().chain(others.map(|info| info.family.as_str()));
        for family in candidates {
            let faces: Vec<usize> = self.faces(family).collect();
            // Every face: a word in bold must not turn into boxes.
            let draws = |letter: &char| faces.iter().all(|face| self.draws(*face, *letter));
            if !faces.is_empty() && lacking.iter().all(draws) {
                return Ok(Some(family.to_owned()));
            }
        }
        Err(NoFont {
            letters: lacking.into_iter().take(8).collect(),
            package: known.map(|known| known.package),
        })
    }

    fn faces(&self, family: &str) -> impl Iterator<Item = usize> {
        let family = family.to_lowercase();
        self.book().select_family(&family).collect::<Vec<_>>().into_iter()
    }

    fn any_draws(&self, faces: &[usize], letter: char) -> bool {
        faces.iter().any(|face| self.draws(*face, letter))
    }

    fn draws(&self, face: usize, letter: char) -> bool {
        self.book().info(face).is_some_and(|info| info.coverage.contains(letter.into()))
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }
}

/// Does a letter leave ink? Spaces, joiners and marks of direction do not.
fn is_drawn(letter: char) -> bool {
    !letter.is_whitespace()
        && !letter.is_control()
        && !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// Font files below a folder; links are followed, a few floors deep.
fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    if depth > 6 {
        return;
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, depth + 1, files);
        } else if is_font(&path) {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let kind = path.extension().and_then(std::ffi::OsStr::to_str);
    kind.is_some_and(|kind| {
        ["ttf", "otf", "ttc", "otc"].iter().any(|known| kind.eq_ignore_ascii_case(known))
    })
}
