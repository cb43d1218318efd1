"""Find a Chromium for the browser tests, or install one, or say what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE_FOUND = """
No Chromium for the browser tests. Do one of these and run again:
  - install Chromium or Chrome so that it is in PATH (Debian: apt install chromium);
  - set BROWSER_PATH to its executable;
  - let Playwright download it: .venv/bin/python -m playwright install --with-deps chromium
"""


class NoBrowser(Exception):
    """There is no Chromium that starts; the message says what to do."""


def candidates() -> list[str]:
    """Executables to try, the best first. BROWSER_PATH, when set, is the only one."""
    if path := os.environ.get("BROWSER_PATH"):
        return [path]
    found = [path for name in NAMES if (path := shutil.which(name))]
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return [*found, own] if Path(own).exists() else found


def launch_args() -> list[str]:
    """Chromium's own sandbox does not work as root."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def starts(path: str) -> bool:
    """True when the browser opens a page."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=launch_args(), timeout=60_000)
            browser.new_page().goto("about:blank")
            browser.close()
    except (Error, OSError) as error:
        print(f"{path} does not start: {str(error).splitlines()[0]}", file=sys.stderr)
        return False
    return True


def find_browser() -> str:
    """A Chromium that starts; raises NoBrowser."""
    for path in candidates():
        if starts(path):
            return path
    raise NoBrowser(NONE_FOUND)


def install_browser() -> None:
    """Playwright's own download, else the package of Debian when root; failures are left to find_browser()."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    print("No Chromium found: installing one.", flush=True)
    command = [sys.executable, "-m", "playwright", "install", *(["--with-deps"] if root else []), "chromium"]
    if _run(command) or not (root and shutil.which("apt-get")):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-q"], environment)
    _run(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], environment)


def _run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    try:
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=900).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
        return False


def ensure_browser() -> str:
    """A Chromium that starts, installed when there is none; raises NoBrowser."""
    try:
        return find_browser()
    except NoBrowser:
        if os.environ.get("BROWSER_PATH"):
            raise
    install_browser()
    return find_browser()
