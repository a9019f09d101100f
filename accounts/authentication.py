import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from accounts.services import tokens
from core import addresses


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer cpc_…``. First of the classes, so that a refusal is a 401 that names the scheme."""

    scheme = "Bearer"

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.scheme.lower().encode():
            return None
        if len(words) != 2 or not words[1].isascii():
            raise AuthenticationFailed(_("Send the header as “Authorization: Bearer” and the token."), "token_unknown")
        try:
            token = tokens.use_token(secret=words[1].decode(), address=addresses.current.get())
        except ValidationError as error:
            raise AuthenticationFailed(error.messages[0], error.code) from error
        token.user.token = token
        # The history's context was opened before anybody knew who sends this request.
        pghistory.context(user=token.user_id, token=token.pk)
        return token.user, token

    def authenticate_header(self, request):
        return f'{self.scheme} realm="api"'
