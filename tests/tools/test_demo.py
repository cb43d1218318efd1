"""Parts of the demo's runner; the whole is started by hand (`make demo`)."""

import os
import socket
import subprocess
import sys

import pytest

from tools import demo

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
)


@pytest.mark.parametrize("text", ["", "8123"])
def test_port_is_read(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    assert demo.read_port() == int(text or 8000)


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1"])
def test_port_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(demo.Failed, match="PORT deve essere un numero"):
        demo.read_port()


def test_port_that_is_taken_is_said_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(demo.Failed, match=f"La porta {port} non è disponibile") as refusal:
            demo.check_port(port)
    assert f"make demo PORT={port + 1}" in str(refusal.value)


def test_reset_refuses_another_database(monkeypatch, tmp_path):
    (tmp_path / "documents").mkdir()
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    with pytest.raises(demo.Failed, match="DATABASE_URL"):
        demo.throw_away(tmp_path)
    assert (tmp_path / "documents").exists()


def test_reset_removes_data_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL")
    for name in ("postgres", "documents", "mail", "static"):
        (tmp_path / name).mkdir()
    demo.throw_away(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["static"]


def test_child_that_will_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(demo, "STOP_SECONDS", 0.2)
    child = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, start_new_session=True)
    assert child.stdout.readline() == b"up\n"
    demo.stop(child)
    child.stdout.close()
    assert child.returncode == -9


def test_child_that_ended_is_named():
    child = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    child.wait()
    with pytest.raises(demo.Failed, match=r"job worker \(codice 3\)"):
        demo.check_alive({"job worker": child})


def test_environment_says_that_python_is_too_old():
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['environment.py'];"
        "runpy.run_path('tools/environment.py', run_name='__main__')"
    )
    environment = {**os.environ, "PATH": ""}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    assert "FamilyNet needs Python 3.11 or newer" in result.stderr
