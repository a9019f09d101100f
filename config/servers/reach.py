"""PostgreSQL refuses to run as root. Started by root it runs as ``nobody``, who must be able to reach its files."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.servers.children import StartError

NOTE = "kept-elsewhere"


@dataclass(frozen=True)
class Runner:
    """The account the database runs under; None stands for ours."""

    uid: int | None = None
    gid: int | None = None

    def options(self) -> dict[str, Any]:
        if self.uid is None:
            return {"cwd": "/", "umask": 0o077}
        return {"cwd": "/", "umask": 0o077, "user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, folder: Path) -> bool:
        return self._succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)])

    def can_run(self, program: Path) -> bool:
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        try:
            return subprocess.run(command, capture_output=True, check=False, **self.options()).returncode == 0
        except (FileNotFoundError, PermissionError):
            return False


def runner() -> Runner:
    if os.geteuid() != 0:
        return Runner()
    try:
        account = pwd.getpwnam("nobody")
    except KeyError:
        raise StartError(
            "PostgreSQL does not run as root and there is no account 'nobody' to run it. Start as an ordinary user."
        ) from None
    found = Runner(account.pw_uid, account.pw_gid)
    if not found.can_reach(Path("/")):
        raise StartError("PostgreSQL does not run as root, and this root may not change to another user. "
                           "Start as an ordinary user.")  # fmt: skip
    return found


def elsewhere(var: Path) -> Path:
    """A folder outside a private place such as /root. ``var/kept-elsewhere`` remembers it for ``make reset``."""
    mark = sha256(os.fsencode(var)).hexdigest()[:16]
    parent = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path("/var/tmp")  # noqa: S108 (checked below)
    folder = parent / f"portal-{mark}"
    (var / NOTE).write_text(str(folder))
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise StartError(f"{folder} belongs to somebody else. Remove it, then start again.")
    folder.chmod(0o711)
    return folder


def forget_elsewhere(var: Path) -> None:
    note = var / NOTE
    if note.exists():
        folder = Path(note.read_text())
        if folder.name.startswith("portal-"):
            shutil.rmtree(folder, ignore_errors=True)


def programs(installed: Path, account: Runner, var: Path) -> Path:
    """The folder of PostgreSQL's programs: as installed, or a copy where the account cannot reach those."""
    if account.can_run(installed / "pginstall" / "bin" / "postgres"):
        return installed / "pginstall" / "bin"
    copy = elsewhere(var) / "programs"
    if not account.can_run(copy / installed.name / "pginstall" / "bin" / "postgres"):
        shutil.rmtree(copy, ignore_errors=True)
        for folder in (installed, installed.with_name(f"{installed.name}.libs")):
            shutil.copytree(folder, copy / folder.name, symlinks=True, ignore=shutil.ignore_patterns("*.a", "include"))
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
    return copy / installed.name / "pginstall" / "bin"
