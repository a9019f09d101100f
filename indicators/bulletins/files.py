"""A bulletin as PDF and DOCX: the same row gives the same bytes, today, in ten years, in another process.

Which template is used stands in the row: one that a bulletin was issued with is not changed any more, a new look is a
new version beside it.
"""

import hashlib
from pathlib import Path

from core.papers import typesetting
from indicators.bulletins.paper import made_at, paper_of
from indicators.bulletins.word import docx_1
from indicators.models import Bulletin

HERE = Path(__file__).resolve().parent
NEWEST = 1
PDF_TEMPLATES = {1: HERE / "bulletin_1.typ"}
CHART_TEMPLATES = {1: HERE / "chart_1.typ"}
DOCX_WRITERS = {1: docx_1}
CHART_DOTS_PER_INCH = 200


def pdf(bulletin: Bulletin) -> bytes:
    """ValidationError (``fonts_missing``) where the typefaces were not brought along."""
    template = PDF_TEMPLATES[bulletin.template_version]
    return typesetting.pdf(template, paper_of(bulletin), made_at=made_at(bulletin))


def docx(bulletin: Bulletin) -> bytes:
    """With the charts as pictures. ValidationError (``fonts_missing``) as for the PDF."""
    paper = paper_of(bulletin)
    template = CHART_TEMPLATES[bulletin.template_version]
    charts = [typesetting.pictures(template, chart, dots_per_inch=CHART_DOTS_PER_INCH)[0] for chart in paper["charts"]]
    return DOCX_WRITERS[bulletin.template_version](paper, charts, made_at(bulletin))


def digest_of(made: bytes) -> str:
    return hashlib.sha256(made).hexdigest()
