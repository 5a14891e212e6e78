//! Horizontal bars, one figure each.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{ROW, percent, shortened};
use crate::wording::{capital, thousands};

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it counts.
    pub label: String,
    /// Its length.
    pub value: u64,
    /// The figure as it is read: `1 250` or `15 000,00 €`.
    pub text: String,
    /// Its colour, 1 to 5.
    pub tone: u8,
}

/// A picture of bars; `id` must be unique in its page.
#[derive(Debug, Clone, Template)]
#[template(path = "components/charts/bars.html")]
pub struct BarChart {
    id: &'static str,
    title: String,
    headings: (&'static str, &'static str),
    bars: Vec<Bar>,
}

impl HtmlSafe for BarChart {}

impl BarChart {
    /// An empty picture: its id, its title, the headings of its table ("Type", "Appareils").
    #[must_use]
    pub fn new(
        id: &'static str,
        title: impl Into<String>,
        headings: (&'static str, &'static str),
    ) -> Self {
        Self { id, title: title.into(), headings, bars: Vec::new() }
    }

    /// One more bar, for a count.
    #[must_use]
    pub fn bar(self, label: &str, value: u64) -> Self {
        self.bar_read_as(label, value, thousands(value), 1)
    }

    /// One more bar whose figure is written otherwise (euros), in one of the colours 1 to 5.
    #[must_use]
    pub fn bar_read_as(
        mut self,
        label: &str,
        value: u64,
        text: impl Into<String>,
        tone: u8,
    ) -> Self {
        self.bars.push(Bar {
            label: capital(label),
            value,
            text: text.into(),
            tone: tone.clamp(1, 5),
        });
        self
    }

    /// Nothing to draw?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bars.is_empty()
    }

    fn width(&self, bar: &Bar) -> String {
        percent(bar.value, self.bars.iter().map(|bar| bar.value).max().unwrap_or(0))
    }

    fn height(&self) -> u64 {
        self.bars.len() as u64 * ROW
    }

    fn short(&self, bar: &Bar) -> String {
        shortened(&bar.label, &bar.text)
    }

    fn summary(&self) -> String {
        let parts: Vec<String> =
            self.bars.iter().map(|bar| format!("{} : {}", bar.label, bar.text)).collect();
        parts.join(" ; ")
    }
}

#[cfg(test)]
mod tests {
    use super::BarChart;

    #[test]
    fn a_picture_says_its_figures_and_escapes_its_labels() {
        let chart = BarChart::new("stock", "Stock", ("État", "Appareils"))
            .bar("disponible", 45)
            .bar("<prêté>", 90);
        let html = chart.to_string();
        assert!(html.contains("role=\"img\""), "{html}");
        assert!(html.contains("Disponible : 45"), "{html}");
        assert!(html.contains("width=\"50.00%\""), "{html}");
        assert!(!html.contains("<prêté>"), "{html}");
        assert!(!html.contains("style="), "the policy allows no inline style: {html}");
        assert!(html.contains("<td class=\"num\">90</td>"), "{html}");
    }

    #[test]
    fn a_picture_of_nothing_is_still_a_picture() {
        let html = BarChart::new("rien", "Rien", ("A", "B")).bar("vide", 0).to_string();
        assert!(html.contains("width=\"0.00%\""), "{html}");
    }
}
