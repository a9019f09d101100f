"""From a template beside this file and data to a PDF (or pictures of its pages), in our own typefaces alone."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HERE = Path(__file__).resolve().parent
FACES = ("NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf")


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """ValidationError (``fonts_missing``) where the typefaces were not brought along."""
    made = _compile(template, data, format="pdf")
    return made if isinstance(made, bytes) else made[0]


def pictures(template: str, data: dict[str, Any], *, dots_per_inch: int = 96) -> list[bytes]:
    """The pages as PNG, to look at."""
    made = _compile(template, data, format="png", ppi=float(dots_per_inch))
    return [made] if isinstance(made, bytes) else list(made)


def _compile(template: str, data: dict[str, Any], **options: Any) -> Any:
    """The data go in as one JSON text that the template reads: nothing of them is ever read as markup."""
    return typst.compile(
        HERE / f"{template}.typ",
        root=HERE,
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
