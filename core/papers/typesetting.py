"""From a template and data to a PDF (or pictures of its pages), in our own typefaces alone."""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FACES = ("NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf")


def pdf(template: Path, data: dict[str, Any], *, made_at: dt.datetime | None = None) -> bytes:
    """``template`` is a .typ file; with ``made_at`` the same data give the same bytes at any time.

    ValidationError (``fonts_missing``) where the typefaces were not brought along.
    """
    moment = {"timestamp": int(made_at.timestamp())} if made_at else {}
    made = _compile(template, data, format="pdf", **moment)
    return made if isinstance(made, bytes) else made[0]


def pictures(template: Path, data: dict[str, Any], *, dots_per_inch: int = 96) -> list[bytes]:
    """The pages as PNG, to look at."""
    made = _compile(template, data, format="png", ppi=float(dots_per_inch))
    return [made] if isinstance(made, bytes) else list(made)


def _compile(template: Path, data: dict[str, Any], **options: Any) -> Any:
    """The data go in as one JSON text that the template reads: nothing of them is ever read as markup."""
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(Path(settings.FONT_DIR)),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **options,
    )


@cache
def _fonts(folder: Path) -> typst.Fonts:
    missing = [face for face in FACES if not (folder / face).is_file()]
    if missing:
        raise ValidationError(
            _("The typefaces %(faces)s are missing in %(folder)s. The system administrator builds the assets again."),
            code="fonts_missing",
            params={"faces": ", ".join(missing), "folder": str(folder)},
        )
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
