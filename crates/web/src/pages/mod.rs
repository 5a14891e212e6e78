//! One file per screen: `pages/<noun>/<verb>.rs`, the page struct above its handler, its template at the
//! same path under `templates/pages/`.

pub mod accounts;
pub mod batches;
pub mod census;
pub mod cite;
pub mod desk;
pub mod disposals;
pub mod donors;
pub mod exports;
pub mod families;
pub mod files;
pub mod fund;
pub mod hand_in;
pub mod health;
pub mod home;
pub mod incidents;
pub mod loans;
pub mod parcels;
pub mod programs;
pub mod provisions;
pub mod referrals;
pub mod relay;
pub mod rounds;
pub mod scan;
pub mod search;
pub mod session;
pub mod sims;
pub mod stock;
pub mod stocktakes;
pub mod supplies;
pub mod transfers;
