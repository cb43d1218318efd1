"""Everything that must hold, step by step; a failing step fails the run, and the later ones still run.

`--quick` leaves out the tests themselves.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, run

from tools.browser import NoBrowser, ensure_browser

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
Step = Callable[[], bool]


def command(*words: str) -> Step:
    """A step that is one command of the environment, with no input and its output as it comes."""

    def step() -> bool:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        return run([str(BIN / words[0]), *words[1:]], cwd=ROOT, env=environment, stdin=DEVNULL).returncode == 0

    return step


def browser_tests() -> bool:
    """The browser tests, with a Chromium that is found or installed; never skipped."""
    try:
        path = ensure_browser()
    except NoBrowser as problem:
        print(problem, file=sys.stderr)
        return False
    os.environ["BROWSER_PATH"] = path
    print(f"Chromium: {path}", flush=True)
    return command("pytest", "-q", "-n", "2", "-m", "browser", "--dist", "loadfile")()


QUICK: list[tuple[str, Step]] = [
    ("lint", command("ruff", "check", ".")),
    ("format", command("ruff", "format", "--check", ".")),
    ("templates", command("djlint", "--lint", "--quiet", "templates")),
    ("types", command("mypy")),
    ("import contracts", command("lint-imports", "--no-logo")),
    ("translation files", command("python", "-m", "tools.translations", "compile")),
    ("migrations", command("python", "manage.py", "makemigrations", "--check", "--dry-run")),
]
FULL: list[tuple[str, Step]] = [
    ("tests", command("pytest", "-q", "-n", "2", "-m", "not browser", "--dist", "loadgroup")),
    ("browser tests", browser_tests),
]


def main() -> int:
    steps = QUICK if "--quick" in sys.argv else QUICK + FULL
    outcomes = []
    for name, step in steps:
        print(f"\n=== {name}", flush=True)
        start = time.monotonic()
        passed = step()
        outcomes.append((name, passed, time.monotonic() - start))
    print("\n=== result")
    for name, passed, seconds in outcomes:
        print(f"{'ok    ' if passed else 'FAILED'}  {name} ({seconds:.0f} s)")
    return 0 if all(passed for _name, passed, _seconds in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
