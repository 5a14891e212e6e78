//! A dry run's lines as they are shown: by what they do, each with its sentences.

use std::collections::BTreeMap;

use domain::people::census::{Line, Verdict};
use store::DryRun;

use crate::intake::ReadFile;
use crate::wording::census::{SchoolNames, change, conflict, conflict_sort, note};

/// Lines that a person may accept, at most, on one page; the others wait for the next file.
const MOST_ACCEPTED: usize = 150;

domain::vocabulary! {
    /// Which lines are shown.
    Group {
        /// People who enter.
        New = "nouveaux",
        /// People who change.
        Updated = "modifies",
        /// People who stay as they are.
        Unchanged = "inchanges",
        /// Lines left aside.
        Conflict = "conflits",
        /// Lines that cannot be read.
        Rejected = "rejets",
        /// What was repaired or left out.
        Warnings = "remarques",
    }
}

/// A line as it is shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The file's line.
    pub line: u64,
    /// Whom it is about; blank if it could not be read.
    pub who: String,
    /// What is to be said of it.
    pub sentences: Vec<String>,
}

/// What a person should look at first.
#[must_use]
pub fn first_group(run: &DryRun) -> Group {
    let waiting =
        run.lines.iter().filter(|line| group_of(line) == Group::Conflict && !is_askable(line));
    if waiting.count() > 0 {
        Group::Conflict
    } else if run.tally.rejected > 0 {
        Group::Rejected
    } else if run.tally.new > 0 {
        Group::New
    } else if run.tally.updated > 0 {
        Group::Updated
    } else {
        Group::Unchanged
    }
}

/// The lines of a group; those that a person may decide stand apart, in [`askable`].
#[must_use]
pub fn rows(group: Group, run: &DryRun, file: &ReadFile, names: &SchoolNames) -> Vec<Shown> {
    let untold =
        |line: u64, sentence: String| Shown { line, who: String::new(), sentences: vec![sentence] };
    match group {
        Group::Rejected => {
            file.rejected.iter().map(|(line, why)| untold(*line, why.clone())).collect()
        }
        Group::Warnings => {
            file.warnings.iter().map(|(line, warning)| untold(*line, warning.clone())).collect()
        }
        _ => {
            let asked = askable(run, names).last().map_or(0, |row| row.line);
            let lines = run.lines.iter().filter(|line| group_of(line) == group);
            let lines = lines.filter(|line| !(is_askable(line) && line.line <= asked));
            lines.map(|line| shown(line, names)).collect()
        }
    }
}

const fn is_askable(line: &Line) -> bool {
    matches!(&line.verdict, Verdict::Conflict(reason) if reason.can_be_accepted())
}

const fn group_of(line: &Line) -> Group {
    match line.verdict {
        Verdict::New => Group::New,
        Verdict::Updated(_) => Group::Updated,
        Verdict::Unchanged => Group::Unchanged,
        Verdict::Conflict(_) => Group::Conflict,
    }
}

fn shown(line: &Line, names: &SchoolNames) -> Shown {
    let mut sentences = match &line.verdict {
        Verdict::Updated(changes) => changes.iter().map(|one| change(one, names)).collect(),
        Verdict::Conflict(reason) => vec![conflict(reason, names)],
        Verdict::New | Verdict::Unchanged => Vec::new(),
    };
    if !matches!(line.verdict, Verdict::Conflict(_)) {
        sentences.extend(line.notes.iter().map(note));
    }
    Shown { line: line.line, who: line.who.clone(), sentences }
}

/// The conflicts that a person may decide, as many as one page can ask.
#[must_use]
pub fn askable(run: &DryRun, names: &SchoolNames) -> Vec<Shown> {
    let askable = run.lines.iter().filter(|line| is_askable(line));
    askable.take(MOST_ACCEPTED).map(|line| shown(line, names)).collect()
}

/// All conflicts of one sort, to be decided at once.
#[derive(Debug, Clone, Copy)]
pub struct Bulk {
    /// The sort's code.
    pub code: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// How many lines.
    pub lines: usize,
}

/// The sorts of conflict that a person may decide, where several lines share one.
#[must_use]
pub fn bulks(run: &DryRun) -> Vec<Bulk> {
    let mut sorts: BTreeMap<&'static str, Bulk> = BTreeMap::new();
    for line in run.lines.iter().filter(|line| is_askable(line)) {
        if let Verdict::Conflict(conflict) = &line.verdict {
            let (code, name) = (conflict.code(), conflict_sort(conflict));
            sorts.entry(code).or_insert(Bulk { code, name, lines: 0 }).lines += 1;
        }
    }
    sorts.into_values().filter(|sort| sort.lines > 1).collect()
}
