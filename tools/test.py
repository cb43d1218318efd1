"""Everything that must hold, step by step; a failing step fails the run, and the other ones still run.

The quick steps run beside the tests, whose output comes as it is made; theirs comes when they are done. `--quick`
leaves out the tests.
"""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, run

from tools.browser import NoBrowser, ensure_browser

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Before all others, which read them.
TRANSLATIONS = ["python", "-m", "tools.translations", "compile"]
QUICK: dict[str, list[str]] = {
    "types": ["mypy"],
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "import contracts": ["lint-imports", "--no-logo"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}
TESTS = ["pytest", "-q", "-n", "2"]


@dataclass(frozen=True)
class Outcome:
    """What came of a step; `output` is empty when it was shown at once."""

    name: str
    passed: bool
    seconds: float
    output: str = ""

    def __str__(self) -> str:
        return f"{'ok    ' if self.passed else 'FAILED'}  {self.name} ({self.seconds:.0f} s)"


def step(name: str, words: list[str], *, shown_at_once: bool = False) -> Outcome:
    """Run one command of the environment, with no input.

    Compiled code is kept whatever the environment says: the tests start many processes that read the same.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONDONTWRITEBYTECODE": ""}
    start = time.monotonic()
    done = run(
        [str(BIN / words[0]), *words[1:]],
        cwd=ROOT,
        env=environment,
        stdin=DEVNULL,
        stdout=None if shown_at_once else PIPE,
        stderr=None if shown_at_once else STDOUT,
        text=True,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - start, done.stdout or "")


def quick_steps() -> Iterator[Outcome]:
    return (step(name, words) for name, words in QUICK.items())


def tests() -> Iterator[Outcome]:
    """All tests, with a Chromium that is found or installed; without one all others, and a failure."""
    start = time.monotonic()
    try:
        os.environ["BROWSER_PATH"] = ensure_browser()
    except NoBrowser as problem:
        print(problem, file=sys.stderr)
        yield Outcome("browser", passed=False, seconds=time.monotonic() - start)
        yield step("tests", [*TESTS, "-m", "not browser"], shown_at_once=True)
    else:
        print(f"Chromium: {os.environ['BROWSER_PATH']}", flush=True)
        yield step("tests", TESTS, shown_at_once=True)


def main() -> int:
    first = step("translation files", TRANSLATIONS)
    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(lambda: list(quick_steps()))
        slow = [] if "--quick" in sys.argv else list(tests())
        outcomes = [first, *waiting.result(), *slow]
    for outcome in outcomes:
        if outcome.output:
            print(f"\n=== {outcome.name}\n{outcome.output.rstrip()}")
    print("\n=== result", *outcomes, sep="\n")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
