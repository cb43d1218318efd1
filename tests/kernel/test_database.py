"""The notes of the embedded server after a power cut; its start is shown by every other test."""

import json
import os
import stat

import psutil
import pytest

from familynet.kernel.database import forget_dead_server, let_traverse


def note(folder, pid):
    folder.mkdir(exist_ok=True)
    (folder / "postmaster.pid").write_text(f"{pid}\n{folder}\n1700000000\n5432\n{folder}\n\n 1 2\nready\n")


@pytest.mark.parametrize("pid", [os.getpid(), 4_000_000, "", "abc"], ids=["another", "none", "empty", "broken"])
def test_note_of_a_server_that_is_no_more_is_dropped(tmp_path, pid):
    note(tmp_path, pid)
    forget_dead_server(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_note_of_the_running_server_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil.Process, "name", lambda self: "postgres")
    monkeypatch.setattr(psutil.Process, "cmdline", lambda self: ["postgres", "-D", str(tmp_path)])
    note(tmp_path, os.getpid())
    forget_dead_server(tmp_path)
    assert (tmp_path / "postmaster.pid").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [(json.dumps([os.getpid(), 4_000_000]), [os.getpid()]), ("{half", []), ("3", [])],
    ids=["some", "broken", "no-list"],
)
def test_users_that_are_no_more_are_dropped(tmp_path, before, after):
    (tmp_path / ".handle_pids.json").write_text(before)
    forget_dead_server(tmp_path)
    assert json.loads((tmp_path / ".handle_pids.json").read_text()) == after


def test_let_traverse_gives_the_right_to_pass_and_no_more(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    let_traverse(closed / "postgres")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o711
