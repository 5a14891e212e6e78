//! Ids that follow from others: no chance below the edge, and the same verb makes the same rows twice.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The id that follows from these bytes.
pub(crate) fn derived(parts: &[&[u8]]) -> Uuid {
    let mut digest = Sha256::new();
    parts.iter().for_each(|part| digest.update(part));
    let digest = digest.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
