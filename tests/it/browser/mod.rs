//! Journeys in a real browser, on a phone and on a desk. `cargo xtask test` starts what they need.

mod desk;
mod everyone;
mod hand_over_day;
mod relay_point;
mod return_day;
mod scan;
