//! Text into XML.

/// Puts text into XML, between tags or in an attribute. What XML cannot hold is left out.
pub(super) fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            // As it is, a reader makes a plain line end of it.
            '\r' => into.push_str("&#13;"),
            '\t' | '\n' => into.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => into.push(c),
        }
    }
}

/// The same, as a new text.
pub(super) fn escaped(text: &str) -> String {
    let mut into = String::with_capacity(text.len());
    escape(text, &mut into);
    into
}
