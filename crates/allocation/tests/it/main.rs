//! The engine against reference answers, against exhaustive search, and against its own promises.

mod expected;
