"""From the cells of one row to what they mean. What cannot be read is an error at its cell; nothing is guessed."""

import re

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from activities.importing.columns import BY_KEY, TEXTS
from activities.importing.vocabulary import CONFIDENCES, NAMED_THINGS
from activities.models import Audience
from core.imports import cells
from core.imports.importer import CREATE, LEAVE, MAP
from core.imports.said import said

SPEAKER = re.compile(r"(?P<name>[^()（）]+?)\s*(?:[(（](?P<title>[^()（）]*)[)）])?")
NEW = "+"  # before the name of a brand, team or work that is to be made
NOT_COUNTED = gettext_noop("It is not said how the people were counted: kept as an estimate.")
NOT_SURE = gettext_noop("The file calls this source not fully reliable; the record says so.")
LONGEST = {key: column.longest for key, column in BY_KEY.items()}
NOTHING = dict.fromkeys(BY_KEY, "")  # a column that the file lacks is empty
LONGEST_NAME = {"brand": 100, "team": 100, "work": 200}


class Notes:
    """Sentences that are kept in the records: in the portal's own language, whoever imports."""

    def __init__(self):
        with override(settings.LANGUAGE_CODE):
            self.method = _("reported by %(source)s; how it was counted is not stated")
            self.method_without_source = _("taken from the imported file; how it was counted is not stated")
            self.confidence = {
                "medium": _("reliability of the source: medium"),
                "low": _("reliability of the source: low"),
            }
            self.labels = {key: str(BY_KEY[key].label) for key in NAMED_THINGS}

    def method_of(self, source):
        method = self.method % {"source": source} if source else self.method_without_source
        return method if len(method) <= 200 else self.method_without_source


