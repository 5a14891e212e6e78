//! French words for counts of families, as their reader may see them.

use domain::disclosure::Shown;

use super::thousands;

/// The count, or what may be said of it.
#[must_use]
pub fn shown(count: Shown) -> String {
    match count {
        Shown::Exact(count) => thousands(count),
        Shown::Under(least) => format!("moins de {least}"),
        Shown::AtLeast(least) => format!("au moins {}", thousands(least)),
        Shown::Withheld => "non montré".to_owned(),
    }
}
