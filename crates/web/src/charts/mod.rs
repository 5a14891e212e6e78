//! Pictures where people would rather look than read: SVG made here, the same figures in a table below.
//!
//! A page struct holds a chart as a field and its template writes `{{ chart }}`. Lengths are per cent and
//! heights are in text units, so a picture fits a phone without shrinking its words. Colour is never
//! alone: bars carry their figure, stacked parts a pattern.

mod bars;
mod stacked;
mod waterfall;

pub use bars::{Bar, BarChart};
pub use stacked::{StackRow, StackedChart};
pub use waterfall::WaterfallChart;

/// Rows of a picture are this high, in text units.
const ROW: u64 = 3;

/// A share of the whole picture, in per cent with two decimals: never a float, so never a surprise.
fn percent(part: u64, whole: u64) -> String {
    let hundredths =
        (u128::from(part.min(whole)) * 10_000).checked_div(u128::from(whole)).unwrap_or(0);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Letters of one line of a picture on the narrowest phone.
const LINE: usize = 29;

/// A label short enough to stand before its figure on one line; the table has it whole.
fn shortened(label: &str, figure: &str) -> String {
    let room = LINE.saturating_sub(figure.chars().count() + 1);
    if label.chars().count() <= room {
        return label.to_owned();
    }
    let kept: String = label.chars().take(room.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::{percent, shortened};

    #[test]
    fn shares_are_exact_and_never_overflow() {
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(percent(90, 90), "100.00%");
        assert_eq!(percent(5, 0), "0.00%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.00%");
    }

    #[test]
    fn labels_keep_whole_letters() {
        assert_eq!(shortened("École élémentaire Jean-Jaurès", "90"), "École élémentaire Jean-Ja…");
        assert_eq!(shortened("Éducation, programme 230", "15 000,00 €"), "Éducation, progr…");
        assert_eq!(shortened("Tablettes", "90"), "Tablettes");
    }
}
