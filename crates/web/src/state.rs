//! What every handler shares.

use store::Store;

use crate::clock::Clock;
use crate::mint::Mint;
use crate::pages::files::FileWork;
use crate::printing::Printing;
use crate::solving::Solving;

/// The state of the application; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Ids and random bytes.
    pub mint: Mint,
    /// People come by HTTPS: cookies travel on it alone, and browsers are told to come by nothing else.
    pub secure_cookies: bool,
    /// Files being read or taken in on this node.
    pub files: FileWork,
    /// Searches for plans on this node.
    pub solving: Solving,
    /// Papers printed together on this node.
    pub printing: Printing,
    /// The address people type, as `https://cartable.ville.fr`, if it was told: links that are mailed
    /// begin with it.
    pub public_url: Option<String>,
}

impl AppState {
    /// The state over a store, with the machine's clock.
    #[must_use]
    pub fn system(store: Store, secure_cookies: bool) -> Self {
        Self::with_clock(store, Clock::system(), secure_cookies)
    }

    /// The state over a store, with a chosen clock.
    #[must_use]
    pub fn with_clock(store: Store, clock: Clock, secure_cookies: bool) -> Self {
        let mint = Mint::new(clock.clone());
        let (files, solving) = (FileWork::default(), Solving::default());
        let printing = Printing::default();
        Self { store, clock, mint, secure_cookies, files, solving, printing, public_url: None }
    }

    /// The same, knowing the address people type.
    #[must_use]
    pub fn at(self, public_url: Option<String>) -> Self {
        Self { public_url, ..self }
    }
}
