//! Choices, read from bytes: when there are no more, the first of every list.

/// What is left to read.
pub struct Bytes<'a>(pub &'a [u8]);

impl Bytes<'_> {
    /// The next byte, or 0.
    pub fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number below so many.
    pub fn below(&mut self, many: usize) -> usize {
        usize::from(self.next()) % many.max(1)
    }

    /// One of these.
    pub fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// One of these, or two bytes as a number.
    pub fn or_any(&mut self, all: &[u64]) -> u64 {
        let at = self.below(all.len() + 1);
        all.get(at).copied().unwrap_or_else(|| u64::from(self.next()) << 8 | u64::from(self.next()))
    }

    /// Those of these whose bit is set.
    pub fn some<T: Clone>(&mut self, all: &[T]) -> Vec<T> {
        let bits = self.next();
        all.iter()
            .enumerate()
            .filter(|(at, _)| bits >> at & 1 == 1)
            .map(|(_, one)| one.clone())
            .collect()
    }
}
