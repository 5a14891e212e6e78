//! SIM cards and the lines behind them, alone or in a 4G key (`domain.md` §3.4): what was subscribed, what
//! has happened, how long it lasts, and what has to be looked at.

pub mod life;
pub mod secret;
pub mod subscription;
pub mod watch;

pub use life::{EventKind, Life, NotPossible, SimEvent, SimState};
pub use secret::{SecretFault, SecretKind, SimSecret};
pub use subscription::{
    LONGEST_PLAN, LONGEST_VALIDITY, Plan, PlanFault, Prepaid, Subscription, YearShare,
};
pub use watch::{ACTIVATION_NEAR, UNUSED_FOR};
