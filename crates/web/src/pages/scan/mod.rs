//! What the scan control asks for besides its page.

pub mod photo;
