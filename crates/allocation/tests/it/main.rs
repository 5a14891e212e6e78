//! The engine against reference answers, against exhaustive search, and against its own promises.

mod audited;
mod expected;
mod files;
mod optimal;
mod promises;
mod small;
