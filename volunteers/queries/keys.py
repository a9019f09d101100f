"""Under which keys of the vault the rows lie.

People are ``Sealed`` models, with indexes beside the ciphers. What waits for some days (a draft, a proof, a text
message) has a column alone, called as what is sealed in it.
"""

from collections import Counter

from django.apps import apps
from django.core.cache import cache
from django.db.models import BinaryField, Count, Model, Q
from django.db.models.functions import Substr

from core.health import NotReadyError
from volunteers import vault
from volunteers.models.identity import Sealed

CIPHERS = {vault.DOCUMENT: "document", vault.MOBILE: "mobile"}
COUNTS = "vault-keys"  # where the last count is kept
INDEXES = ("document_index", "mobile_index", "mobile_tail")


def sealed_models() -> list[type[Sealed]]:
    return [model for model in apps.get_models() if issubclass(model, Sealed)]


def sealed_columns() -> list[tuple[type[Model], str]]:
    """Every column that holds sealed values."""
    return [
        (model, column.name)
        for model in apps.get_app_config("volunteers").get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, BinaryField) and column.name in vault.WHAT
    ]


def waiting_columns() -> list[tuple[type[Model], str]]:
    """Those of what waits."""
    return [(model, column) for model, column in sealed_columns() if not issubclass(model, Sealed)]


def count_by_key() -> dict[str, int]:
    """Key id → how many values lie under it. Reads every row."""
    counts: Counter[str] = Counter()
    for model, column in sealed_columns():
        head = Substr(column, 1, vault.HEADER, output_field=BinaryField())
        rows = model._default_manager.filter(**{f"{column}__isnull": False}).order_by()
        for start, count in rows.values_list(head).annotate(Count("pk")):
            counts[vault.key_id_of(start)] += count
    return dict(counts)


def key_ids_at_the_ends() -> set[str]:
    """Key ids of the oldest and the newest rows: at once, for who cannot wait for all of them."""
    found = set()
    for model in sealed_models():
        for order in ("pk", "-pk"):
            row = model._default_manager.order_by(order).values_list(*CIPHERS.values()).first()
            found |= {vault.key_id_of(value) for value in row or () if value is not None}
    return found


def not_current() -> Q:
    """Rows of which a value is sealed or indexed under another key than the current ones."""
    found = Q()
    for column in CIPHERS.values():
        found |= not_sealed_now(column)
    for column in INDEXES:
        found |= Q(**{f"{column}__isnull": False}) & ~_begins_with(column, vault.index_mark())
    return found


def not_sealed_now(column: str) -> Q:
    return Q(**{f"{column}__isnull": False}) & ~_begins_with(column, vault.current_header())


def _begins_with(column: str, start: bytes) -> Q:
    """As a range, which an index answers."""
    return Q(**{f"{column}__gte": start, f"{column}__lt": _after(start)})


def _after(start: bytes) -> bytes:
    """The first bytes that no longer begin so."""
    return start[:-1] + bytes([start[-1] + 1])


def count_left() -> int:
    """How many rows are not under the current keys."""
    asked: list[tuple[type[Model], Q]] = [(model, not_current()) for model in sealed_models()]
    asked += [(model, not_sealed_now(column)) for model, column in waiting_columns()]
    return sum(model._default_manager.filter(condition).count() for model, condition in asked)


def has_old_indexes() -> bool:
    """Whether a document stands under another index key than the current one; an index answers."""
    start = vault.index_mark()
    beyond = (Q(document_index__lt=start), Q(document_index__gte=_after(start)))
    return any(model._default_manager.filter(part).exists() for model in sealed_models() for part in beyond)


def say_readiness() -> str:
    """Nothing, or that a turn of keys is not over. Raises NotReadyError where a key is missing.

    By the last count of all rows, and by the oldest and the newest ones of now.
    """
    counts = cache.get(COUNTS) or {}
    known = [vault.key_id_of(header) for header in vault.known_headers()]
    missing = (counts.keys() | key_ids_at_the_ends()) - set(known)
    if missing:
        raise NotReadyError(f"values are kept under keys that are not in the settings: {', '.join(sorted(missing))}")
    old = sum(counts.get(name, 0) for name in known[1:])
    notes = [f"{old} values are under old keys"] if old else []
    return "; ".join([*notes, *(["indexes are under an old key"] if has_old_indexes() else [])])
