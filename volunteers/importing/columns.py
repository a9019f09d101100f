"""The columns of a file of registrations. Keys are those of the rows that platforms push, where both know them."""

from django.utils.translation import gettext_lazy as _

from core.imports.columns import Column

MANY = _("Several stand in one cell with ; between them.")
YES = _("yes or no; empty means no.")

COLUMNS = (
    Column(
        "external_id",
        _("number in the source"),
        _("The id of the account on the platform, or the number on the paper. Never an identity number."),
        longest=64,
        required=True,
        examples=("A-0001", "A-0002"),
    ),
    Column(
        "version",
        _("version in the source"),
        _("Grows with each change of the account. Empty where the source counts none: then the later file is newer."),
        longest=20,
    ),
    Column(
        "name", _("full name"), _("As in the document."), longest=100, required=True, examples=("张小桥", "阿依·古丽")
    ),
    Column(
        "document_kind",
        _("kind of document"),
        _("Empty where the number tells it; of a passport it is written."),
        longest=50,
        examples=("居民身份证", ""),
    ),
    Column(
        "document",
        _("number of the document"),
        _("As text: make the column “text” before you type, or the last digits are lost."),
        longest=50,
        required=True,
        examples=("11010519491231002X", "810000199408230021"),
    ),
    Column("birth_date", _("birth date"), _("Only where the document's number holds none."), longest=30),
    Column(
        "mobile", _("mobile"), _("Eleven digits."), longest=40, required=True, examples=("19900000001", "19900000002")
    ),
    Column(
        "home",
        _("home county"),
        _("Code of six digits, or the name."),
        longest=50,
        required=True,
        examples=("500153", "隆昌市"),
    ),
    Column(
        "registered_on",
        _("registered"),
        _("The day, for example 2025-03-01."),
        longest=30,
        required=True,
        examples=("2025-03-01", "2025-03-02"),
    ),
    Column("skills", _("skills"), MANY, longest=300, examples=("医疗急救;法律调解", "")),
    Column("times", _("times of service"), MANY, longest=300, examples=("周末", "")),
    Column("dialects", _("languages and dialects"), MANY, longest=300),
    Column(
        "consent_version",
        _("text agreed to"),
        _("The version of the text by which the person agreed that the registration is kept."),
        longest=30,
        required=True,
        examples=("2025-1", "2025-1"),
    ),
    Column("consented_on", _("agreed on"), _("The day. Empty: the day of registration."), longest=30),
    Column("share", _("agreed to share"), YES, longest=20, examples=("是", "")),
    Column("publish", _("agreed to show the name"), YES, longest=20),
    Column("guardian_name", _("guardian"), _("Of somebody under 18, with the three columns that follow."), longest=100),
    Column("guardian_relation", _("relation of the guardian"), _("For example: mother or father."), longest=50),
    Column("guardian_document", _("guardian's document number"), _("As text."), longest=50),
    Column("guardian_mobile", _("guardian's mobile"), _("Eleven digits."), longest=40),
    Column("closed", _("account closed"), YES, longest=20),
)
BY_KEY = {column.key: column for column in COLUMNS}
GUARDIAN = {"name": "guardian_name", "document": "guardian_document", "mobile": "guardian_mobile",
            "relation": "guardian_relation"}  # fmt: skip
# The field of a row that a refusal names → the column of the file.
COLUMN_OF = {f"guardian.{field}": column for field, column in GUARDIAN.items()} | {
    "guardian": "guardian_name",
    "consents": "consent_version",
    "consents.keep": "consent_version",
    "consents.keep.version": "consent_version",
    "consents.keep.given_at": "consented_on",
    "consents.share.given_at": "consented_on",
    "consents.publish.given_at": "consented_on",
}
