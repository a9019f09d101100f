"""Keep the translations: ``python -m core.messages update|check|compile [app ...]``. Needs no GNU gettext.

update   collect the strings of each app's Python files and templates into its catalogs in ``locale/<app>/``, keep
         what is translated, drop what is gone, and write Traditional from Simplified Chinese (OpenCC).
         A Traditional entry with the comment "by hand" is left alone.
check    list what is missing, fuzzy, out of date, or has other placeholders than its source.
compile  write the ``.mo`` files that Django reads.

A string that a lower app has already is not repeated: the catalogs are one when the portal runs.
"""

import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
# Lower before upper.
APPS = ("core", "belts", "accounts", "venues", "volunteers", "activities", "meetings", "indicators")
LOCALES = ("zh_Hans", "zh_Hant")
TEMPLATE_OWNERS = {"account": "accounts", "mfa": "accounts", "usersessions": "accounts", "allauth": "accounts"}
BY_HAND = "by hand"
# OpenCC prefers forms that readers in Hong Kong and Taiwan find old-fashioned or wrong in our terms.
TRADITIONAL_FIXES = {"複覈": "複核", "臺": "台", "佈": "布", "明瞭": "明了", "賬號": "帳號"}

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdfrgx]|(?<!%)%([sd])|\{(\w*)[^{}]*\}")
HEADER = """msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

HALF, FULL = ",;:!?", "，；：！？"
BESIDE_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff》」”）])([,;:!?]) ?|([,;:!?])(?=[\u4e00-\u9fff《「“（])")
ROUND_CHINESE = re.compile(r"(?<!%)\(([^()]*[\u4e00-\u9fff][^()]*)\)")

Key = tuple[str, str]  # context (or ""), source string


@dataclass
class Source:
    """One string of the sources: the lowest app that uses it, and its plural if it has one anywhere."""

    app: str
    plural: str = ""
    files: set[str] = field(default_factory=set)


def app_of(path: Path) -> str:
    """The app whose catalog holds the strings of a file, given relative to the root."""
    top, *rest = path.parts
    if top == "templates":
        folder = rest[0] if len(rest) > 1 else ""
        folder = TEMPLATE_OWNERS.get(folder, folder)
        return folder if folder in APPS else "core"
    return top if top in APPS else "core"


def source_files(root: Path) -> Iterator[Path]:
    for app in (*APPS, "config"):
        yield from (path for path in sorted((root / app).rglob("*.py")) if "migrations" not in path.parts)
    for pattern in ("*.html", "*.txt"):
        yield from sorted((root / "templates").rglob(pattern))


def strings_of(path: Path) -> Iterator[tuple[Key, str]]:
    """Each string of a file as ((context, source), plural)."""
    text = path.read_text()
    if path.suffix != ".py":
        # What templatize leaves between the strings is no Python; its indentation must not be read as such.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for _line, messages, _comments, context in found:
        source, plural = messages if isinstance(messages, tuple) else (messages, "")
        if source:
            yield (context or "", source), plural or ""


def collect(root: Path) -> dict[Key, Source]:
    sources: dict[Key, Source] = {}
    for path in source_files(root):
        relative = path.relative_to(root)
        app = app_of(relative)
        for key, plural in strings_of(path):
            source = sources.setdefault(key, Source(app))
            source.app = min(source.app, app, key=APPS.index)
            source.plural = source.plural or plural
            source.files.add(str(relative))
    return sources


def catalog_path(root: Path, app: str, locale: str) -> Path:
    return root / "locale" / app / locale / "LC_MESSAGES" / "django.po"


def read_catalog(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def write_catalog(path: Path, catalog: Catalog, locale: str) -> None:
    """Sorted, unwrapped, without dates, places or tool names, so that two branches seldom meet in a line."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((HEADER.format(locale=locale).encode() + body.getvalue()).rstrip() + b"\n")


def key_of(message: Message) -> Key:
    source = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", source


def entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def words_of(message: Message) -> str:
    """The translation; Chinese has one form, also of a plural."""
    words = message.string
    return words if isinstance(words, str) else next(iter(words or ("",)))


def set_words(message: Message, words: str) -> None:
    message.string = (words,) if message.pluralizable else words


def punctuated(text: str) -> str:
    """Chinese text has Chinese punctuation, whatever keyboard it was typed on."""
    text = BESIDE_CHINESE.sub(lambda match: FULL[HALF.index(match[1] or match[2])], text)
    return ROUND_CHINESE.sub(r"（\1）", text)


