from pathlib import Path

import pytest

from core import messages


@pytest.fixture
def tree(tmp_path):
    """A small project: a string of core, one that activities shares with it, a plural, a context."""
    files = {
        "core/views.py": 'from x import gettext as _\n_("Save")\nngettext("%(n)d row", "%(n)d rows", 2)\n',
        "core/migrations/0001_initial.py": '_("in a migration")\n',
        "activities/forms.py": '_("Save")\n_("Hello %(name)s")\npgettext("month", "May")\n',
        "templates/base.html": "<p>\n      {% translate 'Skip' %}\n  </p>{% if a %}\n {{ _('Constant') }}{% endif %}",
        "templates/activities/list.html": "{% blocktranslate count n=rows trimmed %}\n  {{ n }} activity\n"
        "{% plural %}\n  {{ n }} activities\n{% endblocktranslate %}{% translate 'May' context 'verb' %}",
        "templates/account/login.html": '{% translate "Sign in" %}',
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def translate(tree, app, **words):
    """Write Simplified Chinese into a catalog by hand, as a translator does."""
    path = messages.catalog_path(tree, app, "zh_Hans")
    catalog = messages.read_catalog(path, "zh_Hans")
    for message in messages.entries(catalog):
        text = words.get(messages.key_of(message)[1].replace(" ", "_"))
        if text is not None:
            message.string = (text,) if message.pluralizable else text
    messages.write_catalog(path, catalog, "zh_Hans")


def held(tree, app, locale="zh_Hans"):
    catalog = messages.read_catalog(messages.catalog_path(tree, app, locale), locale)
    return {messages.key_of(message): messages.words_of(message) for message in messages.entries(catalog)}


@pytest.mark.parametrize(
    ("path", "app"),
    [
        ("core/views.py", "core"),
        ("config/settings.py", "core"),
        ("activities/services/verify.py", "activities"),
        ("templates/activities/list.html", "activities"),
        ("templates/mfa/index.html", "accounts"),
        ("templates/base.html", "core"),
        ("templates/_components/tag.html", "core"),
        ("templates/django/forms/field.html", "core"),
    ],
)
def test_a_file_belongs_to_the_app_of_its_folder(path, app):
    assert messages.app_of(Path(path)) == app


def test_each_string_stands_once_in_the_lowest_app_that_uses_it(tree):
    messages.update(tree)
    assert held(tree, "core").keys() == {("", "Save"), ("", "%(n)d row"), ("", "Skip"), ("", "Constant")}
    assert held(tree, "activities").keys() == {
        ("", "Hello %(name)s"),
        ("", "%(n)s activity"),
        ("month", "May"),
        ("verb", "May"),
    }
    assert held(tree, "accounts").keys() == {("", "Sign in")}


def test_update_keeps_translations_drops_the_rest_and_fills_traditional(tree):
    messages.update(tree)
    translate(tree, "core", Save="记录", Skip="跳到正文")
    (tree / "templates/base.html").write_text("")
    messages.update(tree)
    assert held(tree, "core") == {("", "Save"): "记录", ("", "%(n)d row"): ""}
    assert held(tree, "core", "zh_Hant")[("", "Save")] == "記錄"


def test_a_translation_moves_with_its_string_to_another_app(tree):
    messages.update(tree)
    translate(tree, "core", Skip="跳到正文")
    (tree / "templates/base.html").rename(tree / "templates/activities/base.html")
    messages.update(tree)
    assert held(tree, "activities")[("", "Skip")] == "跳到正文"


def test_a_second_update_changes_no_byte_and_names_no_place_or_date(tree):
    messages.update(tree)
    path = messages.catalog_path(tree, "core", "zh_Hans")
    first = path.read_bytes()
    messages.update(tree)
    assert path.read_bytes() == first
    assert b"views.py" not in first
    assert b"Date" not in first


def test_traditional_made_by_hand_is_left_alone(tree):
    messages.update(tree)
    translate(tree, "core", Save="保存")
    messages.update(tree)
    path = messages.catalog_path(tree, "core", "zh_Hant")
    path.write_text(path.read_text().replace('msgid "Save"\nmsgstr "保存"', '# by hand\nmsgid "Save"\nmsgstr "儲存"'))
    messages.update(tree)
    assert held(tree, "core", "zh_Hant")[("", "Save")] == "儲存"


def test_update_of_one_app_leaves_the_others(tree):
    messages.update(tree, ("core",))
    assert not messages.catalog_path(tree, "activities", "zh_Hans").exists()


def test_check_passes_only_when_all_is_translated(tree):
    messages.update(tree)
    assert any("not translated: 'Save'" in problem for problem in messages.check(tree))
    translate(tree, "core", **{"Save": "保存", "%(n)d_row": "%(n)d 行", "Skip": "跳过", "Constant": "常量"})
    translate(tree, "activities", **{"Hello_%(name)s": "你好 %(name)s", "%(n)s_activity": "%(n)s 场", "May": "五月"})
    translate(tree, "accounts", Sign_in="登录")
    messages.update(tree)
    assert messages.check(tree) == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [("你好", "placeholders [] for ['name']"), ("你好 %(nmae)s", "placeholders ['nmae'] for ['name']")],
)
def test_check_finds_other_placeholders(tree, words, problem):
    messages.update(tree)
    translate(tree, "activities", **{"Hello_%(name)s": words})
    assert any(problem in found for found in messages.check(tree, ("activities",)))


def test_check_finds_fuzzy_stale_and_uncollected(tree):
    messages.update(tree)
    path = messages.catalog_path(tree, "core", "zh_Hans")
    path.write_text(path.read_text().replace('msgid "Save"', '#, fuzzy\nmsgid "Save"'))
    (tree / "templates/base.html").write_text("{% translate 'Leap' %}")
    found = messages.check(tree, ("core",))
    assert any("fuzzy: 'Save'" in problem for problem in found)
    assert any("no longer used: 'Skip'" in problem for problem in found)
    assert any("not collected: 'Leap'" in problem for problem in found)


def test_compiled_catalogs_speak_chinese_plurals_and_contexts(tree):
    from gettext import GNUTranslations

    messages.update(tree)
    translate(tree, "core", **{"%(n)d_row": "%(n)d 行"})
    translate(tree, "activities", May="五月")
    messages.compile_all(tree)
    with messages.catalog_path(tree, "core", "zh_Hans").with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).ngettext("%(n)d row", "%(n)d rows", 1) == "%(n)d 行"
    with messages.catalog_path(tree, "activities", "zh_Hans").with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).pgettext("month", "May") == "五月"


def test_an_unknown_command_is_explained(capsys):
    assert messages.main(["translate"]) == 2
    assert "update|check|compile" in capsys.readouterr().err


@pytest.mark.parametrize("app", messages.APPS)
def test_everything_the_portal_says_is_translated(app):
    assert messages.check(messages.ROOT, (app,)) == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("保存,再看", "保存，再看"),
        ("编号: %(id)s", "编号：%(id)s"),
        ("截至 %(time)s,含草稿", "截至 %(time)s，含草稿"),
        ("宣讲(今年)共 %(n)d 场", "宣讲（今年）共 %(n)d 场"),
        ("10:30, JSON", "10:30, JSON"),
        ("{}:确定?", "{}：确定？"),
    ],
)
def test_chinese_gets_chinese_punctuation(typed, written):
    assert messages.punctuated(typed) == written
