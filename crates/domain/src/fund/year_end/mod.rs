//! The end of a fiscal year: what is left on a line goes to the next year's line of the same origin, or
//! back to the funder, to the cent (`domain.md` §2.3). A line is closed with nothing left only.

mod closing;
mod movement;

pub use closing::{
    ClosingPlan, ClosingRefused, NotClosable, Remainder, YearEnd, YearEndRefused, YearEndTotals,
};
pub use movement::{Act, ActFault, CarryOver, CarryOverRefused, LineOrigin, Repayment};

#[cfg(test)]
mod tests;