def known_translations(root: Path, locale: str) -> dict[Key, Message]:
    """Every translation of every catalog, so that a string that moves to another app keeps its own."""
    known = {}
    for app in APPS:
        for message in entries(read_catalog(catalog_path(root, app, locale), locale)):
            if words_of(message):
                known[key_of(message)] = message
    return known


def update(root: Path, apps: tuple[str, ...] = APPS) -> list[str]:
    sources = collect(root)
    simplified = known_translations(root, "zh_Hans")
    traditional = known_translations(root, "zh_Hant")
    convert = converter()
    for key, message in simplified.items():
        set_words(message, punctuated(words_of(message)))
        kept = traditional.get(key)
        if kept is None or BY_HAND not in kept.user_comments:
            traditional[key] = Message(message.id, string=convert(words_of(message)), context=message.context)
    for app in apps:
        for locale, known in zip(LOCALES, (simplified, traditional), strict=True):
            write_catalog(catalog_path(root, app, locale), fresh_catalog(sources, app, locale, known), locale)
    return []


def fresh_catalog(sources: dict[Key, Source], app: str, locale: str, known: dict[Key, Message]) -> Catalog:
    catalog = Catalog(locale=locale)
    for (context, text), source in sources.items():
        if source.app != app:
            continue
        old = known.get((context, text))
        words = words_of(old) if old else ""
        catalog.add(
            (text, source.plural) if source.plural else text,
            (words,) if source.plural else words,
            context=context or None,
            user_comments=old.user_comments if old else (),
            flags=old.flags & {"fuzzy"} if old else (),
        )
    return catalog


def converter() -> Callable[[str], str]:
    from opencc import OpenCC  # a development dependency: only ``update`` needs it

    converted = OpenCC("s2tw").convert

    def convert(text: str) -> str:
        # Placeholders are Latin letters, which OpenCC leaves alone.
        text = converted(text)
        for form, better in TRADITIONAL_FIXES.items():
            text = text.replace(form, better)
        return text

    return convert


def placeholders(text: str) -> list[str]:
    return sorted({"".join(match.groups(default="")) or "{}" for match in PLACEHOLDER.finditer(text)})


def check(root: Path, apps: tuple[str, ...] = APPS) -> list[str]:
    sources = collect(root)
    problems = []
    for app in apps:
        wanted = {key: source for key, source in sources.items() if source.app == app}
        for locale in LOCALES:
            path = catalog_path(root, app, locale)
            name = path.relative_to(root)
            held = {key_of(message): message for message in entries(read_catalog(path, locale))}
            problems += [f"{name}: not collected: {key[1]!r}" for key in sorted(wanted.keys() - held.keys())]
            problems += [f"{name}: no longer used: {key[1]!r}" for key in sorted(held.keys() - wanted.keys())]
            for key in sorted(wanted.keys() & held.keys()):
                problems += [f"{name}: {fault}: {key[1]!r}" for fault in faults(held[key], wanted[key])]
    return problems


def faults(message: Message, source: Source) -> Iterator[str]:
    words = words_of(message)
    text = source.plural or key_of(message)[1]
    if bool(source.plural) != bool(message.pluralizable):
        yield "plural out of date"
    if message.fuzzy:
        yield "fuzzy"
    if not words:
        yield "not translated"
    elif placeholders(words) != placeholders(text):
        yield f"placeholders {placeholders(words)} for {placeholders(text)}"


def compile_all(root: Path, apps: tuple[str, ...] = APPS) -> list[str]:
    for app in apps:
        for locale in LOCALES:
            path = catalog_path(root, app, locale)
            if path.exists():
                body = io.BytesIO()  # whole before it is written: an empty file would stop every start
                write_mo(body, read_catalog(path, locale))
                path.with_suffix(".mo").write_bytes(body.getvalue())
    return []


COMMANDS = {"update": update, "check": check, "compile": compile_all}


def main(arguments: list[str]) -> int:
    verb, *apps = arguments or ["check"]
    unknown = [app for app in apps if app not in APPS]
    if verb not in COMMANDS or unknown:
        sys.stderr.write(f"usage: python -m core.messages {'|'.join(COMMANDS)} [{' '.join(APPS)}]\n")
        return 2
    problems = COMMANDS[verb](ROOT, tuple(apps) or APPS)
    for problem in problems:
        sys.stdout.write(problem + "\n")
    if problems:
        sys.stdout.write(f"{len(problems)} to mend: run update, translate in zh_Hans, run update again.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
