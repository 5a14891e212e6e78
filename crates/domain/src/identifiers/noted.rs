/// A value that stands, with what a person should know of how it was read.
///
/// `parse` takes what is right and nothing else; where an identifier also has a `read`, it takes what can
/// be made right with certainty as well, and says so here. Readers keep the warnings on their row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted<T, W> {
    /// The value, in its normal form.
    pub value: T,
    /// What to know; mostly nothing.
    pub warnings: Vec<W>,
}

impl<T, W> Noted<T, W> {
    /// A value about which nothing needs to be said.
    pub const fn plain(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }

    /// A value with one warning.
    pub fn with(value: T, warning: W) -> Self {
        Self { value, warnings: vec![warning] }
    }

    /// The value; its warnings go to the list of the row it belongs to.
    pub fn told_to<R: From<W>>(self, row: &mut Vec<R>) -> T {
        row.extend(self.warnings.into_iter().map(R::from));
        self.value
    }
}
