"""Stop the embedded servers and remove ``var/`` with what is kept elsewhere for it: ``python -m config.reset``."""

import sys
from pathlib import Path

from config import servers

VAR = Path(__file__).resolve().parent.parent / "var"


def main() -> int:
    try:
        for var in (VAR / "test", VAR / "bench", VAR):
            servers.remove(var)
    except servers.StartError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
