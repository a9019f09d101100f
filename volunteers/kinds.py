from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    RESIDENT_ID = "resident_id", _("resident identity card")
    HONG_KONG_PERMIT = "hong_kong_permit", _("residence permit for Hong Kong residents")
    MACAU_PERMIT = "macau_permit", _("residence permit for Macau residents")
    TAIWAN_PERMIT = "taiwan_permit", _("residence permit for Taiwan residents")
    PASSPORT = "passport", _("passport")
    FOREIGN_RESIDENT = "foreign_resident", _("foreign permanent resident card")
