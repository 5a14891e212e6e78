//! The engine against reference answers, against exhaustive search, and against its own promises.

mod audited;
mod bought;
mod bought_changed;
mod bought_every;
mod bought_small;
mod derived;
mod expected;
mod extremes;
mod fair;
mod files;
mod full;
mod held;
mod limited;
mod optimal;
mod promises;
mod small;
mod stopped;
mod unmet;
mod what_if;
mod wrong_plans;
