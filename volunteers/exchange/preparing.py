"""Many registrations at once: read, sealed, indexed. Pure: no database, so that other processes can do it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from django.conf import settings

from volunteers import vault
from volunteers.exchange.prepared import Frame, PreparedRow, RefusedRow, SealedPerson
from volunteers.exchange.reading import (
    Person,
    Registration,
    RowError,
    named,
    read_closed,
    read_key,
    read_registration,
)
from volunteers.names import search_keys

MARK = 4  # bytes in front of the hash of a content: under which key it was made


def prepare(rows: Iterable[tuple[int, Any]], frame: Frame) -> tuple[list[PreparedRow], list[RefusedRow]]:
    """``rows``: the number of each in what was sent, and the row. What is fit to be merged, and what is not."""
    good, bad = [], []
    for number, row in rows:
        try:
            good.append(_prepared(number, row, frame))
        except RowError as error:
            bad.append(RefusedRow(number, named(row), error.code, error.field, error.message))
    return good, bad


class Checked(NamedTuple):
    """A row that means something. ``read`` is None for a closing that says nothing more."""

    external_id: str
    version: int
    content: bytes
    closed: bool
    home: str
    read: Registration | None


def checked(row: Any, frame: Frame) -> Checked:
    """What one row means, with nothing sealed yet; a RowError for its first fault."""
    external_id, version = read_key(row)
    closed = read_closed(row)
    if closed and not row.get("document"):
        return Checked(external_id, version, content_of("closed"), True, "", None)
    read = read_registration(row, frame, closed=closed)
    return Checked(external_id, version, _content(row, read, closed=closed), closed, read.home, read)


def _prepared(number: int, row: Any, frame: Frame) -> PreparedRow:
    external_id, version, content, closed, _home, read = checked(row, frame)
    if read is None:
        return PreparedRow(number, external_id, version, content, closed)
    person, old_index = read.person, None
    if settings.VAULT_INDEX_KEY_OLD:
        old_index = vault.blind_indexes("document", person.document.number)[1]
    return PreparedRow(
        number=number,
        external_id=external_id,
        version=version,
        content=content,
        closed=closed,
        person=_sealed(person),
        old_index=old_index,
        name_keys=_keys(person.name),
        birth_date=read.birth_date,
        home=read.home,
        stated_home=read.stated_home,
        registered_on=read.registered_on,
        skills=read.words[0],
        times=read.words[1],
        dialects=read.words[2],
        consents=read.consents,
        guardian=_sealed(read.guardian) if read.guardian else None,
        relation=read.relation,
    )


def _sealed(person: Person) -> SealedPerson:
    number, mobile = person.document.number, person.mobile
    return SealedPerson(
        person.name,
        person.document.kind,
        vault.seal("document", number),
        vault.blind_index("document", number),
        vault.seal("mobile", mobile),
        vault.blind_index("mobile", mobile),
        vault.tail_index(mobile),
    )


@lru_cache(maxsize=50_000)
def _keys(name: str) -> str:
    """Half of the people share their name with somebody."""
    return search_keys(name)


def _content(row: Any, read: Registration, *, closed: bool) -> bytes:
    """Nothing in it depends on the day: the same row says the same when the person has come of age."""
    person, guardian = read.person, row.get("guardian") or None
    consents = [agreed and (agreed.given, agreed.withdrawn, agreed.version) for agreed in read.consents]
    said = (person.name, person.document.number, person.mobile, read.birth_date, row["home"], read.registered_on)
    return content_of((closed, said, read.words, consents, guardian))


def content_of(values: Any) -> bytes:
    """A keyed hash that tells whether a platform sent something else under a version that is known already."""
    return _mark(settings.VAULT_INDEX_KEY) + vault.blind_index(
        "document", "content:" + orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()
    )


@lru_cache(maxsize=4)
def _mark(_key: str) -> bytes:
    return vault.blind_index("document", "content")[:MARK]
