"""The columns of a day file; a push has the same names."""

from django.utils.translation import gettext_lazy as _

from core.imports.columns import Column
from venues.models.library_movements import LONGEST_ITEM, LONGEST_NUMBER

COLUMNS = (
    Column(
        "library",
        _("library code"),
        _("The library where it happened: that lends, takes back, or sends away."),
        required=True,
        examples=("500153-01", "511083-01"),
    ),
    Column(
        "number",
        _("transaction number"),
        _("Unique in the library's system. The same number again is the same transaction."),
        longest=LONGEST_NUMBER,
        required=True,
        examples=("20261120000001", "20261120000017"),
    ),
    Column("kind", _("kind"), _("borrowed, returned or transferred."), required=True, examples=("借出", "还回")),
    Column(
        "at",
        _("when"),
        _("Day and time: 2026-11-20 09:31:05."),
        required=True,
        examples=("2026-11-20 09:31:05", "2026-11-20 16:02"),
    ),
    Column(
        "owner",
        _("code of the owner"),
        _("The library that owns the item."),
        required=True,
        examples=("500153-01", "500153-01"),
    ),
    Column(
        "item",
        _("item barcode"),
        _("Unique among the owner's items."),
        longest=LONGEST_ITEM,
        required=True,
        examples=("RC00012345", "RC00012345"),
    ),
    Column(
        "home",
        _("code of the reader's library"),
        _("Of a loan: the library that registered the reader."),
        examples=("500153-01", ""),
    ),
    Column(
        "reader",
        _("reader number"),
        _("Of a loan. It becomes a keyed hash while the file is received; the number itself is not kept anywhere."),
        examples=("0012345678", ""),
    ),
    Column("receiver", _("code of the receiver"), _("Of a transfer: the library that gets the item.")),
)
BY_KEY = {column.key: column for column in COLUMNS}
