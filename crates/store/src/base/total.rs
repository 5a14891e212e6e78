//! How many rows a list has, as far as anybody counts.

/// Rows are counted up to here, or to the end of the page asked for; a longer list has more.
const COUNTED: u64 = 1_000;

/// How many rows a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Those that were counted.
    pub counted: u64,
    /// There are more.
    pub more: bool,
}

impl From<u64> for Total {
    fn from(counted: u64) -> Self {
        Self { counted, more: false }
    }
}

impl Total {
    /// How many rows to read for a page: one that is read and not counted says that there are more.
    pub(crate) fn to_read(offset: u64, limit: u64) -> u64 {
        COUNTED.max(offset.saturating_add(limit)).saturating_add(1)
    }

    /// What so many rows say, of at most `to_read`.
    pub(crate) fn of(found: u64, to_read: u64) -> Self {
        let more = found >= to_read;
        Self { counted: found.min(to_read - 1), more }
    }
}

#[cfg(test)]
mod tests {
    use super::Total;

    #[test]
    fn a_page_further_on_is_counted_to_its_end() {
        let total = |found: u64, offset| {
            let to_read = Total::to_read(offset, 50);
            Total::of(found.min(to_read), to_read)
        };
        assert_eq!(total(999, 0), 999.into());
        assert_eq!(total(1_000, 0), 1_000.into());
        assert_eq!(total(1_001, 0), Total { counted: 1_000, more: true });
        assert_eq!(total(1_001, 1_000), 1_001.into());
        assert_eq!(total(1_051, 1_000), Total { counted: 1_050, more: true });
    }
}
