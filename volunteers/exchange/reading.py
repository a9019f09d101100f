"""From what a platform sent of one person to what it means. A refusal names the field; nothing is guessed."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from volunteers.choices import ConsentGiver, ConsentPurpose, Dialect, Relation, ServiceTime, Skill
from volunteers.documents import Document, read_document
from volunteers.exchange.prepared import PURPOSES, Agreed, Frame
from volunteers.kinds import DocumentKind
from volunteers.mobiles import read_mobile
from volunteers.names import read_name

ADULT = 18
LONGEST_ID, LONGEST_VERSION = 64, 30
LARGEST_VERSION = 2**63 - 1
PROVINCES = {"50": "500000", "51": "510000"}  # one registry for two provinces
PERSONAL = re.compile(r"[0-9]{6}(18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]|(\+?86)?1[3-9][0-9]{9}")
KINDS, RELATIONS = frozenset(DocumentKind.values), frozenset(Relation.values)
WORDS = {
    "skills": frozenset(Skill.values),
    "times": frozenset(ServiceTime.values),
    "dialects": frozenset(Dialect.values),
}
FIELDS = frozenset({
    "external_id", "version", "closed", "name", "document_kind", "document", "birth_date", "mobile", "home",
    "registered_on", "skills", "times", "dialects", "consents", "guardian",
})  # fmt: skip
GUARDIAN_FIELDS = frozenset({"name", "document_kind", "document", "mobile", "relation"})
CONSENT_FIELDS = frozenset({"given_at", "withdrawn_at", "version"})


class RowError(Exception):
    """A row that is refused: ``code`` for programs, ``field`` and ``message`` for people."""

    def __init__(self, field: str, code: str, message: str):
        super().__init__(code)
        self.field, self.code, self.message = field, code, message


class Person(NamedTuple):
    name: str
    document: Document
    mobile: str


class Registration(NamedTuple):
    """``guardian`` and ``relation`` only of those under 18: of others it is not kept."""

    person: Person
    birth_date: dt.date
    home: str
    stated_home: str
    registered_on: dt.date
    words: tuple[tuple[str, ...], ...]  # skills, times, dialects
    consents: tuple[Agreed | None, ...]
    guardian: Person | None
    relation: str


def read_key(row: Any) -> tuple[str, int]:
    """The id and the version of a row; every other answer about it names them."""
    if not isinstance(row, Mapping):
        raise RowError("", "row_is_no_object", _("Each row is an object with the fields of the document."))
    external_id = _text(row, "external_id", LONGEST_ID)
    if not external_id or not external_id.isprintable():
        message = _("The id of the account on the platform is missing, or has signs that cannot be read.")
        raise RowError("external_id", "external_id_missing", message)
    if PERSONAL.fullmatch(external_id):
        message = _("This looks like an identity number or a mobile. An id is kept in clear: send another one.")
        raise RowError("external_id", "external_id_is_personal", message)
    version = row.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= LARGEST_VERSION:
        message = _("The version is a whole number from 1 that grows with each change of the account.")
        raise RowError("version", "version_wrong", message)
    return external_id, version


def named(row: Any) -> str:
    """How a refused row is named to its sender; "" where its id cannot be used."""
    try:
        return read_key(row)[0]
    except RowError as error:
        return "" if error.field != "version" else str(row["external_id"]).strip()


def read_closed(row: Mapping[str, Any]) -> bool:
    """Whether the account was closed; also looks for fields that nobody knows."""
    if unknown := sorted(str(key)[:30] for key in row.keys() - FIELDS):
        message = _("There is no such field: %(fields)s.") % {"fields": ", ".join(unknown)}
        raise RowError("", "unknown_field", message)
    closed = row.get("closed", False)
    if not isinstance(closed, bool):
        raise RowError("closed", "value_wrong", _("This is true or false."))
    return closed


def read_registration(row: Mapping[str, Any], frame: Frame, *, closed: bool) -> Registration:
    """What the row means; a RowError for the first fault."""
    person = _person(row, "", frame)
    birth_date = _birth_date(row, person.document, frame)
    minor = is_minor(birth_date, frame.today)
    home, stated_home = _home(row, frame)
    guardian, relation = _guardian(row, frame) if minor else (None, "")
    return Registration(
        person=person,
        birth_date=birth_date,
        home=home,
        stated_home=stated_home,
        registered_on=_day(row, "registered_on", frame),
        words=tuple(_words(row, name, known) for name, known in WORDS.items()),
        consents=_consents(row, frame, minor=minor, closed=closed),
        guardian=guardian,
        relation=relation,
    )


def is_minor(birth_date: dt.date, today: dt.date) -> bool:
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day)) < ADULT


def _text(row: Mapping[str, Any], field: str, longest: int) -> str:
    text = row.get(field, "")
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > longest or "\x00" in text:
        message = _("This is a text of at most %(most)d characters.") % {"most": longest}
        raise RowError(field, "value_wrong", message)
    return text.strip()


def _needed(row: Mapping[str, Any], field: str, prefix: str) -> str:
    text = _text(row, field, 100)
    if not text:
        raise RowError(prefix + field, "value_missing", _("This must not be empty."))
    return text


def _person(row: Mapping[str, Any], prefix: str, frame: Frame) -> Person:
    kind = _text(row, "document_kind", 30)
    if kind and kind not in KINDS:
        allowed = ", ".join(DocumentKind.values)
        message = _("This is none of the kinds of document: %(allowed)s.") % {"allowed": allowed}
        raise RowError(f"{prefix}document_kind", "document_kind_unknown", message)
    field = "name"
    try:
        name = read_name(_needed(row, field, prefix))
        field = "document"
        given = _needed(row, field, prefix)
        document = read_document(kind, given, today=frame.today, fifteen_digits=frame.fifteen_digits)
        field = "mobile"
        mobile = read_mobile(_needed(row, field, prefix))
    except ValidationError as error:
        raise RowError(prefix + field, error.code or "invalid", " ".join(error.messages)) from error
    return Person(name, document, mobile)


def _birth_date(row: Mapping[str, Any], document: Document, frame: Frame) -> dt.date:
    """That of the document's number, or of the field where the number holds none; where both speak they agree."""
    own = document.birth_date
    if not row.get("birth_date"):
        if own is None:
            message = _("This document's number holds no birth date, so the row gives it.")
            raise RowError("birth_date", "birth_date_missing", message)
        return own
    given = _day(row, "birth_date", frame)
    if own is not None and own != given:
        message = _("This is not the birth date in the document's number. Compare both.")
        raise RowError("birth_date", "birth_date_differs", message)
    return given


