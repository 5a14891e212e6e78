//! Reading an object's words, and writing them again with other numbers.

use std::collections::HashMap;

/// One word of an object: where it begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A whole number.
    Number(u32),
    /// A name, with its slash.
    Name(&'a [u8]),
    /// A string, with its brackets.
    Text(&'a [u8]),
    /// Anything else, spaces among them.
    Other(&'a [u8]),
}

/// The words of an object, in order; a stream's bytes are none of them.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn of(body: &'a [u8]) -> Self {
        Self { rest: body }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let first = *self.rest.first()?;
        let many = |test: fn(u8) -> bool| {
            self.rest.iter().skip(1).take_while(|byte| test(**byte)).count() + 1
        };
        let length = match first {
            b'0'..=b'9' => many(|byte| byte.is_ascii_digit() || byte == b'.'),
            b'(' => literal(self.rest),
            b'<' if self.rest.get(1) != Some(&b'<') => many(|byte| byte != b'>') + 1,
            b'/' | b'A'..=b'Z' | b'a'..=b'z' | b'-' => many(is_regular),
            b'<' | b'>' => 2,
            _ => 1,
        };
        let (word, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        Some(match first {
            b'0'..=b'9' => {
                let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                number.map_or(Token::Other(word), Token::Number)
            }
            b'/' => Token::Name(word),
            b'(' => Token::Text(word),
            b'<' if word.get(1) != Some(&b'<') => Token::Text(word),
            _ => Token::Other(word),
        })
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"()<>[]{}/%".contains(&byte)
}

/// How long a string in round brackets is: brackets inside are in pairs or after a backslash.
fn literal(text: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

/// Parts an object's words from its stream.
pub(super) fn words_and_stream(body: &[u8]) -> (&[u8], &[u8]) {
    // Our writer begins every stream so; no dictionary of ours holds the word.
    let begins = body.windows(9).position(|bytes| bytes == b">>\nstream");
    begins.map_or((body, &[][..]), |at| body.split_at(at + 2))
}

/// Is it a stream whose words name no other object?
pub(super) fn names_no_other(body: &[u8]) -> bool {
    let (words, stream) = words_and_stream(body);
    !stream.is_empty() && !Tokens::of(words).any(|token| token == Token::Other(b"R"))
}

/// What changes in a paper's objects when they stand beside those of others.
pub(super) struct Rewrite<'a> {
    /// New numbers by old ones.
    pub(super) numbers: &'a HashMap<u32, u32>,
    /// Added to the keys that lead from a page to its tags.
    pub(super) parent: u32,
    /// Put before the names of table cells, which must stay apart from those of other papers.
    pub(super) prefix: &'a [u8],
}

impl Rewrite<'_> {
    /// The object again; nothing if it names an object that is not there.
    pub(super) fn object(&self, body: &[u8]) -> Option<Vec<u8>> {
        let (words, stream) = words_and_stream(body);
        let tokens: Vec<Token<'_>> = Tokens::of(words).collect();
        let element = words.starts_with(b"<</Type/StructElem");
        let mut new = Vec::with_capacity(body.len() + 64);
        let mut names_cells = false;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                Token::Number(number) => {
                    let space = Some(&Token::Other(b" "));
                    let refers = tokens.get(at) == space
                        && tokens.get(at + 1) == Some(&Token::Number(0))
                        && tokens.get(at + 2) == space
                        && tokens.get(at + 3) == Some(&Token::Other(b"R"));
                    let key = at >= 3
                        && matches!(
                            tokens[at - 3],
                            Token::Name(b"/StructParents" | b"/StructParent")
                        );
                    let number = if refers {
                        *self.numbers.get(number)?
                    } else if key {
                        number + self.parent
                    } else {
                        *number
                    };
                    new.extend_from_slice(number.to_string().as_bytes());
                }
                Token::Name(name) => {
                    names_cells = element && matches!(*name, b"/ID" | b"/Headers");
                    new.extend_from_slice(name);
                }
                Token::Text(text) if names_cells && text.starts_with(b"(") => {
                    new.push(b'(');
                    new.extend_from_slice(self.prefix);
                    new.extend_from_slice(&text[1..]);
                }
                Token::Text(text) | Token::Other(text) => new.extend_from_slice(text),
            }
        }
        new.extend_from_slice(stream);
        Some(new)
    }
}
