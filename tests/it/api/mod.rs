//! The interface for programs: each test says what is sent, and what a program then reads.

mod access;
mod document;
mod errors;
mod fund;
mod loans;
mod needs;
mod plans;
mod stock;
mod tokens;

use domain::Seat;
use domain::token::Scope;
use store::testing::builders::cites::seated;
use tests::{App, Program};
use uuid::Uuid;

/// A program on a seat of the cité `n` that may do all that its seat may.
async fn sits(app: &App, n: u8, seat: Seat) -> Program {
    let by = seated(app.store(), n, seat).await;
    app.program(by, Scope::ALL).await
}

/// An id that nothing has yet.
fn fresh_id(n: u128) -> String {
    Uuid::from_u128(0x0199_3c5e_0000_7000_8000_0000_0000_0000 + n).to_string()
}
