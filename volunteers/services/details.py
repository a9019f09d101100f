"""What somebody says of a person who is to be registered, read and judged before anything is written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from belts.models import Region
from volunteers.documents import Document, read_document
from volunteers.names import read_name

ADULT, CHILD = 18, 14
OLDEST = 120


@dataclass(frozen=True)
class Person:
    name: str
    document: Document
    birth_date: dt.date
    home: Region
    skills: Sequence[str] = ()
    times: Sequence[str] = ()
    dialects: Sequence[str] = ()

    @property
    def age(self) -> int:
        return age_on(self.birth_date, timezone.localdate())

    @property
    def is_minor(self) -> bool:
        return self.age < ADULT

    @property
    def is_child(self) -> bool:
        return self.age < CHILD


@dataclass(frozen=True)
class GuardianSaid:
    name: str
    document: Document
    relation: str


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March of a common year (Civil Code art. 203)."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def read_person(
    *, name: str, document_kind: str, document: str, birth_date: dt.date | None, home: Region, **chosen: Sequence[str]
) -> Person:
    """``chosen``: skills, times, dialects. A ValidationError names every field that is wrong."""
    problems = Problems()
    read_as = problems.of("document", read_document, document_kind, document, today=timezone.localdate())
    named = problems.of("name", read_name, name)
    born = problems.of("birth_date", _read_birth_date, read_as, birth_date)
    problems.stop()
    return Person(named, read_as, born, home, **chosen)


def _read_birth_date(document: Document | None, said: dt.date | None) -> dt.date | None:
    """What the document says goes before what was typed."""
    born = (document and document.birth_date) or said
    if document and born is None:
        raise ValidationError(
            _("This document does not say the birth date. Enter it as it stands there."), code="birth_date_missing"
        )
    if born and not 0 <= age_on(born, timezone.localdate()) <= OLDEST:
        raise ValidationError(
            _("The birth date cannot be right. Compare it with the document."), code="birth_date_wrong"
        )
    return born


def read_guardian(*, name: str, document_kind: str, document: str, relation: str, person: Person) -> GuardianSaid:
    """Somebody of age, and not the child. Fields begin with ``guardian_``."""
    today, problems = timezone.localdate(), Problems()
    read_as = problems.of("guardian_document", read_document, document_kind, document, today=today)
    named = problems.of("guardian_name", read_name, name)
    if read_as and read_as.number == person.document.number:
        message = _("The guardian has a document of their own. This is that of the person to be registered.")
        problems.add("guardian_document", ValidationError(message, code="guardian_is_the_child"))
    elif read_as and read_as.birth_date and age_on(read_as.birth_date, today) < ADULT:
        message = _("A guardian is at least 18 years old.")
        problems.add("guardian_document", ValidationError(message, code="guardian_too_young"))
    problems.stop()
    return GuardianSaid(named, read_as, relation)


class Problems:
    """Refusals by field, gathered until all is read."""

    def __init__(self) -> None:
        self._found: dict[str, ValidationError] = {}

    def of(self, field: str, read: Any, *words: Any, **options: Any) -> Any:
        """What ``read`` makes of the words, or None where it refuses."""
        try:
            return read(*words, **options)
        except ValidationError as error:
            self._found[field] = error
            return None

    def add(self, field: str, error: ValidationError) -> None:
        self._found.setdefault(field, error)

    def stop(self) -> None:
        if self._found:
            raise ValidationError({**self._found})
