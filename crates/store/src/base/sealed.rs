//! Secrets that one may read again (PIN, PUK): sealed for one field of one row, and only there.
//!
//! XChaCha20-Poly1305 under a key that is derived from the store's for this purpose alone. There is no
//! chance below the edge, so the nonce is a keyed hash of the place and the value: two different values
//! never share one, and the same value in the same place is the same seal, which tells no more than that
//! it did not change. The place is authenticated: a seal moved to another row or field does not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use uuid::Uuid;

use super::key::SecretKey;

/// The form of what follows, should another come after it.
const VERSION: u8 = 1;

/// Bytes of a nonce.
const NONCE: usize = 24;

/// Where a secret stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The row.
    pub row: Uuid,
    /// Its field, with its table: `sims.pin`.
    pub field: &'static str,
}

/// Why a seal does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unopened {
    /// It is not of the form this program writes.
    #[error("no seal of this program")]
    Form,
    /// It was made with another key, for another row or field, or altered.
    #[error("sealed with another key or for another place, or altered")]
    KeyOrPlace,
}

impl Place {
    fn bound(self) -> Vec<u8> {
        [self.row.as_bytes(), self.field.as_bytes()].concat()
    }
}

/// Seals a text for a place.
pub(crate) fn close(key: &SecretKey, place: Place, text: &str) -> Result<Vec<u8>, Unopened> {
    let bound = place.bound();
    // Of fixed length before the value: no other pair of place and value reads the same.
    let named = [&(bound.len() as u64).to_be_bytes()[..], &bound, text.as_bytes()].concat();
    let mut nonce = [0; NONCE];
    nonce.copy_from_slice(&key.derived("sealed nonce", &named)[..NONCE]);
    let payload = Payload { msg: text.as_bytes(), aad: &bound };
    let sealed = cipher(key).encrypt(&XNonce::from(nonce), payload);
    let sealed = sealed.map_err(|_| Unopened::Form)?;
    Ok([&[VERSION][..], &nonce, &sealed].concat())
}

/// Reads a seal where it stands.
pub(crate) fn open(key: &SecretKey, place: Place, sealed: &[u8]) -> Result<String, Unopened> {
    let (version, rest) = sealed.split_first().ok_or(Unopened::Form)?;
    let (nonce, text) = rest.split_at_checked(NONCE).ok_or(Unopened::Form)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| Unopened::Form)?;
    if *version != VERSION {
        return Err(Unopened::Form);
    }
    let payload = Payload { msg: text, aad: &place.bound() };
    let text = cipher(key).decrypt(&XNonce::from(nonce), payload);
    let text = text.map_err(|_| Unopened::KeyOrPlace)?;
    String::from_utf8(text).map_err(|_| Unopened::Form)
}

fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(key.derived("sealed key", b"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u128, field: &'static str) -> Place {
        Place { row: Uuid::from_u128(row), field }
    }

    #[test]
    fn a_seal_opens_with_its_key_in_its_place_and_nowhere_else() {
        let key = SecretKey::new([7; 32]);
        let sealed = close(&key, at(1, "sims.pin"), "1234").unwrap();
        assert_eq!(open(&key, at(1, "sims.pin"), &sealed).as_deref(), Ok("1234"));
        assert!(!sealed.windows(4).any(|four| four == b"1234"));
        let moved = Err(Unopened::KeyOrPlace);
        assert_eq!(open(&key, at(2, "sims.pin"), &sealed), moved);
        assert_eq!(open(&key, at(1, "sims.puk"), &sealed), moved);
        assert_eq!(open(&SecretKey::new([8; 32]), at(1, "sims.pin"), &sealed), moved);
        let mut altered = sealed.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(open(&key, at(1, "sims.pin"), &altered), moved);
        assert_eq!(open(&key, at(1, "sims.pin"), b""), Err(Unopened::Form));
        assert_eq!(open(&key, at(1, "sims.pin"), &sealed[..20]), Err(Unopened::Form));
        altered[0] = 2;
        assert_eq!(open(&key, at(1, "sims.pin"), &altered), Err(Unopened::Form));
    }

    #[test]
    fn no_two_values_and_no_two_places_share_a_nonce() {
        let key = SecretKey::new([7; 32]);
        let nonce = |place, text: &str| close(&key, place, text).unwrap()[1..=NONCE].to_vec();
        let one = nonce(at(1, "sims.pin"), "1234");
        assert_eq!(one, nonce(at(1, "sims.pin"), "1234"));
        assert_ne!(one, nonce(at(1, "sims.pin"), "1235"));
        assert_ne!(one, nonce(at(1, "sims.puk"), "1234"));
        assert_ne!(one, nonce(at(2, "sims.pin"), "1234"));
        assert_ne!(nonce(at(1, "a"), "bc"), nonce(at(1, "ab"), "c"));
    }
}
