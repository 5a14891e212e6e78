//! The only place that makes ids and random bytes.

use uuid::{Builder, Uuid};

use crate::clock::Clock;

/// Makes ids in order of time, and bytes nobody can guess.
#[derive(Debug, Clone)]
pub struct Mint {
    clock: Clock,
}

impl Mint {
    /// A mint whose ids carry the time of this clock.
    #[must_use]
    pub const fn new(clock: Clock) -> Self {
        Self { clock }
    }

    /// A `UUIDv7`: the id of a form when it is shown, and so its idempotency key.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }

    /// The same, as one of the ids of `domain::ids`.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.uuid().into()
    }

    /// Bytes from the operating system's generator.
    ///
    /// # Panics
    /// If the system has no source of randomness: nothing secret could be made then.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        #[expect(clippy::disallowed_methods, reason = "the one edge where chance enters")]
        let filled = getrandom::fill(&mut bytes);
        assert!(filled.is_ok(), "the operating system gives no random bytes");
        bytes
    }
}
