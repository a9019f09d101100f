"""The columns of a file of venues. Keys are also the keys of what was read (``ImportRow.values``)."""

from django.utils.translation import gettext_lazy as _

from core.imports.columns import Column

MANY = _("Several stand in one cell with ; between them.")

COLUMNS = (
    Column(
        "id",
        _("number in the source"),
        _("Tells the rows of one source apart. Empty: county and name do. The same again changes the venue it made."),
        longest=100,
        examples=("1", "2"),
    ),
    Column(
        "name",
        _("name"),
        _("At most 100 characters."),
        longest=100,
        required=True,
        examples=("安富文化中心", "古湖广场"),
    ),
    Column(
        "kind",
        _("kind"),
        _("One of the kinds below. You are asked once about each other word; the venue keeps the word."),
        longest=50,
        required=True,
        examples=("新风礼堂", "文明实践广场"),
    ),
    Column("county_code", _("county"), _("Code or name."), required=True, examples=("荣昌区", "511083")),
    Column("place", _("address"), _("At most 200 characters."), examples=("安富街道", "古湖街道")),
    Column(
        "opened", _("since"), _("2021-08-31; or 2021-08 or 2021 when no more is known."), examples=("2021-08-31", "")
    ),
    Column("closed", _("until"), _("The last day, if it has ended."), examples=("", "")),
    Column("capacity", _("how many people it holds"), _("Number of people."), examples=("200", "")),
    Column(
        "capacity_or_area",
        _("capacity or area, in words"),
        _("As the source writes it."),
        examples=("", "约1200平方米"),
    ),
    Column("facilities", _("facilities"), MANY, longest=500, examples=("舞台;音响;停车位", "")),
    Column("accessibility", _("how to get in and about"), _("At most 1,000 characters."), longest=1000),
    Column(
        "shared_by", _("shared with, in the source's words"), _("As the source writes it."), examples=("荣昌;隆昌", "")
    ),
    Column("shared_county_codes", _("counties that share it"), MANY, longest=500, examples=("隆昌市", "")),
    Column("latitude", _("latitude (GCJ-02)"), _("Degrees, for example 29.404100.")),
    Column("longitude", _("longitude (GCJ-02)"), _("Degrees, for example 105.594900.")),
    Column("source_title", _("where the source found it"), _("For example the newspaper and its day.")),
)
BY_KEY = {column.key: column for column in COLUMNS}

# Columns whose text is kept as it is, and the field of the venue that keeps it.
TEXTS = {
    "name": "name",
    "place": "address",
    "capacity_or_area": "size_note",
    "accessibility": "accessibility",
    "shared_by": "sharing_note",
    "source_title": "source_note",
}
# What was read, by the field of the venue that it becomes; related counties are set apart.
FIELDS = TEXTS | {
    "kind": "kind",
    "source_kind": "source_kind",
    "opened": "since",
    "closed": "until",
    "capacity": "capacity",
    "facilities": "facilities",
    "latitude": "latitude",
    "longitude": "longitude",
}
COLUMN_OF = {field: key for key, field in FIELDS.items()} | {"source_id": "id", "source_kind": "kind"}
