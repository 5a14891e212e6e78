//! Long lists in pages of fifty.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use std::convert::Infallible;
use store::Total;

/// Rows on one page.
pub const PAGE_SIZE: u64 = 50;

/// Where we are in a list; an extractor that reads `?page=` and keeps the rest of the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paging {
    /// The page, from 1.
    pub page: u64,
    /// Every row there is, or that was counted; set by `of`.
    pub total: u64,
    /// There are more than were counted; set by `of`.
    pub more: bool,
    path: String,
    others: String,
}

impl Paging {
    /// Rows to skip.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        (self.page - 1) * PAGE_SIZE
    }

    /// Rows to read.
    #[must_use]
    pub const fn limit(&self) -> u64 {
        PAGE_SIZE
    }

    /// The same, knowing how many rows there are.
    #[must_use]
    pub fn of(mut self, total: impl Into<Total>) -> Self {
        let total = total.into();
        (self.total, self.more) = (total.counted, total.more);
        self
    }

    /// Pages there are, or that were counted; at least one.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.total.div_ceil(PAGE_SIZE).max(1)
    }

    /// The address of the page before, if there is one.
    #[must_use]
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.link(self.page.min(self.last() + 1) - 1))
    }

    /// The address of the page after, if there is one.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        (self.more || self.page < self.last()).then(|| self.link(self.page + 1))
    }

    /// A count of the rows, in words: what was not counted is said.
    #[must_use]
    pub fn said(&self, count: String) -> String {
        if self.more { format!("plus de {count}") } else { count }
    }

    /// The rows of this page, out of all.
    #[must_use]
    pub fn cut<T>(&self, all: impl Iterator<Item = T>) -> Vec<T> {
        let skipped = usize::try_from(self.offset()).unwrap_or(usize::MAX);
        all.skip(skipped).take(usize::try_from(self.limit()).unwrap_or(0)).collect()
    }

    fn link(&self, page: u64) -> String {
        format!("{}?{}page={page}", self.path, self.others)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let pairs = pairs.map_or_else(|_| Vec::new(), |Query(pairs)| pairs);
        let asked =
            pairs.iter().find(|(name, _)| name == "page").and_then(|(_, page)| page.parse().ok());
        // The raw query without its page, so that nothing typed is re-encoded differently.
        let raw = parts.uri.query().unwrap_or_default();
        let kept = raw.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page="));
        let others = kept.fold(String::new(), |others, pair| others + pair + "&");
        // A page number typed by hand may be anything; the offset must not overflow.
        let page = asked.unwrap_or(1).clamp(1, 1_000_000);
        Ok(Self { page, total: 0, more: false, path: parts.uri.path().to_owned(), others })
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::FromRequestParts;
    use axum::http::Request;

    use store::Total;

    use super::Paging;

    async fn paging(uri: &str) -> Paging {
        let (mut parts, ()) = Request::builder().uri(uri).body(()).unwrap().into_parts();
        Paging::from_request_parts(&mut parts, &()).await.unwrap()
    }

    #[tokio::test]
    async fn links_keep_the_search() {
        let paging = paging("/prets?q=d%C3%A9p&page=2&retard=oui").await.of(101);
        assert_eq!((paging.offset(), paging.last()), (50, 3));
        assert_eq!(paging.cut(0..101), (50..100).collect::<Vec<_>>());
        assert_eq!(paging.previous().as_deref(), Some("/prets?q=d%C3%A9p&retard=oui&page=1"));
        assert_eq!(paging.next().as_deref(), Some("/prets?q=d%C3%A9p&retard=oui&page=3"));
    }

    #[tokio::test]
    async fn what_was_not_counted_has_a_next_page() {
        let total = Total { counted: 1_050, more: true };
        let paging = paging("/prets/relances?page=21").await.of(total);
        assert_eq!(paging.next().as_deref(), Some("/prets/relances?page=22"));
        assert_eq!(paging.said("1 050 familles".into()), "plus de 1 050 familles");
        assert_eq!(paging.of(1_050).next(), None);
    }

    #[tokio::test]
    async fn nonsense_is_the_first_page() {
        for uri in ["/prets", "/prets?page=0", "/prets?page=-3", "/prets?page=x", "/prets?page="] {
            let paging = paging(uri).await.of(10);
            assert_eq!((paging.page, paging.previous(), paging.next()), (1, None, None), "{uri}");
        }
    }
}