class RowReader:
    """Reads one row: ``values`` by column, problems into ``row``."""

    def __init__(self, row, cells_by_key, vocabulary, words, notes):
        self.row, self.known, self.words, self.notes = row, vocabulary, words, notes
        self.given = NOTHING | cells_by_key
        self.values = {}
        self.first_day = None
        self.left_as_text = []

    def read(self):
        self._check_texts()
        if self.row.problems:
            return None  # what is too long or unreadable says nothing more
        for key in TEXTS:
            text = self.given[key]
            self.values[key] = text if key == "summary" else cells.one_line(text)
        self._period()
        self._kind_and_task()
        self._parties()
        self._people()
        self._named_things()
        self._speakers()
        self._source()
        return self.values

    def _check_texts(self):
        marked = cells.UNREADABLE_MARK in "".join(self.given.values())
        for key, text in self.given.items():
            if marked or len(text) > LONGEST[key]:
                self._try(key, cells.check_text, text, LONGEST[key])

    def _try(self, key, read, *arguments):
        try:
            return read(*arguments)
        except cells.BadCellError as error:
            self.row.error(key, error.code, error.message)
            return None

    def _word(self, key, words, code):
        """The choice that the cell names; an error that lists what is allowed."""
        text = self.given[key]
        if not text or text in words:
            return words.get(text, "")
        allowed = ", ".join(word for word in words if not word.isascii()) or ", ".join(words)
        self.row.error(
            key, code, _("“%(word)s” is not known. Allowed: %(allowed)s.") % {"word": text, "allowed": allowed}
        )
        return ""

    def _period(self):
        stated = self._word("date_precision", self.known.precisions, "precision_unknown")
        first = self._day("starts_on", stated)
        last = self._day("ends_on", stated or (first and first[1]))
        self.values["starts_on"] = first and first[0].isoformat()
        self.values["ends_on"] = last and cells.last_day(*last).isoformat()
        self.values["date_precision"] = stated or (first[1] if first else "day")
        self.first_day = first and first[0]
        for key in ("starts_at", "ends_at"):
            moment = self._try(key, cells.time_of_day, self.given[key])
            self.values[key] = moment and moment.strftime("%H:%M")

    def _day(self, key, precision):
        """The day and how precisely it is written; it may be known better than said, never worse."""
        found = self._try(key, cells.day, self.given[key])
        if found and precision and cells.PRECISIONS.index(found[1]) < cells.PRECISIONS.index(precision):
            message = _("“%(text)s” is not known to the %(precision)s. Say how precisely it is known.")
            params = {"text": self.given[key], "precision": _precision_word(precision)}
            self.row.error(key, "precision_differs", message % params)
        return found

    def _kind_and_task(self):
        self.values["kind"] = self._decided("kind", self.given["kind"], self.known.kinds.get)
        self.values["task"] = self._word("task", self.known.tasks, "task_unknown")

    def _decided(self, key, word, find):
        """What a word means by the portal's own words, else by the uploader's decision, else an error."""
        if not word:
            return ""
        if (value := find(word)) is not None:
            return value
        what, which = self.words.decision(_asked_as(key), word, self.row.number, self.first_day)
        if what == MAP:
            return which
        self.row.error(
            key, "word_unknown", _("“%(word)s” is not known. Decide once for all rows what it means.") % {"word": word}
        )
        return ""

    def _parties(self):
        self.values["host_county_code"] = self._region("host_county_code", self.given["host_county_code"])
        partners = [self._region("partner_county_codes", word) for word in _codes(self.given["partner_county_codes"])]
        self.values["partner_county_codes"] = sorted(dict.fromkeys(filter(None, partners)))
        self.values["place_region_code"] = self._region("place_region_code", self.given["place_region_code"])

    def _region(self, key, word):
        return self._decided(key, word, self.known.region) or None

    def _people(self):
        values = self.values
        values["audience"] = self._try("audience", cells.whole_number, self.given["audience"])
        values["volunteers"] = self._try("volunteers", cells.whole_number, self.given["volunteers"])
        values["audience_basis"] = self._word("audience_basis", self.known.bases, "basis_unknown")
        values["audience_method"] = cells.one_line(self.given["audience_method"])
        if values["audience"] is not None and not self.given["audience_basis"]:
            values["audience_basis"] = Audience.ESTIMATED.value
            if not values["audience_method"]:
                values["audience_method"] = self.notes.method_of(self.given["source_title"])
            self.row.warn("audience", "audience_basis_assumed", said(NOT_COUNTED))

    def _named_things(self):
        lead = self.values["host_county_code"]
        brand = self._things("brand", [cells.one_line(self.given["brand"])] if self.given["brand"] else [], lead)
        self.values["brand"] = brand[0] if brand else None
        for key in ("team", "work"):
            self.values[key] = self._things(key, cells.many(self.given[key]), lead)

    def _things(self, key, names, lead):
        found = (self._thing(key, name, lead) for name in names)
        return sorted({thing for thing in found if thing is not None}, key=str)

    def _thing(self, key, name, lead):
        if (pk := self.known.named_thing(key, name, lead)) is not None:
            return pk
        if len(name) > LONGEST_NAME[key]:
            self._try(key, cells.check_text, name, LONGEST_NAME[key])
            return None
        what, which = self.words.decision(key, name, self.row.number, self.first_day)
        if what == MAP:
            return int(which)
        if what == CREATE:
            return f"{NEW}{name}"
        if what == LEAVE:
            self.left_as_text.append(f"{self.notes.labels[key]}：{name}")
        else:
            message = _("The portal knows no “%(word)s”. Decide once for all rows what to do with it.")
            self.row.error(key, "word_unknown", message % {"word": name})
        return None

    def _speakers(self):
        speakers = []
        for part in cells.many(self.given["speakers"]):
            match = SPEAKER.fullmatch(part)
            if match:
                speakers.append([match["name"].strip(), (match["title"] or "").strip()])
            else:
                message = _("“%(text)s” is not a name with a title in brackets.") % {"text": part[:30]}
                self.row.error("speakers", "speaker_unreadable", message)
        self.values["speakers"] = speakers

    def _source(self):
        """Where it was found, how sure it is, and what was left as text: together in the record's note."""
        confidence = self._word("confidence", CONFIDENCES, "confidence_unknown")
        parts = [cells.one_line(self.given["source_title"])]
        if confidence in self.notes.confidence:
            parts.append(self.notes.confidence[confidence])
            self.row.warn("confidence", "source_not_sure", said(NOT_SURE))
        self.values["source_title"] = "；".join(filter(None, [*parts, *self.left_as_text]))


def _asked_as(key):
    """Region codes are asked about together, whichever column they stand in."""
    return "region" if key.endswith(("_code", "_codes")) else key


def _codes(text):
    return re.split(r"[;；,，、\s]+", text) if text else ()


def _precision_word(precision):
    return {"day": _("day"), "month": _("month"), "year": _("year")}[precision]
