"""What activities bring to core.imports."""

from difflib import SequenceMatcher

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.importing.columns import BY_KEY, COLUMNS
from activities.importing.run import ActivityRun
from activities.importing.vocabulary import NAMED_THINGS
from activities.models import Activity, Audience, Kind, Task
from belts.models import Region
from core.imports.importer import Importer, WordField
from core.search import matching

MOST_LIKE_IT = 10


def _kinds(_word, _user):
    return Kind.choices


def _regions(_word, user):
    return [(region.pk, f"{region.name} ({region.pk})") for region in Region.objects.visible_to(user).order_by("pk")]


def _things_like(column):
    """Those whose name has two characters in a row with the word in common, the most alike first."""
    model, field = NAMED_THINGS[column]

    def choices(word, user):
        pairs = {word[place : place + 2] for place in range(len(word) - 1)} or {word}
        found = {}
        for pair in sorted(pairs)[:20]:
            found |= dict(matching(model.objects.visible_to(user), (field,), pair).values_list("pk", field)[:50])
        alike = sorted(found.items(), key=lambda item: -SequenceMatcher(None, word, item[1]).ratio())
        return [(str(pk), name) for pk, name in alike[:MOST_LIKE_IT]]

    return choices


class ActivityImporter(Importer):
    kind = "activities"
    namespace = "activities"
    title = _("Import of activities")
    columns = COLUMNS
    run = ActivityRun
    word_fields = {
        "kind": WordField(_("kind"), _kinds),
        "region": WordField(_("region"), _regions),
        "brand": WordField(_("brand"), _things_like("brand"), _("make this brand"), _("keep it as text only")),
        "team": WordField(_("team"), _things_like("team"), _("make this team"), _("keep it as text only")),
        "work": WordField(_("work"), _things_like("work"), _("make this work"), _("keep it as text only")),
    }

    def may_import(self, user):
        reach = user.reach
        writes = bool(reach.logging or reach.provinces or reach.corridor_office)
        return writes and not reach.token_is_read_only

    def definitions(self):
        choices = (("kind", Kind), ("task", Task), ("audience_basis", Audience), ("date_precision", Activity.Precision))
        return [
            (str(BY_KEY[key].label), "", ", ".join(f"{label} ({value})" for value, label in known.choices))
            for key, known in choices
        ]

    def link(self, target_id):
        return reverse("activities:detail", args=[target_id])
