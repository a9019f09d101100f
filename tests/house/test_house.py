"""The rules of the house that no linter knows. Each names the file, so that the fault is found at once."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("core", "belts", "accounts", "venues", "volunteers", "activities", "meetings", "indicators")
LONGEST_MODULE, LONGEST_TEMPLATE, LONGEST_FUNCTION = 300, 150, 40

# The same names in every app: a module, or a package of that name split by noun.
SHARED_NAMES = {
    "__init__", "admin", "api", "api_urls", "apps", "authentication", "errors", "filters", "forms", "management",
    "middleware", "migrations", "models", "permissions", "queries", "serializers", "services", "signals", "tasks",
    "templatetags", "throttles", "urls", "views", "widgets", "work", "panels", "data",
}  # fmt: skip
# What one app alone has, with what it is for. core is nothing but shared pieces, each under its own name.
OWN_NAMES = {
    "accounts": {
        "adapter": "how allauth works here",
        "chain": "hash-chained days of the history",
        "feeds": "kinds of calendar feeds, which upper apps register",
        "notices": "kinds of notices, which upper apps register, and their words",
        "own_urls": "the addresses of one's own notices and calendars",
        "passwords": "rules for passwords",
        "reach": "how far a person's posts reach",
        "schema": "how tokens stand in the OpenAPI document",
        "secrets": "second factors enciphered at rest",
        "sign_in_urls": "the addresses of signing in that make sense here",
        "wording": "sentences of allauth in our words",
    },
    "activities": {
        "filter_terms": "words that filters know",
        "importing": "spreadsheets in",
        "likeness": "the same event logged twice",
        "exporting": "spreadsheets out",
    },
    "belts": {
        "examples": "answers and bodies shown in the API document",
        "seats": "which belt an abolished county's records count for",
    },
    "meetings": {
        "exporting": "spreadsheets out",
        "feeds": "calendars of meetings for calendar programs",
        "importing": "spreadsheets in",
        "notices": "what people are told about turns and meetings",
        "papers": "minutes, sheets and handovers as files",
        "periods": "half-years and quarters, without a database",
        "powers": "who calls a belt's meetings on a day",
        "rotation": "whose turn it is, without a database",
    },
    "indicators": {
        "boards": "what the dashboard of a place and the public page show",
        "bulletins": "words, figures and files of a bulletin",
        "examples": "of the API document",
        "exporting": "answers as files",
        "measures": "what is counted",
        "notices": "kinds of notices",
        "periods": "this quarter, 2024-H1, without a database",
        "phrases": "余, 近, 超过",
        "readers": "who reads figures where nobody signs in",
        "sdmx": "figures as statistical offices exchange them",
        "sdmx_structure": "what these figures are made of",
        "tallies": "what records add to the figures, and the triggers made from it",
    },
    "volunteers": {
        "choices": "words of the registry that are chosen from a list",
        "documents": "numbers of identity documents, checked",
        "exchange": "batches of registrations in, by push and by file",
        "exporting": "spreadsheets out",
        "importing": "spreadsheets in",
        "kinds": "kinds of documents",
        "masking": "what may be shown of any cell",
        "faults": "why a message to a webhook was not taken, in words",
        "mobiles": "mobile numbers, checked",
        "names": "names of people, checked and made findable",
        "notices": "what people are told about registrations",
        "numbers": "volunteer numbers",
        "signatures": "signed requests, both ways",
        "vault": "the only module that sees a raw number",
        "vault_files": "the vault for whole files and rows that wait",
    },
    "venues": {
        "importing": "spreadsheets in",
        "exporting": "spreadsheets out",
        "feeds": "calendars of bookings for calendar programs",
        "notices": "what people are told about bookings",
        "lending": "files and pushes of library systems in",
        "library_urls": "the addresses of libraries, under those of venues",
    },
}


def modules(*folders, tests=False):
    for folder in (*(folders or (*APPS, "config")), *(["tests"] if tests else [])):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def name(path):
    return str(path.relative_to(ROOT))


def tree_of(path):
    return ast.parse(path.read_text(), filename=name(path))


def length(path):
    return len(path.read_text().splitlines())


def test_modules_are_short():
    assert [f"{name(path)}: {length(path)}" for path in modules() if length(path) >= LONGEST_MODULE] == []


def test_templates_are_short():
    assert [f"{name(path)}: {length(path)}" for path in templates() if length(path) >= LONGEST_TEMPLATE] == []


def test_functions_are_short():
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def is_surface(path):
    return any(
        part.removesuffix(".py") in {"views", "api", "admin", "filters"} for part in path.relative_to(ROOT).parts
    )


def test_surfaces_start_from_scoped_rows():
    """``.objects`` may stand in a view only as the start of visible_to, manageable_by or revealable_by."""
    loose = []
    for path in filter(is_surface, modules(*APPS)):
        tree = tree_of(path)
        scoped = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in {"visible_to", "manageable_by", "revealable_by"}
        }
        loose += [
            f"{name(path)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager", "_base_manager"}
            and id(node) not in scoped
        ]
    assert loose == []


# Found by name: by Django, by a library, or by a person (maintenance mode is a file the proxy shows).
FOUND_BY_NAME = re.compile(
    r"^(\d{3}(_csrf)?|maintenance|(account|mfa|usersessions|allauth|socialaccount|django|admin)/.*)"
)


def test_no_template_is_unused():
    sources = "\n".join(
        path.read_text() for path in [*modules(), *templates(), *sorted((ROOT / "templates").rglob("*.txt"))]
    )
    unused = []
    for path in templates():
        address = path.relative_to(ROOT / "templates").as_posix()
        if FOUND_BY_NAME.match(address.removesuffix(".html")) or _is_generic_view_template(address, sources):
            continue
        if address not in sources:
            unused.append(address)
    assert unused == []


def _is_generic_view_template(address, sources):
    """``activities/team_detail.html`` belongs to a DetailView of Team that names no template."""
    match = re.fullmatch(r"\w+/(\w+)_(detail|list|form|confirm_delete)\.html", address)
    return bool(match) and re.search(rf"model = {match[1].replace('_', '')}\b", sources, re.IGNORECASE) is not None


INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)


def test_templates_hold_no_inline_script_or_style():
    data_only = re.compile(r'<script[^>]*type="application/json"')
    found = []
    for path in templates():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if INLINE.search(line) and not data_only.search(line):
                found.append(f"{name(path)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_templates_name_no_other_host():
    known = "http://www.w3.org/2000/svg"
    addresses = re.compile(r"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'<]*", re.IGNORECASE)
    found = [
        f"{name(path)}: {match[0]}"
        for path in templates()
        for match in addresses.finditer(path.read_text().replace(known, ""))
    ]
    assert found == []


def test_style_sheets_and_scripts_name_no_other_host():
    known = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
    found = []
    for path in sorted((ROOT / "static").rglob("*")):
        if path.suffix not in {".css", ".js", ".svg"} or "dist" in path.parts:
            continue
        text = path.read_text()
        for address in known:
            text = text.replace(address, "")
        if re.search(r"https?://", text):
            found.append(name(path))
    assert found == []


def test_lock_files_name_no_address():
    """Each machine has its own package index; the lock names packages and their hashes."""
    locks = [ROOT / "package-lock.json", *ROOT.glob("requirements*.lock")]
    assert [name(path) for path in locks if re.search(r'"resolved"|https?://', _without_funding(path))] == []


def _without_funding(path):
    return re.sub(r'"url": "[^"]*"|"funding": "[^"]*"', "", path.read_text())


def test_type_ignores_name_their_code():
    bare = re.compile(r"#\s*type:\s*ignore(?!\[)")
    assert [
        name(path) for path in modules(tests=True) if path != Path(__file__) and bare.search(path.read_text())
    ] == []


def test_nothing_is_left_for_later():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK|WIP|TBD)\b")
    paths = [
        *modules(tests=True),
        *templates(),
        *(ROOT / "static" / "src").rglob("*.*"),
        *(ROOT / "docs").rglob("*.md"),
    ]
    found = [
        f"{name(path)}:{number}"
        for path in paths
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("app", OWN_NAMES)
def test_apps_use_the_shared_file_names(app):
    names = {
        path.stem for path in (ROOT / app).iterdir() if path.suffix == ".py" or (path.is_dir() and path.name[0] != "_")
    }
    assert sorted(names - SHARED_NAMES - OWN_NAMES[app].keys()) == []


def codes_given():
    """Each code of a refusal in the sources, with its place: of an error, of a constraint, of a list of problems."""
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call):
                continue
            values = [word.value for word in node.keywords if word.arg in {"code", "violation_error_code"}]
            if _called(node) == "add" and len(node.args) == 3:
                values.append(node.args[2])
            for value in values:
                if isinstance(value, ast.Constant) and re.fullmatch(r"[a-z_]{3,}", str(value.value)):
                    yield value.value, f"{name(path)}:{node.lineno}"


def _called(node):
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_refusal_has_an_explained_code():
    from core import errors

    known = errors.all_codes()
    assert sorted(f"{place}: {code}" for code, place in codes_given() if code not in known) == []


def test_every_validation_error_has_a_code():
    bare = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and _called(node.exc) == "ValidationError"
        and node.exc.args
        and not isinstance(node.exc.args[0], ast.Dict | ast.Name | ast.Attribute | ast.DictComp)
        and not any(keyword.arg == "code" for keyword in node.exc.keywords)
    ]
    assert bare == []


def test_every_model_says_who_sees_and_who_changes_its_rows():
    from django.apps import apps

    from core.history import HistoryEvent

    open_models = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and not model._meta.proxy
        and not issubclass(model, HistoryEvent)
        and not (hasattr(model._default_manager, "visible_to") and hasattr(model._default_manager, "manageable_by"))
    ]
    assert open_models == []
