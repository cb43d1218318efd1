"""The demo in one command: database, tables, data, job worker and web server; Ctrl-C stops them all.

Owns the database server, so its children are told its address and cannot outlive it. `--reset` throws the
data away first.
"""

import argparse
import contextlib
import ctypes
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import django
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection

from familynet.kernel.database import embedded_url
from tools import translations

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60
STOP_SECONDS = 15
PASSWORD = "famiglia-demo"


class Stop(Exception):
    """Ctrl-C, or the system asks to stop."""


class Failed(Exception):
    """The demo cannot go on; the message says why."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reset", action="store_true", help="throw the demo's data away first")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        run(reset=options.reset)
    except Stop:
        return 0
    except Failed as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stop


def run(*, reset: bool) -> None:
    port = read_port()
    check_port(port)
    set_environment(port)
    var = Path(os.environ["VAR_DIR"])
    if reset:
        throw_away(var)
    if not os.environ.get("DATABASE_URL"):
        say("Avvio il database ...")
        os.environ["DATABASE_URL"] = embedded_url(var / "postgres")
    django.setup()
    prepare(var)
    with children(port) as processes:
        address = f"http://127.0.0.1:{port}"
        wait_until_it_answers(address, processes)
        announce(address)
        watch(processes)


def read_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Failed(f"PORT deve essere un numero da 1 a 65535, non {text!r}.")
    return int(text)


def check_port(port: int) -> None:
    """Says so at once when the port is taken, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Failed(
                f"La porta {port} non è disponibile ({error.strerror}): forse la demo è già avviata.\n"
                f"Chiudi l'altro programma, oppure scegli un'altra porta:  make demo PORT={port + 1}"
            ) from None


def set_environment(port: int) -> None:
    os.environ["DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familynet.settings")
    os.environ.setdefault("VAR_DIR", str(ROOT / "var"))
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")


def throw_away(var: Path) -> None:
    """Removes database, documents and mail of the demo; never touches a database of DATABASE_URL."""
    if os.environ.get("DATABASE_URL"):
        raise Failed("DATABASE_URL indica un altro database: demo-reset cancella solo quello della demo.")
    if (var / "postgres" / "postmaster.pid").exists():
        # A server left over by a killed run is stopped by joining and leaving it.
        join = "import sys; from pathlib import Path; from familynet.kernel.database import embedded_url as join"
        command = [sys.executable, "-c", f"{join}; join(Path(sys.argv[1]))", str(var / "postgres")]
        subprocess.run(command, cwd=ROOT, check=False)
    for name in ("postgres", "documents", "mail"):
        shutil.rmtree(var / name, ignore_errors=True)
    say("Dati della demo cancellati.")


def prepare(var: Path) -> None:
    """Brings code, tables and data to the present state; quick when there is nothing to do."""
    say("Preparo tabelle e dati ...")
    translations.compile_all()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    collect_static(var)
    commands = get_commands()
    if "load_territories" in commands:
        call_command("load_territories", verbosity=0)
    if "seed_demo" in commands and not get_user_model().objects.exists():
        say("Carico i dati dimostrativi ...")
        call_command("seed_demo", verbosity=0)
    connection.close()


def collect_static(var: Path) -> None:
    """collectstatic compresses everything, which takes a while: only when a source file changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = var / "static" / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("Preparo i file statici ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest.hexdigest())


# --- Children --------------------------------------------------------------------------------


@contextlib.contextmanager
def children(port: int) -> Iterator[dict[str, subprocess.Popen]]:
    """The job worker and the web server; stopped in the reverse order whatever happens."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--no-ws"]
    server += ["--blocking-threads", "4", "--log-level", "warning"]
    server += ["--host", "127.0.0.1", "--port", str(port), "familynet.wsgi:application"]
    commands = {
        "job worker": [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"],
        "web server": server,
    }
    processes: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands.items():
            # A session of its own: Ctrl-C reaches this runner only, which then stops the others in order.
            processes[name] = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
            )
        yield processes
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say("\nFermo server, lavori e database ...")
        for process in reversed(processes.values()):
            stop(process)


def _die_with_parent() -> None:
    """Linux: the kernel ends the child when the runner is killed and cannot do it."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def stop(process: subprocess.Popen) -> None:
    """Asks a child to end, waits, and ends its whole group by force if it does not."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def check_alive(processes: dict[str, subprocess.Popen]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise Failed(f"Si è fermato un pezzo della demo: {name} (codice {process.returncode}).")


def wait_until_it_answers(address: str, processes: dict[str, subprocess.Popen]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    problem = ""
    while time.monotonic() < deadline:
        check_alive(processes)
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise Failed(f"{address} risponde con un errore: {error.code}.") from None
        except OSError as error:
            problem = str(error)
            time.sleep(0.2)
    raise Failed(f"{address} non risponde dopo {READY_SECONDS} secondi ({problem}).")


def watch(processes: dict[str, subprocess.Popen]) -> None:
    """Returns only by an exception: a stop, or a child that ended."""
    while True:
        check_alive(processes)
        time.sleep(0.5)


# --- Words -----------------------------------------------------------------------------------


def say(text: str) -> None:
    print(text, flush=True)


def announce(address: str) -> None:
    say(f"\nFamilyNet è pronto: {address}\n")
    people = get_user_model().objects.filter(is_demo=True, is_active=True).order_by("administration", "email")
    if people:
        say(f"Persone della demo (password per tutte: {PASSWORD})")
        for person in people:
            say(f"  {person.email:34} {person.role_names(None) or person.full_name}")
    say("\nCtrl-C per fermare.")


if __name__ == "__main__":
    sys.exit(main())
