"""Under which keys of the vault the rows lie. Whatever holds sealed values is a ``Sealed`` model; no other is asked."""

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


def sealed_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, Sealed)]


def count_by_key() -> dict[str, int]:
    """Key id → how many values lie under it. Reads every row."""
    counts: Counter[str] = Counter()
    for model in sealed_models():
        for column in CIPHERS.values():
            rows = model._default_manager.filter(**{f"{column}__isnull": False})
            heads = (
                rows.order_by()
                .values_list(Substr(column, 1, vault.HEADER, output_field=BinaryField()))
                .annotate(Count("pk"))
            )
            for head, count in heads:
                counts[vault.key_id_of(head)] += count
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
        found |= Q(**{f"{column}__isnull": False}) & ~_begins_with(column, vault.current_header())
    for column in INDEXES:
        found |= Q(**{f"{column}__isnull": False}) & ~_begins_with(column, vault.index_mark())
    return found


def _begins_with(column: str, start: bytes) -> Q:
    """As a range, which an index answers."""
    return Q(**{f"{column}__gte": start, f"{column}__lt": _after(start)})


def _after(start: bytes) -> bytes:
    """The first bytes that no longer begin so."""
    return start[:-1] + bytes([start[-1] + 1])


def count_left() -> int:
    """How many rows are not under the current keys."""
    return sum(model._default_manager.filter(not_current()).count() for model in sealed_models())


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
