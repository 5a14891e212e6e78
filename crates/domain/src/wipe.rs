//! Wiping: what a family, a school or a donor left on a device is gone before the next one has it.
//!
//! A factory reset is no proof by itself: the method, the day, who and the result are recorded, with the
//! certificate where there is one (`domain.md` §3.5).

use serde::{Deserialize, Serialize};

use crate::stock::ItemKind;

crate::vocabulary! {
    /// How a device was wiped.
    WipeMethod {
        /// By its own settings.
        FactoryReset = "factory_reset",
        /// By a tool that certifies what it erased.
        CertifiedErasure = "certified_erasure",
        /// Nothing was on it: new in its box, or nobody has used it since the last wipe.
        NotNeeded = "not_needed",
    }
}

crate::vocabulary! {
    /// What came of it.
    WipeResult {
        /// Nothing is left.
        Done = "done",
        /// It could not be wiped: a lock of its former owner, a screen that does not answer.
        Failed = "failed",
    }
}

/// A wipe as the desk tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wipe {
    /// How.
    pub method: WipeMethod,
    /// What came of it.
    pub result: WipeResult,
    /// The certificate's number.
    pub certificate: Option<String>,
}

/// The most letters of a certificate's number.
pub const LONGEST_CERTIFICATE: usize = 80;

/// Why a device may not be given out with this wipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotWiped {
    /// Nothing is said of a wipe, and the kind keeps what people do on it.
    Missing,
    /// The wipe failed.
    Failed,
    /// "Not needed" of a device that somebody has used since it was last wiped.
    Needed,
    /// A certified erasure without the number of its certificate.
    NoCertificate,
}

impl ItemKind {
    /// Does it keep what people do on it? A 4G key keeps nothing of theirs.
    #[must_use]
    pub const fn keeps_data(self) -> bool {
        matches!(self, Self::Tablet | Self::Laptop | Self::Phone)
    }
}

/// May a device of `kind` go to the next family after `wipe`? `used` says whether somebody has had it
/// since it was last wiped, or before it was given to the town.
///
/// # Errors
/// [`NotWiped`].
pub fn may_be_freed(kind: ItemKind, used: bool, wipe: Option<&Wipe>) -> Result<(), NotWiped> {
    let Some(wipe) = wipe else {
        return if kind.keeps_data() { Err(NotWiped::Missing) } else { Ok(()) };
    };
    let certified = wipe.certificate.as_ref().is_some_and(|number| !number.trim().is_empty());
    match (wipe.result, wipe.method) {
        (WipeResult::Failed, _) => Err(NotWiped::Failed),
        (_, WipeMethod::NotNeeded) if used && kind.keeps_data() => Err(NotWiped::Needed),
        (_, WipeMethod::CertifiedErasure) if !certified => Err(NotWiped::NoCertificate),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wipe(method: WipeMethod, certificate: Option<&str>) -> Wipe {
        Wipe { method, result: WipeResult::Done, certificate: certificate.map(str::to_owned) }
    }

    #[test]
    fn what_keeps_data_is_wiped_before_the_next_family() {
        for kind in [ItemKind::Tablet, ItemKind::Laptop, ItemKind::Phone] {
            assert_eq!(may_be_freed(kind, true, None), Err(NotWiped::Missing));
            let reset = wipe(WipeMethod::FactoryReset, None);
            assert_eq!(may_be_freed(kind, true, Some(&reset)), Ok(()));
            let failed = Wipe { result: WipeResult::Failed, ..reset };
            assert_eq!(may_be_freed(kind, false, Some(&failed)), Err(NotWiped::Failed));
        }
        assert_eq!(may_be_freed(ItemKind::Hotspot, true, None), Ok(()));
    }

    #[test]
    fn not_needed_is_for_what_nobody_has_used() {
        let none = wipe(WipeMethod::NotNeeded, None);
        assert_eq!(may_be_freed(ItemKind::Tablet, false, Some(&none)), Ok(()));
        assert_eq!(may_be_freed(ItemKind::Tablet, true, Some(&none)), Err(NotWiped::Needed));
    }

    #[test]
    fn a_certified_erasure_names_its_certificate() {
        for (number, answer) in [
            (None, Err(NotWiped::NoCertificate)),
            (Some(" "), Err(NotWiped::NoCertificate)),
            (Some("BL-1"), Ok(())),
        ] {
            let certified = wipe(WipeMethod::CertifiedErasure, number);
            assert_eq!(may_be_freed(ItemKind::Laptop, true, Some(&certified)), answer);
        }
    }
}
