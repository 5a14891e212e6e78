//! Programs of others that judge ours.

pub mod libreoffice;
