//! Dates as spreadsheets and people write them (`domain.md` §5.8, point 3).

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Reads `31/12/2026`, `31-12-26`, `2026-12-31`, each with a time behind or not, or a spreadsheet's day
/// number. Two-digit years are taken in the hundred years up to `today`: the dates read are in the past.
pub(crate) fn read(text: &str, today: Date) -> Option<Date> {
    let text = text.trim();
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    if let Ok(serial) = day.parse::<i32>() {
        return from_serial(day, serial);
    }
    let mut parts = day.split(['/', '-', '.']);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some()
        || ![first, month, last].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 1..=2) => (first.parse().ok()?, last),
        (1..=2, 4) => (last.parse().ok()?, first),
        (1..=2, 2) => (full_year(last.parse().ok()?, today), first),
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The number of days since 30 December 1899, for dates from 1954 to 2119: five digits, no sign.
fn from_serial(text: &str, serial: i32) -> Option<Date> {
    let plausible = text.len() == 5 && (20_000..=80_000).contains(&serial);
    plausible.then(|| date(1899, 12, 30).checked_add(serial.days()).ok()).flatten()
}

fn full_year(two_digits: i16, today: Date) -> i16 {
    let this_century = today.year() - today.year() % 100 + two_digits;
    if this_century > today.year() { this_century - 100 } else { this_century }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_a_day() {
        let today = date(2026, 11, 23);
        for (written, day) in [
            ("14/01/2017", date(2017, 1, 14)),
            ("14/01/17", date(2017, 1, 14)),
            ("1/9/17", date(2017, 9, 1)),
            ("14-01-2017", date(2017, 1, 14)),
            ("14.01.2017", date(2017, 1, 14)),
            ("2017-01-14", date(2017, 1, 14)),
            ("2017-01-14 00:00:00", date(2017, 1, 14)),
            ("2017-01-14T00:00:00", date(2017, 1, 14)),
            ("46387", date(2026, 12, 31)),
            ("31/12/99", date(1999, 12, 31)),
            ("31/12/26", date(2026, 12, 31)),
        ] {
            assert_eq!(read(written, today), Some(day), "{written}");
        }
    }

    #[test]
    fn what_is_no_day() {
        let today = date(2026, 11, 23);
        for written in [
            "",
            "31/02/2017",
            "01/14/2017",
            "12/2017",
            "1/2",
            "hier",
            "2017",
            "4638",
            "-46387",
            "1/1/1/1",
            "é/1/2017",
            "//",
            "+1/02/2017",
        ] {
            assert_eq!(read(written, today), None, "{written}");
        }
    }
}
