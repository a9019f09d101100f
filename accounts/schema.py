"""How a token stands in the OpenAPI document. Imported from AppConfig.ready(); the library finds it by its base."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API token, issued by the security administrator: `Authorization: Bearer cpc_…`",
        }
