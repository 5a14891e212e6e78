//! The key that seals what must be compared but never read: it lives beside the database, not in it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Thirty-two secret bytes.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// A key from its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What a database keeps to know its key again.
    pub(crate) fn fingerprint(&self) -> String {
        self.seal("cartable key")
    }

    /// A keyed fingerprint (HMAC-SHA-256, hex): equal texts have equal seals, and a seal without the
    /// key tells nothing, even of a birth date.
    #[must_use]
    pub fn seal(&self, text: &str) -> String {
        hex::encode(self.hashed(&[text.as_bytes()]))
    }

    /// Thirty-two bytes for one purpose alone. No text that is sealed begins with the character zero
    /// (no form and no file brings one in), so no seal is ever one of these.
    pub(crate) fn derived(&self, purpose: &str, of: &[u8]) -> [u8; 32] {
        self.hashed(&[b"\0", purpose.as_bytes(), b"\0", of])
    }

    fn hashed(&self, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC pads a short key with zeros to one block; done here, it cannot fail.
        let mut block = [0; 64];
        block[..self.0.len()].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}
