"""What a file under the portal said of somebody whom the registry describes by another account's words."""

from django.db import models

from volunteers.models.identity import Sealed
from volunteers.models.platform import PlatformAccount
from volunteers.models.scope import NobodysQuerySet
from volunteers.models.volunteer import words


class SetAside(Sealed):
    """Kept so that it can be taken up again (volunteers.exchange.asides). Nobody's to see; the copy of one's own data
    has it.
    """

    account = models.OneToOneField(PlatformAccount, models.CASCADE, primary_key=True, related_name="aside")
    name_keys = models.CharField(max_length=300, blank=True)
    birth_date = models.DateField(null=True)
    home = models.ForeignKey("belts.Region", models.PROTECT, related_name="+")
    stated_home = models.CharField(max_length=6, blank=True)
    skills = words([], "")
    times = words([], "")
    dialects = words([], "")

    objects = NobodysQuerySet.as_manager()

    def __str__(self):
        return str(self.account)
