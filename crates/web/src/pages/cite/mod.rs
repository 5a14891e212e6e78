//! The cité itself: what it is called, and what its papers say of it.

pub mod edit;
