//! The fund's lines, committing, settling.

use domain::Seat;
use domain::ids::DeliveryId;
use jiff::civil::date;
use serde_json::json;
use store::testing::builders::cites::{seated, start};
use store::{CertifyDelivery, NoteDelivery, on_both};
use tests::{App, city};
use uuid::Uuid;

use super::{fresh_id, sits};

on_both! {
    async fn money_is_committed_settled_and_read_as_decimal_text(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let principal = sits(&app, 0, Seat::Principal).await;
        let line = format!("/api/v1/fund-lines/{}", city.line);
        let before = principal.get(&line).await.expect(200).json();
        let cents = |value: &serde_json::Value| -> i64 { value.as_str().unwrap().replace('.', "").parse().unwrap() };
        assert_eq!(cents(&before["available"]), cents(&before["notified"]) - cents(&before["committed"]) - cents(&before["settled"]));
        let order = json!({ "id": fresh_id(1), "agreement": city.agreement, "supplier": "Librairie", "purpose": "Livres",
            "order_number": "BC-1", "amount": "10.50" });
        let _ = principal.post("/api/v1/commitments", &order).await.expect(201);
        let _ = principal.post("/api/v1/commitments", &order).await.expect(201);
        let after = principal.get(&line).await.expect(200).json();
        assert_eq!(cents(&after["committed"]) - cents(&before["committed"]), 1050);
        let mut twin = order.clone();
        twin["id"] = json!(fresh_id(2));
        let _ = principal.post("/api/v1/commitments", &twin).await.refuses(409, "order_taken");
        twin["order_number"] = json!("BC-2");
        twin["amount"] = json!("9999999999.99");
        let _ = principal.post("/api/v1/commitments", &twin).await.refuses(409, "over_agreement");
        for wrong in [json!("10,50"), json!("0.00"), json!("-1.00"), json!(10.5), json!("10.505"), json!("1e3")] {
            twin["amount"] = wrong;
            let told = principal.post("/api/v1/commitments", &twin).await.refuses(422, "invalid");
            assert_eq!(told["errors"][0]["field"], "amount");
        }
        let path = format!("/api/v1/commitments/{}", fresh_id(1));
        for (n, number, amount) in [(13, "F-1", "4.00"), (14, "F-2", "6.51")] {
            let paper = json!({ "id": fresh_id(n), "number": number, "siret": "11004301500012", "issued_on": "2026-09-01",
                "received_on": "2026-09-01", "amount": amount, "rate": 2000 });
            let _ = principal.post(&format!("{path}/invoices"), &paper).await.expect(201);
            let _ = principal.post(&format!("{path}/invoices"), &paper).await.expect(201);
        }
        let wrong = json!({ "id": fresh_id(15), "number": "F-3", "siret": "11004301500013", "issued_on": "2026-09-01",
            "received_on": "2026-09-01", "amount": "1.00", "rate": 2000 });
        let told = principal.post(&format!("{path}/invoices"), &wrong).await.refuses(422, "invalid");
        assert_eq!(told["errors"][0]["field"], "siret");
        let debt = json!({ "id": fresh_id(3), "invoice": fresh_id(13) });
        let _ = principal.post(&format!("{path}/settlements"), &debt).await.refuses(409, "no_service_done");
        let delivery = NoteDelivery {
            id: DeliveryId(Uuid::from_u128(1)), commitment: fresh_id(1).parse().unwrap(), number: "BL-1".into(), on: date(2026, 9, 1),
            school: None, remark: String::new(), units: Vec::new(), today: date(2026, 9, 1),
        };
        let (store, by) = (app.store(), seated(app.store(), 0, Seat::Principal).await);
        store.note_delivery(&delivery, by, start()).await.unwrap();
        let certify = CertifyDelivery { form: Uuid::from_u128(2), delivery: delivery.id, on: delivery.on };
        store.certify_delivery(&certify, by, start()).await.unwrap();
        let _ = principal.post(&format!("{path}/settlements"), &debt).await.expect(201);
        let _ = principal.post(&format!("{path}/settlements"), &debt).await.expect(201);
        let over = json!({ "id": fresh_id(4), "invoice": fresh_id(14) });
        let _ = principal.post(&format!("{path}/settlements"), &over).await.refuses(409, "over_commitment");
        let shown = principal.get(&path).await.expect(200).json();
        assert_eq!((&shown["amount"], &shown["settled"], &shown["state"]), (&json!("10.50"), &json!("4.00"), &json!("open")));
        for (list, key) in [("commitments", "order_number"), ("settlements", "invoice"), ("agreements", "purpose"), ("notifications", "reference")] {
            let rows = principal.get(&format!("{line}/{list}")).await.expect(200).json();
            assert!(rows["items"][0][key].is_string(), "{rows:#}");
        }
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
