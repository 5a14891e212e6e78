//! The document says what the sheet does, and a change of it is seen in review.

use std::collections::BTreeSet;

use serde_json::Value;

/// The document as it was last agreed on.
const AGREED: &str = include_str!("../../fixtures/api/openapi.json");

fn document() -> Value {
    serde_json::to_value(web::api::document::document()).unwrap()
}

#[test]
fn it_is_the_one_agreed_on() {
    let text = web::api::document::document().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("CARTABLE_KEEP_DOCUMENT").is_some() {
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/api/openapi.json");
        std::fs::write(place, &text).unwrap();
        return;
    }
    let differs = text.lines().zip(AGREED.lines()).find(|(now, then)| now != then);
    assert!(
        text == AGREED,
        "the interface changed ({differs:?}): if that is meant, run this test with CARTABLE_KEEP_DOCUMENT=1"
    );
}

#[test]
fn the_sheet_and_the_document_name_the_same_lines() {
    let document = document();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let scope = operation["security"][0]["jeton"][0].as_str().unwrap().to_owned();
            assert!(described.insert((path.clone(), method.to_uppercase(), scope)));
        }
    }
    let lines = web::sheet().into_iter().filter(|line| line.path.starts_with("/api/v1/"));
    let lines = lines.filter(|line| line.path != "/api/v1/openapi.json");
    let served: BTreeSet<_> = lines
        .map(|line| {
            let scope = line.api.expect("described").scope.to_string();
            (line.path.to_owned(), line.method.to_string(), scope)
        })
        .collect();
    assert_eq!(served, described);
}

#[test]
fn every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere() {
    let document = document();
    let mut names = BTreeSet::new();
    for methods in document["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()));
        }
    }
    let text = document.to_string();
    for named in text.split("#/components/schemas/").skip(1) {
        let name = named.split('"').next().unwrap();
        assert!(document["components"]["schemas"].get(name).is_some(), "{name} is not there");
    }
}

#[test]
fn what_is_sent_and_read_has_bounds() {
    fn walk(place: &str, value: &Value, unbounded: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                if fields.get("type").is_some_and(|kind| kind == "array")
                    && fields.get("maxItems").is_none()
                {
                    unbounded.push(place.to_owned());
                }
                for (name, field) in fields {
                    walk(&format!("{place}/{name}"), field, unbounded);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| walk(place, value, unbounded)),
            _ => {}
        }
    }
    let mut unbounded = Vec::new();
    walk("", &document()["components"]["schemas"], &mut unbounded);
    assert_eq!(unbounded, Vec::<String>::new());
    for (name, schema) in document()["components"]["schemas"].as_object().unwrap() {
        if name.ends_with("In") {
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }
}
