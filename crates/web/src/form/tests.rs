//! What people type, and what the form answers.

use axum::body::Body;
use axum::extract::FromRequest;
use axum::http::Request;
use domain::fund::Amount;
use domain::stock::ItemKind;
use jiff::civil::date;

use super::{Form, Upload, csrf_field, parse_date};

async fn posted(body: &str) -> Form {
    let request = Request::post("/").header("content-type", "application/x-www-form-urlencoded");
    Form::from_request(request.body(Body::from(body.to_owned())).unwrap(), &()).await.unwrap()
}

#[tokio::test]
async fn what_is_right_becomes_values() {
    let mut form =
        posted("amount=1+250%2C50&due=12%2F06%2F2026&kind=tablet&kind=laptop&note=&count=3").await;
    assert_eq!(form.amount("amount", "Montant"), Amount::from_cents(125_050).ok());
    assert_eq!(form.date("due", "Retour"), Some(date(2026, 6, 12)));
    assert_eq!(form.choices("kind", "Type"), Some(vec![ItemKind::Tablet, ItemKind::Laptop]));
    assert_eq!(form.optional_text("note", "Note", 200), Some(None));
    assert_eq!(form.count("count", "Nombre", 1..=5), Some(3));
    assert!(!form.has_errors(), "{:?}", form.errors());
}

#[tokio::test]
async fn what_is_wrong_is_said_all_at_once_and_kept() {
    let mut form =
        posted("amount=12%2C345&due=31%2F02%2F2026&kind=toaster&name=++&count=9&id=x").await;
    assert_eq!(form.amount("amount", "Montant"), None);
    assert_eq!(form.date("due", "Retour"), None);
    assert_eq!(form.choice::<ItemKind>("kind", "Type"), None);
    assert_eq!(form.text("name", "Nom", 80), None);
    assert_eq!(form.count("count", "Nombre", 1..=5), None);
    assert!(form.hidden::<domain::ids::LoanId>("id").is_err());
    let fields: Vec<&str> = form.errors().iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["amount", "due", "kind", "name", "count"]);
    assert!(form.error("amount").unwrap().contains("12,345"));
    assert_eq!(form.value("due"), "31/02/2026");
}

#[tokio::test]
async fn an_amount_of_nothing_or_less_is_refused() {
    for typed in ["0", "-5"] {
        let mut form = Form::empty().with("amount", typed);
        assert_eq!(form.amount("amount", "Montant"), None, "{typed}");
    }
}

#[test]
fn dates_as_browsers_and_people_write_them() {
    for (typed, expected) in [
        ("2026-06-12", Some(date(2026, 6, 12))),
        ("12/06/2026", Some(date(2026, 6, 12))),
        (" 1.6.2026 ", Some(date(2026, 6, 1))),
        ("12/06/26", None),
        ("2026/13/01", None),
        ("30/02/2026", None),
        ("12 juin 2026", None),
        ("", None),
        ("--", None),
        ("12/06/２０２６", None),
    ] {
        assert_eq!(parse_date(typed), expected, "{typed:?}");
    }
}

const MULTIPART: &str = "--b\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nà lire\r\n\
    --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"eleves.csv\"\r\n\r\nNom;Prénom\r\n\
    --b\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--b--\r\n";

fn multipart() -> Request<Body> {
    let request = Request::post("/").header("content-type", "multipart/form-data; boundary=b");
    request.body(Body::from(MULTIPART)).unwrap()
}

#[tokio::test]
async fn a_file_comes_with_its_name_and_the_other_fields() {
    let mut upload = Upload::from_request(multipart(), &()).await.unwrap();
    assert_eq!(upload.form.value("note"), "à lire");
    let file = upload.file("file").unwrap();
    assert_eq!(
        (file.name.as_str(), file.bytes.as_slice()),
        ("eleves.csv", "Nom;Prénom".as_bytes())
    );
    assert_eq!(upload.file("other"), None);
    assert!(upload.form.error("other").is_some());
}

#[tokio::test]
async fn the_token_is_found_in_either_encoding_and_anywhere_in_the_body() {
    let (parts, _) = multipart().into_parts();
    assert_eq!(csrf_field(parts, MULTIPART.into()).await.as_deref(), Some("abc"));
    let request = Request::post("/")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(())
        .unwrap();
    assert_eq!(
        csrf_field(request.into_parts().0, "a=1&csrf=xyz".into()).await.as_deref(),
        Some("xyz")
    );
    assert_eq!(
        csrf_field(Request::post("/").body(()).unwrap().into_parts().0, "csrf=x".into()).await,
        None
    );
}
