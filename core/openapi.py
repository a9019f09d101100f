"""What the OpenAPI document says about every operation: which refusals it may answer with."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from core.serializers import RefusalSerializer

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MEANINGS = {
    "400": "A value or a rule is broken; nothing was changed.",
    "401": "No token, or one that is wrong, expired, revoked or used from elsewhere.",
    "403": "Signed in, but not allowed.",
    "404": "Not there, or not yours to see.",
    "406": "The answer cannot be given in a form that Accept asks for.",
    "409": "Somebody changed the row after you read it.",
    "413": "Larger than the portal accepts.",
    "415": "The body is not JSON.",
    "429": "Too many requests; Retry-After says for how many seconds.",
}


class PortalSchema(AutoSchema):
    def get_tags(self):
        """One heading for each kind of row."""
        return getattr(self.view, "schema_tags", None) or super().get_tags()

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction=direction)
        for status in self._refusals():
            if status not in bodies:
                refusal = OpenApiResponse(RefusalSerializer, MEANINGS[status])
                bodies[status] = self._get_response_for_code(refusal, status, direction=direction)
        return bodies

    def _refusals(self):
        statuses = ["400", "401", "403", "406", "429"]
        if "{" in self.path:
            statuses.append("404")
        if self.method in UNSAFE:
            statuses += ["409", "413", "415"]
        return sorted(statuses)