def _day(row: Mapping[str, Any], field: str, frame: Frame) -> dt.date:
    text = _needed(row, field, "")
    try:
        day = dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not day.year >= 1850 or day > frame.today:
        raise RowError(field, "day_wrong", _("This is a day like 2025-03-01 that is not still to come."))
    return day


def _home(row: Mapping[str, Any], frame: Frame) -> tuple[str, str]:
    """The region that counts the person, and the code that was given where only its province is known."""
    code = _needed(row, "home", "")
    if code in frame.homes:
        return code, ""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise RowError("home", "home_unknown", _("The home county is a code of six digits, for example 500153."))
    if code[:2] not in PROVINCES:
        message = _("This code is of neither Sichuan nor Chongqing, and the registry holds their people only.")
        raise RowError("home", "home_elsewhere", message)
    return PROVINCES[code[:2]], code


def _words(row: Mapping[str, Any], field: str, known: frozenset[str]) -> tuple[str, ...]:
    words = row.get(field) or ()
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise RowError(field, "value_wrong", _("This is a list of words."))
    if unknown := sorted(set(words) - known):
        params = {"words": ", ".join(word[:30] for word in unknown), "allowed": ", ".join(sorted(known))}
        message = _("Not known: %(words)s. Allowed: %(allowed)s.") % params
        raise RowError(field, "word_unknown", message)
    return tuple(sorted(set(words)))


def _consents(row: Mapping[str, Any], frame: Frame, *, minor: bool, closed: bool) -> tuple[Agreed | None, ...]:
    """By purpose, in the order of PURPOSES. That to keep the registration must stand while the account is open."""
    given = row.get("consents") or {}
    if not isinstance(given, Mapping) or given.keys() - set(PURPOSES):
        message = _("This is an object with the purposes %(purposes)s.") % {"purposes": ", ".join(PURPOSES)}
        raise RowError("consents", "value_wrong", message)
    by = (ConsentGiver.GUARDIAN if minor else ConsentGiver.PLATFORM).value
    agreed = tuple(_agreed(given[purpose], purpose, by, frame) if given.get(purpose) else None for purpose in PURPOSES)
    keep = agreed[PURPOSES.index(ConsentPurpose.KEEP)]
    if not closed and (keep is None or keep.withdrawn):
        message = _("The person has not agreed that the registration is kept (keep): without that it may not be sent.")
        raise RowError("consents.keep", "consent_missing", message)
    return agreed


def _agreed(given: Any, purpose: str, by: str, frame: Frame) -> Agreed:
    field = f"consents.{purpose}"
    if not isinstance(given, Mapping) or given.keys() - CONSENT_FIELDS:
        message = _("This is an object with given_at, version and, when it was taken back, withdrawn_at.")
        raise RowError(field, "value_wrong", message)
    version = _text(given, "version", LONGEST_VERSION)
    if not version:
        message = _("A consent names the version of the text that was agreed to.")
        raise RowError(f"{field}.version", "consent_version_missing", message)
    moment = _moment(given, "given_at", field, frame)
    withdrawn = _moment(given, "withdrawn_at", field, frame) if given.get("withdrawn_at") else None
    if withdrawn and withdrawn < moment:
        message = _("A consent is withdrawn after it was given.")
        raise RowError(f"{field}.withdrawn_at", "moment_wrong", message)
    return Agreed(moment, withdrawn, version, by)


def _moment(given: Mapping[str, Any], name: str, field: str, frame: Frame) -> dt.datetime:
    text = _text(given, name, 40)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1990 <= moment.year <= 9000 or moment > frame.now:
        message = _("This is a moment like 2025-03-01T09:30:00+08:00 that is not still to come.")
        raise RowError(f"{field}.{name}", "moment_wrong", message)
    return moment.astimezone(dt.UTC)


def _guardian(row: Mapping[str, Any], frame: Frame) -> tuple[Person, str]:
    """Of somebody under 18: who answers for them, and agreed for them (domain: under 14 and 14 to 17 alike)."""
    given = row.get("guardian")
    if not given:
        message = _("The person is under 18: send the guardian who agreed, with name, document, mobile and relation.")
        raise RowError("guardian", "guardian_missing", message)
    if not isinstance(given, Mapping) or given.keys() - GUARDIAN_FIELDS:
        raise RowError("guardian", "value_wrong", _("This is an object with the fields of the guardian."))
    person = _person(given, "guardian.", frame)
    if person.document.birth_date and is_minor(person.document.birth_date, frame.today):
        raise RowError("guardian.document", "guardian_is_minor", _("A guardian is of age."))
    relation = _text(given, "relation", 20)
    if relation not in RELATIONS:
        message = _("This is one of: %(allowed)s.") % {"allowed": ", ".join(sorted(RELATIONS))}
        raise RowError("guardian.relation", "relation_unknown", message)
    return person, relation
