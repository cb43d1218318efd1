"""Reads the text of a stored file in a child process that may die without harm (kernel.readers)."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings

GRACE_SECONDS = 5  # the child ends itself; this is for one that cannot
OUT_OF_MEMORY = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGKILL}
OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGALRM}


@dataclass(frozen=True)
class Extracted:
    """Passages as (page or None, text), or a `problem`: encrypted, damaged, memory, time, format."""

    passages: list[tuple[int | None, str]] = field(default_factory=list)
    is_cut: bool = False
    problem: str = ""
    peak_kb: int = 0


def extract(file: IO[bytes], media_type: str) -> Extracted:
    """The text of an open file; never raises for what is in the file, whatever it is."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)  # the storage may be a bucket: the child gets a plain file
        copy.seek(0)
        return _run(copy, media_type)


def _run(file: IO[bytes], media_type: str) -> Extracted:
    limits = (settings.EXTRACT_SECONDS, settings.EXTRACT_MEMORY_MB, settings.EXTRACT_MAX_CHARACTERS)
    command = [sys.executable, "-m", "familynet.kernel.readers", media_type, *map(str, limits)]
    child = subprocess.Popen(  # noqa: S603  our own module, and a media type of our own list
        command,
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},  # no secret of ours
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        answer, _nothing = child.communicate(timeout=settings.EXTRACT_SECONDS + GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return Extracted(problem="time")
    finally:
        child.kill()
        child.wait()
    return _understood(child.returncode, answer)


def _understood(code: int, answer: bytes) -> Extracted:
    """What the child said, or why it said nothing."""
    if code in OUT_OF_TIME:
        return Extracted(problem="time")
    if code in OUT_OF_MEMORY:
        return Extracted(problem="memory")
    try:
        said: dict[str, Any] = json.loads(answer) if code == 0 else {"problem": "damaged"}
    except ValueError:
        said = {"problem": "damaged"}
    return Extracted(
        passages=[(page, text) for page, text in said.get("passages", [])],
        is_cut=bool(said.get("is_cut")),
        problem=said.get("problem", ""),
        peak_kb=said.get("peak_kb", 0),
    )
