//! One file per screen: `pages/<noun>/<verb>.rs`, the page struct above its handler, its template at the
//! same path under `templates/pages/`.

pub mod census;
pub mod families;
pub mod health;
pub mod home;
pub mod rounds;
pub mod session;
