import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix import OTHERS, PERSONAS, all_rows
from tests.matrix.people import make_world

LIBRARY_NAMESPACES = {"admin", "djdt"}


def named_routes(patterns=None, namespaces=()):
    """The name of every route in the URL table, with its namespaces."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from named_routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield ":".join((*namespaces, pattern.name))


def test_every_route_has_a_row():
    without = set(named_routes()) - {row.route for row in all_rows()} - set(OTHERS)
    assert not without, f"routes without a row in tests/matrix: {sorted(without)}"


def test_every_row_is_about_a_route():
    gone = ({row.route for row in all_rows()} | set(OTHERS)) - set(named_routes())
    assert not gone, f"rows about routes that do not exist: {sorted(gone)}"


def value_of(world, path):
    """ "draft.pk" → the draft's key; a word without a dot that names nothing stands for itself."""
    name, _dot, attribute = str(path).partition(".")
    if name not in world:
        return path
    return getattr(world[name], attribute) if attribute else world[name]


@pytest.mark.django_db
def test_every_persona_gets_what_the_matrix_says(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    world = make_world()
    wrong = []
    for row in all_rows():
        path = reverse(row.route, kwargs={name: value_of(world, value) for name, value in row.arguments.items()})
        for persona in PERSONAS:
            status = status_of(client, world, row, path + row.query, persona)
            if status != row.status_for(persona):
                wrong.append(
                    f"{row.method} {row.route}{row.query} as {persona}: {status}, not {row.status_for(persona)}"
                )
    assert not wrong, "\n".join(wrong)


def status_of(client, world, row, path, persona):
    """The status of one request, whose effects are then taken back."""
    client.logout()
    if world[persona]:
        client.force_login(world[persona])
    data = {name: value_of(world, value) for name, value in (row.data or {}).items()}
    options = {} if row.method == "get" else {"data": data}
    if row.route.startswith("api:") and row.method != "get":
        options["content_type"] = "application/json"
    with transaction.atomic():
        response = getattr(client, row.method)(path, **options)
        if response.streaming:
            response.getvalue()  # reads the file to its end, which closes it
        transaction.set_rollback(True)
    return response.status_code
