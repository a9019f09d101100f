"""What venues bring to core.imports."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core.imports.importer import Importer, WordField
from venues.importing.columns import BY_KEY, COLUMNS
from venues.importing.run import VenueRun
from venues.models import Facility, Kind
from venues.queries.choices import regions_for


def _kinds(_word, _user):
    return Kind.choices


def _regions(_word, user):
    rows = Region.objects.visible_to(user).counties().order_by("pk")
    return [(region.pk, f"{region.name} ({region.pk})") for region in rows]


class VenueImporter(Importer):
    kind = "venues"
    namespace = "venues"
    title = _("Import of venues")
    columns = COLUMNS
    run = VenueRun
    word_fields = {
        "kind": WordField(_("kind"), _kinds, leave=_("keep the word; the kind is “other”")),
        "region": WordField(_("region"), _regions),
    }

    def may_import(self, user):
        return not user.reach.token_is_read_only and regions_for(user).exists()

    def definitions(self):
        known = (("kind", Kind), ("facilities", Facility))
        return [
            (str(BY_KEY[key].label), "", ", ".join(f"{label} ({value})" for value, label in choices.choices))
            for key, choices in known
        ]

    def link(self, target_id):
        return reverse("venues:venue", args=[target_id])
