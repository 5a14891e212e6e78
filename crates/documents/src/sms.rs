//! The reminder as a text message: one message, in an alphabet every telephone has.

use jiff::civil::Date;

use crate::texts::Text;

/// What the message says. The sender tells a stranger nothing: telephones are shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderSms {
    /// A neutral name: « Médiathèque ».
    pub sender: String,
    /// The day of return.
    pub due_on: Date,
    /// Has that day passed?
    pub late: bool,
    /// The number to call back.
    pub phone: String,
}

/// A message ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// What is sent.
    pub body: String,
    /// In which alphabet.
    pub alphabet: Alphabet,
    /// How many messages an operator counts.
    pub parts: usize,
}

/// How a message travels (3GPP TS 23.038).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// Seven bits a letter, 160 in one message.
    Gsm7,
    /// Sixteen bits a unit, 70 in one message: Arabic, Tamil, Cyrillic…
    Ucs2,
}

/// The letters of one septet (3GPP TS 23.038 §6.2.1), but the few Greek capitals.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà_";

/// The letters of two septets.
const EXTENDED: &str = "^{}\\[~]|€";

impl ReminderSms {
    /// The message in a language. In an alphabet of seven bits a long sender is cut so that it is one message;
    /// letters that the alphabet lacks lose their accent.
    ///
    /// Nothing if the language has no sentence for it.
    #[must_use]
    pub fn in_language(&self, text: &Text) -> Option<Sms> {
        let key = if self.late { "reminder.sms_after" } else { "reminder.sms_before" };
        let sentence = text.sentence(key)?;
        let due = self.due_on.strftime("%d/%m").to_string();
        let said = |sender: &str| {
            plain(sentence)
                .replace("{due}", &due)
                .replace("{phone}", &plain(&self.phone))
                .replace("{sender}", sender)
        };
        let sender = plain(&self.sender);
        let body = said(&sender);
        let Some(septets) = septets(&body) else {
            let units = body.encode_utf16().count();
            let parts = if units <= 70 { 1 } else { units.div_ceil(67) };
            return Some(Sms { body, alphabet: Alphabet::Ucs2, parts });
        };
        let keep = sender.chars().count().saturating_sub(septets.saturating_sub(160)).max(1);
        let kept: String = sender.chars().take(keep).collect();
        let body = if septets > 160 { said(kept.trim_end()) } else { body };
        let septets = self::septets(&body)?;
        let parts = if septets <= 160 { 1 } else { septets.div_ceil(153) };
        Some(Sms { body, alphabet: Alphabet::Gsm7, parts })
    }
}

/// How many septets a text takes; nothing if a letter has none.
pub(crate) fn septets(text: &str) -> Option<usize> {
    let one = |letter: char| {
        if BASIC.contains(letter) { Some(1) } else { EXTENDED.contains(letter).then_some(2) }
    };
    text.chars().map(one).sum()
}

/// The same with plain spaces and quotes, and without the accents that have no septet.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        let other = match letter {
            '\u{a0}' | '\u{202f}' => " ",
            '’' | '‘' => "'",
            '«' | '»' | '“' | '”' => "\"",
            'â' | 'á' | 'ã' => "a",
            'ê' | 'ë' => "e",
            'î' | 'ï' | 'í' => "i",
            'ô' | 'ó' | 'õ' => "o",
            'û' | 'ú' => "u",
            'ç' => "c",
            'œ' => "oe",
            'Œ' => "OE",
            'ÿ' => "y",
            'À' | 'Â' => "A",
            'È' | 'Ê' | 'Ë' => "E",
            'Î' | 'Ï' => "I",
            'Ô' => "O",
            'Ù' | 'Û' => "U",
            '–' | '—' => "-",
            '…' => "...",
            _ => {
                plain.push(letter);
                continue;
            }
        };
        plain.push_str(other);
    }
    plain
}
