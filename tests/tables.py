"""The tables of the tests: migrated once into a template that every worker copies; emptied after a commit.

The name of the template holds a digest of all that the tables come from: as long as it is the same, the next run
copies the template of the last one.
"""

import hashlib
from pathlib import Path

from django.db import connection, transaction

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "familynet/kernel/search.py", "familynet/settings.py")
# Of the libraries, which bring migrations of their own.
LOCK_FILE = "requirements.txt"
UNFINISHED = "tables_unfinished"
# Made by the framework, the same for all tests.
KEPT = {"django_content_type", "auth_permission"}


def template_name():
    digest = hashlib.sha256()
    for pattern in (*SOURCES, LOCK_FILE):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return f"tables_{digest.hexdigest()[:16]}"


def template_database():
    """The name of the database to copy; migrated now, by one worker while the others wait, if it is not there."""
    name = template_name()
    with connection._nodb_cursor() as cursor:
        # Until the cursor closes.
        cursor.execute("SELECT pg_advisory_lock(hashtext('tables of the tests'))")
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tables\\_%'")
        found = [row[0] for row in cursor.fetchall()]
        if name not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}"')
            migrate(UNFINISHED)
            cursor.execute(f'ALTER DATABASE "{UNFINISHED}" RENAME TO "{name}"')
    return name


def migrate(name):
    """Make a database of that name with all tables; the connection is then as it was."""
    own_name, tests = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    connection.settings_dict["TEST"] = {**tests, "NAME": name}
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.creation.destroy_test_db(own_name, verbosity=0, keepdb=True)
    finally:
        connection.settings_dict["TEST"] = tests


def empty_tables():
    """Delete what a test committed, triggers and all: TRUNCATE of every table takes a hundred times as long.

    Waits for others who still write, such as a worker that was killed a moment ago.
    """
    tables = sorted(
        set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    )
    filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(filled)
        for (table,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{table}"')
