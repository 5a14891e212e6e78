//! One signature for a whole hand-over, given on the spot: drawn with a finger or on the printed paper
//! (Code civil art. 1366 and 1367; `domain.md` §3.1).

use serde::Serialize;

use crate::people::language::ContactLanguage;

/// The width and the height that strokes are drawn in, whatever the screen.
pub const PAD: (u16, u16) = (600, 200);
/// The most strokes and the most points of a signature.
const MOST_STROKES: usize = 200;
const MOST_POINTS: usize = 6_000;
/// What a hand covers at least when it signs: a stray touch is no signature.
const LEAST_POINTS: usize = 6;
const LEAST_SPAN: u16 = 20;

/// What a finger drew: each stroke is the points it went through, within [`PAD`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Strokes(Vec<Vec<(u16, u16)>>);

/// Why a drawing is no signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StrokesFault {
    /// Not pairs of numbers within the pad.
    #[error("not strokes")]
    Unreadable,
    /// A touch, not a signature.
    #[error("too little is drawn")]
    TooLittle,
    /// More than a hand writes.
    #[error("too much is drawn")]
    TooMuch,
}

impl Strokes {
    /// Reads `"x,y x,y;x,y …"`: points parted by blanks, strokes by semicolons.
    ///
    /// # Errors
    /// The one reason why it is no signature.
    pub fn parse(text: &str) -> Result<Self, StrokesFault> {
        let mut strokes = Vec::new();
        let mut many = 0;
        for stroke in text.split(';').filter(|stroke| !stroke.trim().is_empty()) {
            let points = stroke.split_whitespace().map(point).collect::<Option<Vec<_>>>();
            let points = points.ok_or(StrokesFault::Unreadable)?;
            many += points.len();
            if many > MOST_POINTS || strokes.len() == MOST_STROKES {
                return Err(StrokesFault::TooMuch);
            }
            strokes.push(points);
        }
        let strokes = Self(strokes);
        let (wide, high) = strokes.span();
        if many < LEAST_POINTS || wide.max(high) < LEAST_SPAN {
            return Err(StrokesFault::TooLittle);
        }
        Ok(strokes)
    }

    /// Each stroke's points.
    #[must_use]
    pub fn lines(&self) -> &[Vec<(u16, u16)>] {
        &self.0
    }

    fn span(&self) -> (u16, u16) {
        let points = || self.0.iter().flatten();
        let span = |of: fn(&(u16, u16)) -> u16| {
            let (least, most) = (points().map(of).min(), points().map(of).max());
            most.unwrap_or(0).saturating_sub(least.unwrap_or(0))
        };
        (span(|point| point.0), span(|point| point.1))
    }
}

/// The text that [`Strokes::parse`] reads.
impl std::fmt::Display for Strokes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (nth, stroke) in self.0.iter().enumerate() {
            if nth > 0 {
                f.write_str(";")?;
            }
            for (nth, (x, y)) in stroke.iter().enumerate() {
                let blank = if nth > 0 { " " } else { "" };
                write!(f, "{blank}{x},{y}")?;
            }
        }
        Ok(())
    }
}

fn point(text: &str) -> Option<(u16, u16)> {
    let (x, y) = text.split_once(',')?;
    let (x, y) = (x.parse().ok()?, y.parse().ok()?);
    (x <= PAD.0 && y <= PAD.1).then_some((x, y))
}

/// How it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "manner", content = "strokes", rename_all = "snake_case")]
pub enum Manner {
    /// With a finger on the screen: a simple electronic signature.
    Drawn(Strokes),
    /// On the printed paper, which the desk keeps; its scan may follow.
    OnPaper,
}

impl Manner {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Drawn(_) => "drawn",
            Self::OnPaper => "on_paper",
        }
    }
}

/// A signature, and what was done so that whoever signs knows what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// How.
    pub manner: Manner,
    /// The language the paper was read in beside French; nothing for French alone.
    pub read_in: Option<ContactLanguage>,
    /// Was an interpreter present?
    pub interpreter: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "10,20 30,40 60,90 80,20;100,100 140,120 150,90";

    #[test]
    fn strokes_are_read_as_they_are_written() {
        let strokes = Strokes::parse(SIGNED).unwrap();
        assert_eq!(strokes.lines().len(), 2);
        assert_eq!(strokes.to_string(), SIGNED);
    }

    #[test]
    fn a_touch_is_no_signature() {
        assert_eq!(Strokes::parse(""), Err(StrokesFault::TooLittle));
        let touch = "10,10 11,10 11,11 12,11 12,12 13,12 13,13";
        assert_eq!(Strokes::parse(touch), Err(StrokesFault::TooLittle));
    }

    #[test]
    fn only_numbers_within_the_pad() {
        for text in ["10", "a,b c,d", "601,10 1,1", "10,201", "-1,3", "<svg/>"] {
            assert_eq!(Strokes::parse(text), Err(StrokesFault::Unreadable), "{text}");
        }
        let scrawl = "1,1 2,2 ".repeat(4_000);
        assert_eq!(Strokes::parse(&scrawl), Err(StrokesFault::TooMuch));
        let dots = "1,1;".repeat(201);
        assert_eq!(Strokes::parse(&dots), Err(StrokesFault::TooMuch));
    }
}
