"""What libraries bring to core.imports."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.imports.importer import Importer
from venues.lending.columns import BY_KEY, COLUMNS
from venues.lending.door import without_numbers
from venues.lending.run import LendingRun
from venues.models import Library, LibraryMovement


class LendingImporter(Importer):
    kind = "lending"
    namespace = "venues:libraries"
    title = _("Import of lending records")
    columns = COLUMNS
    run = LendingRun

    def may_import(self, user):
        return Library.objects.manageable_by(user).exists()

    def kept(self, file, table_kind):
        return without_numbers(file, table_kind)

    def definitions(self):
        kinds = ", ".join(f"{label} ({value})" for value, label in LibraryMovement.Kind.choices)
        return [(str(BY_KEY["kind"].label), "", kinds)]

    def link(self, target_id):
        return reverse("venues:libraries:movement", args=[target_id])
