//! Stacked bars: each row a whole, cut into the same parts.

use askama::Template;
use askama::filters::HtmlSafe;

use domain::disclosure::{DisclosedRow, Shown, sum_of_shown};

use super::{ROW, percent, shortened};
use crate::wording::disclosure::shown;
use crate::wording::{capital, thousands};

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackRow {
    /// What it is about.
    pub label: String,
    /// The size of each part, in the order of the chart's parts.
    pub values: Vec<u64>,
    /// The same as read, and the row's total.
    pub texts: Vec<String>,
    /// The total as read.
    pub total: String,
    /// Where its documents are; may be empty.
    pub path: String,
}

/// A picture of stacked bars with a key and a table; `id` must be unique in its page; up to five parts.
#[derive(Debug, Clone, Template)]
#[template(path = "components/charts/stacked.html")]
pub struct StackedChart {
    id: &'static str,
    title: String,
    heading: &'static str,
    parts: Vec<String>,
    rows: Vec<StackRow>,
}

impl HtmlSafe for StackedChart {}

/// One part of a row as it is drawn.
struct Segment {
    x: String,
    width: String,
    tone: usize,
}

impl StackedChart {
    /// An empty picture: its id, its title, the heading of its rows, the names of the parts.
    #[must_use]
    pub fn new(
        id: &'static str,
        title: impl Into<String>,
        heading: &'static str,
        parts: &[&str],
    ) -> Self {
        let parts = parts.iter().take(5).map(|part| capital(part)).collect();
        Self { id, title: title.into(), heading, parts, rows: Vec::new() }
    }

    /// One more row of counts.
    #[must_use]
    pub fn row(self, label: &str, values: &[u64]) -> Self {
        let texts = values.iter().map(|value| thousands(*value)).collect();
        self.row_read_as(label, values, texts, thousands(values.iter().sum()))
    }

    /// One more row of counts of families, as its reader may see them: what is hidden is not drawn.
    #[must_use]
    pub fn row_disclosed(self, label: &str, row: &DisclosedRow) -> Self {
        let values: Vec<u64> = row.cells.iter().map(|cell| drawn(*cell)).collect();
        let texts = row.cells.iter().map(|cell| shown(*cell)).collect();
        // What is shown adds up to no more than anybody can add.
        let known = Shown::AtLeast(sum_of_shown(row.cells.iter().copied()));
        let total = shown(row.total.map_or(known, Shown::Exact));
        self.row_read_as(label, &values, texts, total)
    }

    /// One more row whose figures are written otherwise (euros).
    #[must_use]
    pub fn row_read_as(
        mut self,
        label: &str,
        values: &[u64],
        texts: Vec<String>,
        total: String,
    ) -> Self {
        let (label, values) = (capital(label), values.to_vec());
        self.rows.push(StackRow { label, values, texts, total, path: String::new() });
        self
    }

    /// The last row leads there.
    #[must_use]
    pub fn leading_to(mut self, path: String) -> Self {
        if let Some(row) = self.rows.last_mut() {
            row.path = path;
        }
        self
    }

    /// Nothing to draw?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn segments(&self, row: &StackRow) -> Vec<Segment> {
        let whole = self.rows.iter().map(|row| row.values.iter().sum()).max().unwrap_or(0);
        let mut before = 0;
        let mut segments = Vec::new();
        for (place, value) in row.values.iter().enumerate() {
            if *value > 0 {
                segments.push(Segment {
                    x: percent(before, whole),
                    width: percent(*value, whole),
                    tone: place % 5 + 1,
                });
            }
            before += value;
        }
        segments
    }

    fn height(&self) -> u64 {
        self.rows.len() as u64 * ROW
    }

    fn short(&self, row: &StackRow) -> String {
        shortened(&row.label, &row.total)
    }

    /// Each figure of a row under the name of its part.
    fn cells<'a>(&'a self, row: &'a StackRow) -> Vec<(&'a String, &'a String)> {
        self.parts.iter().zip(&row.texts).collect()
    }

    fn summary(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let parts = self.cells(row).into_iter().map(|(part, text)| format!("{part} {text}"));
            format!("{} : {}", row.label, parts.collect::<Vec<_>>().join(", "))
        });
        rows.collect::<Vec<_>>().join(" ; ")
    }
}

fn drawn(cell: Shown) -> u64 {
    match cell {
        Shown::Exact(count) => count,
        Shown::Under(_) | Shown::AtLeast(_) | Shown::Withheld => 0,
    }
}

#[cfg(test)]
mod tests {
    use domain::disclosure::{Audience, disclose_row};

    use super::StackedChart;

    #[test]
    fn a_hidden_part_is_neither_drawn_nor_given_back_by_its_total() {
        let row = disclose_row(&[90, 3], Audience::Inside);
        let chart = StackedChart::new("besoins", "Besoins", "Type", &["servis", "en attente"]);
        let html = chart.row_disclosed("tablettes", &row).to_string();
        assert!(html.contains("Servis non montré, En attente moins de 5"), "{html}");
        assert!(!html.contains("93") && !html.contains("90"), "{html}");
        assert!(!html.contains("fill-1 gap") && !html.contains("fill-2 gap"), "{html}");
    }

    #[test]
    fn parts_stand_one_behind_the_other() {
        let chart = StackedChart::new("besoins", "Besoins", "Type", &["servis", "en attente"])
            .row("tablettes", &[90, 110])
            .row("clés 4G", &[0, 50]);
        let html = chart.to_string();
        assert!(html.contains("x=\"45.00%\" y=\"1.500em\" width=\"55.00%\""), "{html}");
        assert!(html.contains("x=\"0.00%\" y=\"4.500em\" width=\"25.00%\""), "{html}");
        assert!(html.contains("Tablettes : Servis 90, En attente 110"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }
}
