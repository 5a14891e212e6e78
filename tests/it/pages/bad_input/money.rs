//! Amounts and dates of the fund, in every form that takes one.

use domain::Seat;
use store::on_both;
use tests::{Visitor, html};

use super::Untouched;

/// A page, where its form goes, and its fields with the amount last.
struct MoneyForm {
    page: String,
    action: String,
    fields: Vec<(&'static str, String)>,
    /// May the amount be below zero? A funder's reduction may.
    signed: bool,
}

fn forms(untouched: &Untouched) -> Vec<MoneyForm> {
    let city = &untouched.city;
    let form =
        |page: String, action: String, fields: &[(&'static str, &str)], signed: bool| MoneyForm {
            page,
            action,
            fields: fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            signed,
        };
    let line = format!("/fonds/{}", city.line);
    let order = format!("/fonds/engagements/{}", city.commitment);
    let (line_id, agreement) = (city.line.to_string(), city.agreement.to_string());
    vec![
        form(
            line.clone(),
            format!("{line}/notifications"),
            &[("reference", "N-9"), ("on", "01/09/2026")],
            true,
        ),
        form(
            "/fonds/accords/nouveau".into(),
            "/fonds/accords".into(),
            &[
                ("line", &line_id),
                ("purpose", "Clés"),
                ("regime", "normal"),
                ("categorie", "other"),
            ],
            false,
        ),
        form(
            "/fonds/engagements/nouveau".into(),
            "/fonds/engagements/nouveau".into(),
            &[
                ("agreement", &agreement),
                ("supplier", "F"),
                ("purpose", "Clés"),
                ("order_number", "BC-9"),
            ],
            false,
        ),
        form(order.clone(), format!("{order}/complements"), &[("motif", "Port")], false),
        form(
            format!("{order}/facture"),
            format!("{order}/factures"),
            &[
                ("numero", "F-9"),
                ("siret", "11004301500012"),
                ("emise_le", "01/09/2026"),
                ("recue_le", "01/09/2026"),
                ("autre_taux", "2000"),
                ("ht", "100,00"),
                ("tva", "20,00"),
                ("ttc", "120,00"),
            ],
            false,
        ),
    ]
}

async fn send(who: &Visitor, form: &MoneyForm, changed: (&str, &str)) -> tests::Answer {
    let page = who.get(&form.page).await.expect(200).text();
    let id = html::field(&page, "id").unwrap();
    let mut fields = vec![("id", id.as_str())];
    fields.extend(form.fields.iter().map(|(name, value)| (*name, value.as_str())));
    fields.retain(|(name, _)| *name != changed.0);
    fields.push(changed);
    if changed.0 != "amount" {
        fields.push(("amount", "10,00"));
    }
    who.submit(&form.page, &form.action, &fields).await
}

on_both! {
    async fn no_form_guesses_an_amount(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::Principal]).await;
        let wrong = [
            ("12,345", "« 12,345 » peut se lire de deux façons"),
            ("abc", "« abc » n’est pas un montant"),
            ("1e3", "« 1e3 » n’est pas un montant"),
            ("", "« Montant » est vide"),
            ("   ", "« Montant » est vide"),
            ("99999999999999999999999", "est trop grand"),
            ("1,23456", "a plus de deux décimales"),
            ("1.234,56", "peut se lire de deux façons"),
            ("--3", "n’est pas un montant"),
        ];
        for form in &forms(&untouched)[..4] {
            for (typed, sentence) in wrong {
                let answer = send(&visitors[0], form, ("amount", typed)).await;
                if !typed.trim().is_empty() {
                    assert!(answer.text().contains(typed), "{} forgets {typed}", form.action);
                }
                untouched.says(&format!("{} with {typed:?}", form.action), answer, 422, sentence).await;
            }
            for typed in ["-3", "0", "0,00"] {
                if form.signed && typed == "-3" {
                    continue;
                }
                let answer = send(&visitors[0], form, ("amount", typed)).await;
                let status = if form.signed { 409 } else { 422 };
                let sentence = if form.signed { "zéro" } else { "« Montant » doit être supérieur à zéro" };
                untouched.says(&format!("{} with {typed:?}", form.action), answer, status, sentence).await;
            }
        }
    }
}

