//! What a line of the sheet says of itself when it belongs to the interface.

use axum::http::Method;
use domain::token::Scope;
use serde::Serialize;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::{ResponseBuilder, ResponsesBuilder};
use utoipa::openapi::schema::{KnownFormat, SchemaFormat};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Required, Response, Schema, Type, path};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::problem::ProblemBody;

/// What the guard and the document need to know of a line.
#[derive(Debug, Clone, Copy)]
pub struct ApiLine {
    /// What its token must be allowed to do.
    pub scope: Scope,
    /// Its description.
    pub describe: fn() -> Operation,
}

/// Schemas by name.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// A line in words and types.
pub struct Operation {
    id: &'static str,
    summary: &'static str,
    query: Vec<Parameter>,
    body: Option<String>,
    answer: String,
    /// Every schema it speaks of.
    pub schemas: Schemas,
}

/// What is answered when something was made or done: the same for the same request, however often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Done {
    /// L’identifiant de ce qui a été créé ou modifié.
    pub id: Uuid,
}

fn collect<T: ToSchema>(schemas: &mut Schemas) -> String {
    let name = T::name().into_owned();
    schemas.push((name.clone(), T::schema()));
    T::schemas(schemas);
    name
}

impl Operation {
    /// A line that answers a `T`.
    #[must_use]
    pub fn answers<T: ToSchema>(id: &'static str, summary: &'static str) -> Self {
        let mut schemas = Vec::new();
        let answer = collect::<T>(&mut schemas);
        Self { id, summary, query: Vec::new(), body: None, answer, schemas }
    }

    /// A line that takes a `B` and answers that it is done.
    #[must_use]
    pub fn takes<B: ToSchema>(id: &'static str, summary: &'static str) -> Self {
        Self::takes_for::<B, Done>(id, summary)
    }

    /// A line that takes a `B` and answers a `T`.
    #[must_use]
    pub fn takes_for<B: ToSchema, T: ToSchema>(id: &'static str, summary: &'static str) -> Self {
        let mut operation = Self::answers::<T>(id, summary);
        operation.body = Some(collect::<B>(&mut operation.schemas));
        operation
    }

    /// Reads these parameters of the address.
    #[must_use]
    pub fn asked<Q: IntoParams>(mut self) -> Self {
        self.query = Q::into_params(|| Some(ParameterIn::Query));
        self
    }

    /// As the document says it, for a line of this method, path and scope.
    #[must_use]
    pub fn build(self, method: &Method, path: &str, scope: Scope) -> path::Operation {
        let posts = *method == Method::POST;
        let reference = |name: &str| Some(Ref::from_schema_name(name));
        let mut responses = ResponsesBuilder::new();
        let answer = ContentBuilder::new().schema(reference(&self.answer)).build();
        let (status, said) = if posts { ("201", "Fait.") } else { ("200", "Trouvé.") };
        let good = ResponseBuilder::new().description(said).content("application/json", answer);
        responses = responses.response(status, good.build());
        let finds = path.contains('{');
        for (status, said, there) in [
            ("400", "La demande n’est pas lisible.", true),
            ("401", "Le jeton manque, ou ne vaut pas ou plus.", true),
            ("403", "Le siège ou la portée du jeton ne le permet pas.", true),
            ("404", "Rien de tel dans la cité du jeton.", finds),
            ("409", "Une règle s’y oppose ; rien n’est fait.", posts),
            ("413", "Le corps est trop lourd.", posts),
            ("415", "Le corps n’est pas annoncé comme application/json.", posts),
            ("422", "Des champs sont à corriger ; rien n’est fait.", posts),
            ("500", "Un problème du serveur ; rien n’est fait.", true),
        ] {
            if there {
                responses = responses.response(status, problem(said));
            }
        }
        let noun = scope.code().split(':').next().unwrap_or_default();
        let mut operation = OperationBuilder::new()
            .operation_id(Some(self.id))
            .summary(Some(self.summary))
            .description(Some(format!("Portée du jeton : `{scope}`.")))
            .tag(noun)
            .security(SecurityRequirement::new("jeton", [scope.code()]))
            .responses(responses.build());
        for name in places(path) {
            operation = operation.parameter(place(name));
        }
        for parameter in self.query {
            operation = operation.parameter(parameter);
        }
        if let Some(body) = &self.body {
            let content = ContentBuilder::new().schema(reference(body)).build();
            let body = RequestBodyBuilder::new().required(Some(Required::True));
            operation =
                operation.request_body(Some(body.content("application/json", content).build()));
        }
        operation.build()
    }
}

fn problem(said: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemBody::name())));
    let response = ResponseBuilder::new().description(said);
    response.content(super::problem::CONTENT_TYPE, content.build()).build()
}

/// The names in braces of a path.
fn places(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn place(name: &str) -> Parameter {
    let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
    let schema = ObjectBuilder::new().schema_type(Type::String).format(Some(uuid)).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some("L’identifiant."))
        .schema(Some(schema))
        .build()
}
