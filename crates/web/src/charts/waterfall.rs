//! A waterfall: each step begins where the one before ended, down to what is left.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{ROW, percent, shortened};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    label: String,
    text: String,
    /// Where its bar begins and ends.
    from: u64,
    to: u64,
    tone: usize,
}

/// A picture of steps with a table; `id` must be unique in its page.
#[derive(Debug, Clone, Template)]
#[template(path = "components/charts/waterfall.html")]
pub struct WaterfallChart {
    id: &'static str,
    title: String,
    steps: Vec<Step>,
    level: u64,
}

impl HtmlSafe for WaterfallChart {}

impl WaterfallChart {
    /// An empty picture.
    #[must_use]
    pub fn new(id: &'static str, title: impl Into<String>) -> Self {
        Self { id, title: title.into(), steps: Vec::new(), level: 0 }
    }

    /// What comes in.
    #[must_use]
    pub fn more(mut self, label: &str, size: u64, text: impl Into<String>) -> Self {
        let to = self.level.saturating_add(size);
        self.push(label, text, (self.level, to), 1);
        self.level = to;
        self
    }

    /// What goes out. More than there is ends at nothing.
    #[must_use]
    pub fn less(mut self, label: &str, size: u64, text: impl Into<String>) -> Self {
        let to = self.level.saturating_sub(size);
        self.push(label, text, (to, self.level), 2);
        self.level = to;
        self
    }

    /// What is left.
    #[must_use]
    pub fn left(mut self, label: &str, text: impl Into<String>) -> Self {
        self.push(label, text, (0, self.level), 3);
        self
    }

    fn push(&mut self, label: &str, text: impl Into<String>, (from, to): (u64, u64), tone: usize) {
        self.steps.push(Step { label: label.to_owned(), text: text.into(), from, to, tone });
    }

    fn whole(&self) -> u64 {
        self.steps.iter().map(|step| step.to).max().unwrap_or(0)
    }

    fn x(&self, step: &Step) -> String {
        percent(step.from, self.whole())
    }

    fn width(&self, step: &Step) -> String {
        percent(step.to - step.from, self.whole())
    }

    fn height(&self) -> u64 {
        self.steps.len() as u64 * ROW
    }

    fn short(step: &Step) -> String {
        shortened(&step.label, &step.text)
    }

    fn summary(&self) -> String {
        let steps = self.steps.iter().map(|step| format!("{}\u{a0}: {}", step.label, step.text));
        steps.collect::<Vec<_>>().join("\u{202f}; ")
    }
}

#[cfg(test)]
mod tests {
    use super::WaterfallChart;

    #[test]
    fn each_step_begins_where_the_one_before_ended() {
        let html = WaterfallChart::new("cascade", "Du notifié au disponible")
            .more("Notifié", 100, "100,00 €")
            .less("Engagé", 30, "−30,00 €")
            .less("Liquidé", 20, "−20,00 €")
            .left("Disponible", "50,00 €")
            .to_string();
        for bar in [
            "x=\"0.00%\" y=\"1.500em\" width=\"100.00%\"",
            "x=\"70.00%\" y=\"4.500em\" width=\"30.00%\"",
            "x=\"50.00%\" y=\"7.500em\" width=\"20.00%\"",
            "x=\"0.00%\" y=\"10.500em\" width=\"50.00%\"",
        ] {
            assert!(html.contains(bar), "{bar} is not in {html}");
        }
        assert!(html.contains("<td class=\"num\" data-label=\"Montant\">−30,00 €</td>"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn more_than_there_is_ends_at_nothing() {
        let html = WaterfallChart::new("c", "C")
            .more("a", 10, "a")
            .less("b", 25, "b")
            .left("c", "c")
            .to_string();
        assert!(html.contains("x=\"0.00%\" y=\"4.500em\" width=\"100.00%\""), "{html}");
        assert!(html.contains("x=\"0.00%\" y=\"7.500em\" width=\"0.00%\""), "{html}");
    }
}
