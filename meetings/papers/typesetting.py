"""The templates beside this file, typeset."""

from pathlib import Path
from typing import Any

from core.papers import typesetting

HERE = Path(__file__).resolve().parent


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """ValidationError (``fonts_missing``) where the typefaces were not brought along."""
    return typesetting.pdf(HERE / f"{template}.typ", data)


def pictures(template: str, data: dict[str, Any], *, dots_per_inch: int = 96) -> list[bytes]:
    """The pages as PNG, to look at."""
    return typesetting.pictures(HERE / f"{template}.typ", data, dots_per_inch=dots_per_inch)
