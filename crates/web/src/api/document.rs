//! `/api/v1/openapi.json`: the document, made from the sheet's own lines (OpenAPI 3.1).

use std::sync::LazyLock;

use axum::http::{Method, header};
use axum::response::{IntoResponse as _, Response};
use utoipa::ToSchema as _;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Info, License, OpenApi, OpenApiBuilder, path};

use super::problem::{FieldError, ProblemBody};

const DESCRIPTION: &str = "Les mêmes gestes que les pages de Cartable, avec les mêmes règles, pour les \
    programmes d’une ville. Chaque demande porte un jeton, créé à la page « Jetons » : il agit au nom \
    d’une personne, sur son siège, dans sa cité, dans la limite de ses portées. Qui appelle choisit \
    l’identifiant (UUID, de préférence version 7) de ce qu’il crée : la même demande deux fois est faite \
    une fois et reçoit la même réponse ; le même identifiant avec un autre contenu est refusé (409). Les \
    montants sont des textes à deux décimales, les jours suivent ISO 8601, les instants RFC 3339.";

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    let mut paths = path::Paths::new();
    let mut components = ComponentsBuilder::new();
    components = components
        .schema(ProblemBody::name(), <ProblemBody as utoipa::PartialSchema>::schema())
        .schema(FieldError::name(), <FieldError as utoipa::PartialSchema>::schema());
    for line in crate::sheet() {
        let Some(api) = line.api else { continue };
        let mut operation = (api.describe)();
        components = components.schemas_from_iter(std::mem::take(&mut operation.schemas));
        let method = if line.method == Method::POST { HttpMethod::Post } else { HttpMethod::Get };
        let operation = operation.build(&line.method, line.path, api.scope);
        paths.add_path_operation(line.path, vec![method], operation);
    }
    let mut bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("cartable_…");
    bearer = bearer.description(Some("Le jeton, montré une seule fois à sa création."));
    let components = components.security_scheme("jeton", SecurityScheme::Http(bearer.build()));
    let mut info = Info::new("Cartable", "1");
    info.description = Some(DESCRIPTION.to_owned());
    info.license = Some(License::new("Apache-2.0"));
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components.build())).build()
}

static TEXT: LazyLock<String> = LazyLock::new(|| document().to_pretty_json().unwrap_or_default());

/// Serves it, without a token: it says nothing of anybody.
pub async fn serve() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str()).into_response()
}
