//! Writing the plan's files: all of them or none, and a folder that was fine stays so.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use exchange::allocation::PlanFile;

/// What is wrong with the place named, before anything is computed.
pub(super) fn complaint(folder: &Path, names: &[&str]) -> Option<String> {
    // The nearest thing that exists on the way must be a folder.
    let existing = folder.ancestors().find(|place| place.exists());
    if let Some(place) = existing.filter(|place| !place.is_dir()) {
        return Some(format!(
            "{} : ce fichier existe déjà, et --out demande un dossier. Indiquez un dossier, existant ou à créer.",
            place.display()
        ));
    }
    let taken = names.iter().map(|name| folder.join(name)).find(|place| place.is_dir())?;
    Some(format!(
        "{} : un dossier porte déjà le nom d’un fichier à écrire. Renommez-le, ou indiquez un autre dossier à --out.",
        taken.display()
    ))
}

/// Writes every file, or leaves the folder as it was.
pub(super) fn write(folder: &Path, files: &[PlanFile]) -> io::Result<()> {
    write_with(folder, files, &|from, to| fs::rename(from, to))
}

type Rename<'a> = &'a dyn Fn(&Path, &Path) -> io::Result<()>;

fn write_with(folder: &Path, files: &[PlanFile], rename: Rename<'_>) -> io::Result<()> {
    let new: Vec<PathBuf> =
        folder.ancestors().take_while(|place| !place.exists()).map(PathBuf::from).collect();
    let beside = folder.join(format!(".cartable-{}.part", std::process::id()));
    let outcome = fs::create_dir_all(&beside).and_then(|()| {
        files.iter().try_for_each(|file| fs::write(beside.join(file.name), &file.bytes))?;
        put_in_place(folder, &beside, files, rename)
    });
    // What could not be removed is no reason to fail, nor to hide the reason of a failure.
    for file in files {
        let _ = fs::remove_file(beside.join(file.name));
        // Once all is written; otherwise what stood there has been put back.
        if outcome.is_ok() {
            let _ = fs::remove_file(before(&beside, file));
        }
    }
    let _ = fs::remove_dir(&beside);
    if outcome.is_err() {
        for made in new {
            let _ = fs::remove_dir(made);
        }
    }
    outcome
}

/// Where what a file replaces is kept until all are in place.
fn before(beside: &Path, file: &PlanFile) -> PathBuf {
    beside.join(format!("{}.before", file.name))
}

/// Moves each file to its place, and all of them back if one cannot go.
fn put_in_place(
    folder: &Path,
    beside: &Path,
    files: &[PlanFile],
    rename: Rename<'_>,
) -> io::Result<()> {
    let mut done: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut step = |from: PathBuf, to: PathBuf| {
        rename(&from, &to)?;
        done.push((from, to));
        Ok(())
    };
    let outcome = files.iter().try_for_each(|file| {
        let place = folder.join(file.name);
        if place.exists() {
            step(place.clone(), before(beside, file))?;
        }
        step(beside.join(file.name), place)
    });
    if outcome.is_err() {
        for (from, to) in done.iter().rev() {
            let _ = fs::rename(to, from);
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;

    use super::*;

    const NAMES: [&str; 3] = ["a.csv", "b.csv", "c.json"];

    fn files() -> Vec<PlanFile> {
        NAMES.map(|name| PlanFile { name, bytes: b"new".to_vec() }).into()
    }

    /// Every file of a folder, hidden ones too; none if there is no such folder.
    fn content(folder: &Path) -> Option<BTreeMap<String, String>> {
        let entries = fs::read_dir(folder).ok()?.map(Result::unwrap);
        let read = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap_or_else(|_| "a folder".into()))
        };
        Some(entries.map(read).collect())
    }

    #[test]
    fn all_files_or_none_whichever_step_fails() {
        let root = tempfile::tempdir().unwrap();
        let kept = root.path().join("kept");
        fs::create_dir(&kept).unwrap();
        for name in ["a.csv", "c.json", "mine.txt"] {
            fs::write(kept.join(name), "old").unwrap();
        }
        for folder in [kept.clone(), root.path().join("new/deep")] {
            let was = content(&folder);
            let mut failed = 0;
            // Two of the three files replace one: five steps where the folder exists.
            for fails_at in 1..=NAMES.len() + usize::from(was.is_some()) * 2 {
                let steps = Cell::new(0);
                let outcome = write_with(&folder, &files(), &|from, to| {
                    steps.set(steps.get() + 1);
                    if steps.get() == fails_at {
                        return Err(io::Error::other("no"));
                    }
                    fs::rename(from, to)
                });
                assert!(outcome.is_err(), "{fails_at}");
                assert_eq!(content(&folder), was, "{fails_at}");
                failed += 1;
            }
            assert!(failed >= 3 && !root.path().join("new").exists());
            write(&folder, &files()).unwrap();
            let mut now = was.unwrap_or_default();
            now.extend(NAMES.map(|name| (name.to_owned(), "new".to_owned())));
            assert_eq!(content(&folder), Some(now));
            fs::remove_dir_all(root.path().join("new")).ok();
        }
    }

    #[test]
    fn a_file_where_a_folder_should_be_is_a_sentence() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("plan");
        fs::write(&file, "x").unwrap();
        for wrong in [file.clone(), file.join("inside/deep")] {
            let told = complaint(&wrong, &NAMES).unwrap();
            assert!(told.starts_with(&format!("{} : ce fichier existe", file.display())), "{told}");
        }
        fs::create_dir(root.path().join("b.csv")).unwrap();
        assert!(complaint(root.path(), &NAMES).unwrap().contains("b.csv : un dossier"));
        assert_eq!(complaint(&root.path().join("new/deep"), &NAMES), None);
        assert_eq!(complaint(Path::new("."), &NAMES), None);
    }
}