on_both! {
    async fn more_than_there_is_is_refused_with_what_there_is(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::Principal]).await;
        let forms = forms(&untouched);
        let over = send(&visitors[0], &forms[2], ("amount", "3 000,01")).await;
        untouched.says("an order above its agreement", over, 409, "L’accord ne permet plus que 3 000,00 €").await;
        let over = send(&visitors[0], &forms[3], ("amount", "3 000,01")).await;
        untouched.says("a complement above its agreement", over, 409, "L’accord ne permet plus que 3 000,00 €").await;
        for (field, typed, status, sentence) in [
            ("numero", "F-2026-1", 409, "Une facture de ce fournisseur porte déjà ce numéro"),
            ("numero", "", 422, "« Numéro de facture » est vide"),
            ("siret", "11004301500013", 422, "SIRET"),
            ("recue_le", "31/08/2026", 409, "c’est avant la date de la facture"),
            ("recue_le", "01/01/2030", 409, "ce jour n’est pas encore venu"),
            ("emise_le", "31/08/2026", 409, "la commande est du 1er septembre 2026"),
            ("ttc", "120,01", 422, "Total TTC : la facture dit 120,01 €, ses lignes font 120,00 €"),
            ("tva", "20,02", 422, "Total de TVA : la facture dit 20,02 €, ses lignes font 20,00 €"),
            ("ht", "1e3", 422, "« 1e3 » n’est pas un montant"),
        ] {
            let answer = send(&visitors[0], &forms[4], (field, typed)).await;
            untouched.says(&format!("{field} = {typed:?}"), answer, status, sentence).await;
        }
        let twice = send(&visitors[0], &forms[2], ("order_number", "BC-90050")).await;
        untouched.says("an order number twice", twice, 409, "Ce numéro de bon de commande a déjà son engagement").await;
    }
}

on_both! {
    async fn dates_choices_and_years_are_checked(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::Principal]).await;
        let principal = &visitors[0];
        let forms = forms(&untouched);
        for (typed, sentence) in [
            ("31/02/2026", "« 31/02/2026 » n’est pas une date"),
            ("demain", "« demain » n’est pas une date"),
            ("01/09/26", "« 01/09/26 » n’est pas une date"),
            ("", "« Date » est vide"),
        ] {
            untouched.says(typed, send(principal, &forms[0], ("on", typed)).await, 422, sentence).await;
        }
        for (nth, field, typed, status, sentence) in [
            (1, "line", "rien", 422, "« Ligne » : choisissez une des réponses proposées"),
            (1, "regime", "rien", 422, "« Convention » : choisissez une des réponses proposées"),
            (1, "purpose", "", 422, "« Dépense » est vide"),
            (2, "agreement", "rien", 422, "« Accord » : choisissez une des réponses proposées"),
            (2, "supplier", "", 422, "« Fournisseur » est vide"),
            (3, "motif", "", 422, "« Motif » est vide"),
            (2, "siret", "123", 422, "SIRET"),
            (2, "quantite.1", "0", 422, "« Ligne 1, désignation » est vide"),
            (1, "line", "00000000-0000-7000-8000-000000000000", 409, "n’existe pas dans votre cité"),
        ] {
            let answer = send(principal, &forms[nth], (field, typed)).await;
            untouched.says(&format!("{field} = {typed:?}"), answer, status, sentence).await;
        }
        let new = "/fonds/nouvelle-ligne";
        let id = html::field(&principal.get(new).await.text(), "id").unwrap();
        for (year, sentence) in [("2018", "de 2019 à 2100"), ("vingt", "« vingt » ne convient pas"), ("", "« Année » est vide"), ("2026,5", "ne convient pas")] {
            let fields = [("id", id.as_str()), ("label", "L"), ("code", "C"), ("funder", "F"), ("purse", "cite_fund"), ("year", year)];
            untouched.says(year, principal.submit(new, new, &fields).await, 422, sentence).await;
        }
    }
}
