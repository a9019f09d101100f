import re

from django.conf import settings

VARIABLE = re.compile(r"\"((?:PORTAL|DATABASE|REDIS)_[A-Z0-9_]+)\"")
OPERATIONS = settings.BASE_DIR / "docs" / "operations.md"


def read_by_the_code():
    return {
        name for path in (settings.BASE_DIR / "config").rglob("*.py") for name in VARIABLE.findall(path.read_text())
    }


def documented():
    return re.findall(r"^\| `([A-Z0-9_]+)` \|", OPERATIONS.read_text(), re.MULTILINE)


def test_every_setting_stands_once_in_the_table():
    assert sorted(documented()) == sorted(read_by_the_code())


def test_the_example_for_the_containers_names_real_settings():
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()
    names = {line.split("=")[0] for line in lines if line and not line.startswith("#")}
    assert names - {"POSTGRES_PASSWORD"} <= set(documented())


def test_the_readme_has_the_commands_that_the_makefile_and_the_integration_run():
    readme = (settings.BASE_DIR / "README.md").read_text()
    makefile = (settings.BASE_DIR / "Makefile").read_text()
    for target in re.findall(r"^ +make (\w+)", readme, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    last = (settings.BASE_DIR / ".ci" / "run").read_text().strip().splitlines()[-1]
    assert last == "exec make test"
    assert "    make test " in readme
