"""From the cells of one row to what they mean. What cannot be read is an error at its cell; nothing is guessed."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.imports import cells
from core.imports.importer import LEAVE, MAP
from venues.importing.columns import BY_KEY, FIELDS, TEXTS
from venues.models import Kind

NOTHING = dict.fromkeys(BY_KEY, "")  # a column that the file lacks is empty


class RowReader:
    """Reads one row: ``values`` by column, problems into ``row``."""

    def __init__(self, row, cells_by_key, vocabulary, words):
        self.row, self.known, self.words = row, vocabulary, words
        self.given = NOTHING | cells_by_key
        self.values = {}

    def read(self):
        for key, text in self.given.items():
            self._try(key, cells.check_text, text, BY_KEY[key].longest)
        if self.row.problems:
            return None  # what is too long or unreadable says nothing more
        for key in TEXTS:
            self.values[key] = self.given[key] if key == "accessibility" else cells.one_line(self.given[key])
        for key in ("name", "kind", "county_code"):
            if not self.given[key]:
                self.row.error(key, "cell_empty", _("This cell must not be empty."))
        self.values |= {"opened": self._day("opened", first=True), "closed": self._day("closed", first=False)}
        self.values["capacity"] = self._try("capacity", cells.whole_number, self.given["capacity"])
        self._kind()
        self._counties()
        self.values["facilities"] = self._facilities()
        self._place()
        return self.values

    def fields(self):
        """What was read, as fields of a venue."""
        return fields_of(self.values)

    def _try(self, key, read, *arguments):
        try:
            return read(*arguments)
        except cells.BadCellError as error:
            self.row.error(key, error.code, error.message)
            return None

    def _day(self, key, *, first):
        found = self._try(key, cells.day, self.given[key])
        if not found:
            return None
        day, precision = found
        if not first:
            day = cells.last_day(day, precision)
        if precision != "day":
            message = _("Only the month or year is known: kept as %(day)s.")
            self.row.warn(key, "day_not_exact", message % {"day": day.isoformat()})
        return day.isoformat()

    def _kind(self):
        """A word that is none of our kinds is kept beside the kind that the uploader decided on."""
        word = self.given["kind"]
        kind = self.known.kinds.get(word)
        self.values["source_kind"] = "" if kind or not word else word
        if word and not kind:
            what, which = self.words.decision("kind", word, self.row.number, None)
            kind = {LEAVE: Kind.OTHER.value, MAP: which}.get(what)
            if kind is None:
                message = _("“%(word)s” is not known. Decide once for all rows what it means.")
                self.row.error("kind", "word_unknown", message % {"word": word})
        self.values["kind"] = kind or ""

    def _counties(self):
        self.values["county_code"] = self._county("county_code", self.given["county_code"])
        shared = [self._county("shared_county_codes", word) for word in cells.many(self.given["shared_county_codes"])]
        self.values["shared_county_codes"] = sorted(dict.fromkeys(filter(None, shared)))

    def _county(self, key, word):
        if not word:
            return None
        if (code := self.known.region(word)) is not None:
            return code
        what, which = self.words.decision("region", word, self.row.number, None)
        if what == MAP:
            return which
        message = _("“%(word)s” is not known. Decide once for all rows what it means.")
        self.row.error(key, "word_unknown", message % {"word": word})
        return None

    def _facilities(self):
        found = []
        for word in cells.many(self.given["facilities"]):
            if word in self.known.facilities:
                found.append(self.known.facilities[word])
                continue
            allowed = ", ".join(name for name in self.known.facilities if not name.isascii())
            message = _("“%(word)s” is not known. Allowed: %(allowed)s.") % {"word": word, "allowed": allowed}
            self.row.error("facilities", "facility_unknown", message)
        return sorted(set(found))

    def _place(self):
        for key, most in (("latitude", 90), ("longitude", 180)):
            self.values[key] = self._degrees(key, most)
        if bool(self.given["latitude"]) != bool(self.given["longitude"]):
            self.row.error("latitude", "not_a_place", _("Give latitude and longitude together, in degrees."))

    def _degrees(self, key, most):
        """As text of six decimals, as the database keeps it."""
        text = cells.digits(self.given[key])
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) > most:
            self.row.error(key, "not_a_place", _("“%(text)s” are no degrees.") % {"text": text[:30]})
            return None
        return str(round(value, 6))


def fields_of(values):
    return {field: values[key] for key, field in FIELDS.items()}
