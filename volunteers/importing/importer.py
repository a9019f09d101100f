"""What volunteers bring to core.imports."""

import tempfile
from functools import cache
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from core.imports.files import MEGABYTE, Limits
from core.imports.importer import Importer
from core.models import ImportRow
from volunteers.choices import Dialect, Relation, ServiceTime, Skill
from volunteers.importing.columns import BY_KEY, COLUMNS
from volunteers.importing.run import RegistrationRun
from volunteers.kinds import DocumentKind
from volunteers.models import Platform
from volunteers.numbers import make_number
from volunteers.vault_files import OpenedFile, sealed_pieces

IMPORTING = frozenset({Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE})


@cache
def _before_number() -> str:
    """The address of a volunteer up to the number: a result has a million of them."""
    return reverse("volunteers:volunteer", args=["0"]).removesuffix("0/")


class RegistrationImporter(Importer):
    kind = "volunteers"
    namespace = "volunteers"
    title = _("Import of volunteers")
    columns = COLUMNS
    run = RegistrationRun
    limits = Limits(size=400 * MEGABYTE, unpacked=1_500 * MEGABYTE, rows=1_000_000, seconds=600, memory=6 * 1024**3)
    quotes_cells = False

    def may_import(self, user: Any) -> bool:
        reach = user.reach
        return user.token is None and bool(reach.roles & IMPORTING) and not reach.token_is_read_only

    def sources(self, user: Any) -> list[tuple[str, str]]:
        platforms = Platform.objects.visible_to(user).on(timezone.localdate())
        return [(platform.code, platform.name) for platform in platforms]

    def kept(self, file: Any, table_kind: str) -> Any:
        """Sealed: the file holds identity numbers."""
        sealed = tempfile.TemporaryFile()  # noqa: SIM115 (closed when the upload is over)
        for piece in sealed_pieces(file):
            sealed.write(piece)
        sealed.seek(0)
        return File(sealed, name=file.name)

    def opened(self, stored: Any) -> Any:
        return OpenedFile(stored)

    def forget(self, batch: Any) -> None:
        """The file, and what waited of its rows; what was shown of them stays, masked."""
        if batch.file:
            name, batch.file = batch.file.name, ""
            default_storage.delete(name)
            batch.save(update_fields=["file"])
        ImportRow.objects.filter(batch=batch, values__isnull=False).update(values=None)

    def link(self, target_id: int) -> str:
        return f"{_before_number()}{make_number(target_id)}/"

    def definitions(self) -> list[tuple[str, str, str]]:
        choices = (
            ("document_kind", DocumentKind), ("skills", Skill), ("times", ServiceTime), ("dialects", Dialect),
            ("guardian_relation", Relation),
        )  # fmt: skip
        return [
            (str(BY_KEY[key].label), "", ", ".join(f"{label} ({value})" for value, label in known.choices))
            for key, known in choices
        ]
