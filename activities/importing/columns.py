"""The columns of a file of activities. Keys are also the keys of what was read (``ImportRow.values``)."""

from django.utils.translation import gettext_lazy as _

from core.imports.columns import Column

MANY = _("Several stand in one cell with ; between them.")

COLUMNS = (
    Column(
        "id",
        _("number in the source"),
        _("Tells the rows of one source apart. The same number again changes the record that it made."),
        longest=100,
        required=True,
        examples=("1", "2"),
    ),
    Column(
        "title", _("title"), _("At most 200 characters."), required=True, examples=("川渝小院联合宣讲", "邻里读书会")
    ),
    Column(
        "kind",
        _("kind"),
        _("One of the kinds below. You are asked once about each other word."),
        required=True,
        examples=("宣讲", "阅读"),
    ),
    Column(
        "starts_on",
        _("starts on"),
        _("2026-11-20; or 2026-11 or 2026 when no more is known."),
        required=True,
        examples=("2026-11-20", "2026-10"),
    ),
    Column("ends_on", _("ends on"), _("Empty: the same day."), examples=("2026-11-20", "")),
    Column("date_precision", _("known to the"), _("day, month or year. Empty: as the first day is written.")),
    Column("starts_at", _("begins at"), _("14:30"), examples=("14:30", "")),
    Column("ends_at", _("ends at"), _("16:00"), examples=("16:00", "")),
    Column(
        "host_county_code",
        _("lead county"),
        _("Code or name. Empty: the record stays a draft until somebody names the lead county."),
        examples=("荣昌区", "511083"),
    ),
    Column("partner_county_codes", _("partner counties"), MANY, longest=2000, examples=("隆昌市;泸县", "")),
    Column("belt", _("belt"), _("Is compared with the belts of the counties, and not kept: they say it already.")),
    Column("place", _("place"), _("At most 200 characters."), examples=("安富街道文化站", "石燕桥镇文化中心")),
    Column("place_region_code", _("region of the place"), _("Code or name."), examples=("荣昌区", "")),
    Column("organiser_units", _("organisers"), _("As the source names them."), longest=500),
    Column("task", _("key task"), _("One of the five. May stay empty."), examples=("理论宣讲", "文化生活")),
    Column("brand", _("brand"), _("Its name. You are asked once about each that the portal does not know.")),
    Column("team", _("teams"), MANY, longest=2000),
    Column("work", _("works"), MANY, longest=4000),
    Column(
        "speakers", _("speakers"), _("Name, then the title in brackets. Several with ; between them."), longest=2000
    ),
    Column("audience", _("audience"), _("Number of people."), examples=("120", "45")),
    Column(
        "audience_basis",
        _("how counted"),
        _("named, counted or estimated. Empty: it is taken for an estimate whose method is not stated."),
        examples=("清点", ""),
    ),
    Column("audience_method", _("method of the estimate"), _("For example: seats × how full they were.")),
    Column("volunteers", _("volunteers"), _("Number of people."), examples=("6", "")),
    Column("summary", _("summary"), _("At most 5,000 characters."), longest=5000),
    Column("source_title", _("where the source found it"), _("For example the newspaper and its day."), longest=600),
    Column("confidence", _("how sure it is"), _("high, medium or low. Medium and low are kept with the source.")),
)
BY_KEY = {column.key: column for column in COLUMNS}

# Columns whose text is kept as it is, and the field of the record that keeps it.
TEXTS = {"title": "title", "place": "place", "organiser_units": "organisers", "summary": "summary"}
# Field of the record → column, for what the rules say about a field.
COLUMN_OF = {
    "lead": "host_county_code",
    "partners": "partner_county_codes",
    "precision": "date_precision",
    "organisers": "organiser_units",
    "place_region": "place_region_code",
    "source_note": "source_title",
    "teams": "team",
    "works": "work",
}
