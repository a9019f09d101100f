"""One registration on its way in, as the staging table takes it, and the frame that is the same for a whole batch."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from volunteers.choices import ConsentPurpose

PURPOSES = tuple(ConsentPurpose.values)
FOREVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Frame:
    """What every row of a batch is read by; small enough to be sent to another process.

    ``homes``: code of each region that the corridor knows. ``fifteen_digits``: old numbers are taken (files only).
    """

    now: dt.datetime
    today: dt.date
    homes: frozenset[str]
    fifteen_digits: bool = False


class Agreed(NamedTuple):
    """A consent as a platform reports it. ``withdrawn`` None: it stands."""

    given: dt.datetime
    withdrawn: dt.datetime | None
    version: str
    by: str


class SealedPerson(NamedTuple):
    """A document and a mobile as the vault keeps them."""

    name: str
    document_kind: str
    document: bytes
    document_index: bytes
    mobile: bytes | None
    mobile_index: bytes | None
    mobile_tail: bytes | None


class PreparedRow(NamedTuple):
    """``person`` None: a closing of an account that says nothing more."""

    number: int
    external_id: str
    version: int
    content: bytes
    closed: bool
    person: SealedPerson | None = None
    old_index: bytes | None = None
    name_keys: str = ""
    birth_date: dt.date | None = None
    home: str = ""
    stated_home: str = ""
    registered_on: dt.date | None = None
    skills: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()
    consents: tuple[Agreed | None, ...] = (None,) * len(PURPOSES)
    guardian: SealedPerson | None = None
    relation: str = ""


class RefusedRow(NamedTuple):
    """``field`` names the part of the row that is at fault, "" for the whole."""

    number: int
    external_id: str
    code: str
    field: str
    message: str
