//! Every component once, on one page: they all compile, and keep the promises pages rely on.

use askama::Template;
use domain::stock::ItemKind;

use crate::charts::{BarChart, StackedChart};
use crate::form::{Choice, Form, choices};
use crate::page::Page;
use crate::paging::Paging;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}
{% import "components/form.html" as control %}
{% import "components/show.html" as show %}
{% block title %}Composants{% endblock %}
{% block content %}
<h1>Composants</h1>
{{ control::errors(form) }}
<div class="stats">{{ show::stat("90", "tablettes prêtées", href = "/prets", tone = "good") }}{{ show::stat("15 000,00 €", "disponibles") }}</div>
<form method="post" novalidate>
  {{ control::csrf(page) }}{{ control::hidden("id", "42") }}
  {{ control::field(form, "amount", "Montant", hint = "En euros.", mode = "decimal") }}
  {{ control::field(form, "due_on", "Date de retour", kind = "date", required = false) }}
  {{ control::area(form, "note", "Remarque", required = false) }}
  {{ control::select(form, "kind", "Type", kinds) }}
  {{ control::radios(form, "owner", "Propriétaire", owners) }}
  {{ control::checkboxes(form, "with", "Accessoires", owners, hint = "Cochez ce qui est là.") }}
  {{ control::checkbox(form, "agreed", "La famille a lu la convention") }}
  {{ control::file(form, "file", "Fichier", accept = ".csv", hint = "50 Mo au plus.") }}
  {{ control::submit("Enregistrer") }}
</form>
{{ show::notice("Trois prêts sont en retard.", "wait") }}
<div class="table"><table class="cards">
  <caption>Prêts</caption>
  <thead><tr><th scope="col">Famille</th><th scope="col">Échéance</th><th scope="col">État</th></tr></thead>
  <tbody><tr><th scope="row"><a href="/familles/1">Diallo</a></th><td data-label="Échéance">12 juin 2026</td><td data-label="État">{{ show::badge("en retard", "bad") }}</td></tr></tbody>
</table></div>
{{ show::pager(paging) }}
{{ show::empty("Aucun prêt.", href = "/prets/nouveau", action = "Prêter") }}
{{ bars }}
{{ stack }}
{% endblock %}"#
)]
struct Gallery {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
    owners: Vec<Choice>,
    paging: Paging,
    bars: BarChart,
    stack: StackedChart,
}

fn gallery(form: Form) -> String {
    let mut paging = Paging::default().of(120);
    paging.page = 1;
    let owners = vec![Choice::new("ville", "Ville"), Choice::new("don", "Donateur")];
    let bars = BarChart::new("stock", "Stock par état", ("État", "Appareils"));
    let stack =
        StackedChart::new("besoins", "Besoins", "Type", &["servis", "réservés", "en attente"]);
    Gallery {
        page: Page::default(),
        form,
        kinds: choices(ItemKind::ALL),
        owners,
        paging,
        bars: bars.bar("disponible", 45).bar("prêté", 90).bar("perdu", 0),
        stack: stack.row("tablettes", &[90, 20, 140]).row("clés 4G", &[30, 30, 10]),
    }
    .render()
    .expect("a page")
}

#[test]
fn an_empty_form_shows_no_error_and_no_inline_code() {
    let page = gallery(Form::empty());
    for unwanted in ["style=", "<script", "onclick", "aria-invalid", "a-corriger"] {
        assert!(!page.contains(unwanted), "{unwanted} in {page}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    assert!(page.contains("<option value=\"tablet\">Tablette</option>"), "{page}");
}

#[test]
fn what_was_typed_comes_back_escaped_with_its_error_tied_to_it() {
    let form = Form::empty()
        .with("amount", "\"><b>12")
        .with("kind", "laptop")
        .with("with", "don")
        .refused("amount", "« Montant » ne convient pas.")
        .refused("owner", "« Propriétaire » : choisissez.");
    let page = gallery(form);
    assert!(!page.contains("<b>12"), "{page}");
    assert!(page.contains("<a href=\"#amount\">« Montant » ne convient pas.</a>"), "{page}");
    assert!(page.contains("aria-describedby=\"amount-aide amount-erreur\""), "{page}");
    assert!(page.contains("<option value=\"laptop\" selected>"), "{page}");
    assert!(page.contains("type=\"checkbox\" name=\"with\" value=\"don\" checked"), "{page}");
    assert!(page.contains("type=\"radio\" name=\"owner\""), "{page}");
    assert!(page.contains("<fieldset class=\"field wrong\" id=\"owner\""), "{page}");
}
