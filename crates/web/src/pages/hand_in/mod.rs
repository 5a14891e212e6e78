//! `/remise/{token}`: a school without an account says what its pupils' homes have, and hands in once.
//!
//! The secret in the path is the right. Whatever is wrong with it — unknown, past its day, taken back,
//! handed in — the answer is one and the same page. The register is not written to: a hand-in is a file
//! that waits for an agent.

mod page;
mod submit;

pub use page::page;
pub use submit::submit;
