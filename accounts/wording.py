"""Words of django-allauth that people of the portal read; its Chinese for them is clumsy, so ours stands instead.

Nothing imports this: it is here for ``core.messages`` to find them.
"""

from django.utils.translation import gettext_noop

AUTHENTICATOR_CODE = gettext_noop("Authenticator code")
USE_PASSWORD = gettext_noop("Use your password")
USE_CODE = gettext_noop("Use authenticator app or code")
AGAIN = gettext_noop("New Password (again)")
