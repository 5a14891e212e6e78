//! The fund's lines, committing, settling.

use domain::Seat;
use serde_json::json;
use store::on_both;
use tests::{App, city};

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
        let debt = json!({ "id": fresh_id(3), "invoice": "F-1", "amount": "4.00" });
        let _ = principal.post(&format!("{path}/settlements"), &debt).await.expect(201);
        let _ = principal.post(&format!("{path}/settlements"), &debt).await.expect(201);
        let over = json!({ "id": fresh_id(4), "invoice": "F-2", "amount": "6.51" });
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
