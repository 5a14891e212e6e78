//! Just enough HTML for a visitor: a hidden field, what a reader sees, and how forms are sent.

use crate::crawl;

/// The value of a named input field.
#[must_use]
pub fn field(page: &str, name: &str) -> Option<String> {
    let at = page.find(&format!("name=\"{name}\""))?;
    let tag_start = page[..at].rfind('<')?;
    let tag_end = at + page[at..].find('>')?;
    let tag = &page[tag_start..tag_end];
    let value = tag.split_once("value=\"")?.1;
    Some(value.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&"))
}

/// The hidden fields of the form that goes to `action`, as a browser sends them back.
#[must_use]
pub fn hidden(page: &str, action: &str) -> Vec<(String, String)> {
    let wanted = format!("action=\"{action}\"");
    let form = page.split("<form").find(|form| form.contains(&wanted)).unwrap_or_default();
    let form = form.split("</form>").next().unwrap_or_default();
    let inputs = crawl::tags(form, "input");
    inputs
        .filter(|tag| crawl::attribute(tag, "type").as_deref() == Some("hidden"))
        .filter_map(|tag| Some((crawl::attribute(&tag, "name")?, crawl::attribute(&tag, "value")?)))
        .collect()
}

/// The token of the page's forms.
#[must_use]
pub fn csrf(page: &str) -> Option<String> {
    field(page, "csrf")
}

/// What a reader sees: text without tags, scripts and runs of space, entities undone.
#[must_use]
pub fn visible(page: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in page.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text with the entities undone that templates write.
#[must_use]
pub fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, plain) in [
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, plain);
    }
    text
}

/// Fields as `application/x-www-form-urlencoded`.
#[must_use]
pub fn urlencoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            if byte.is_ascii_alphanumeric() {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
            out
        })
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// Fields and one file (field, file name, bytes) as `multipart/form-data`, with its content type.
#[must_use]
pub fn multipart(fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> (String, Vec<u8>) {
    let boundary = "cartable-test-boundary";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    let (name, file_name, bytes) = file;
    body.extend_from_slice(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
             Content-Type: text/csv\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}
