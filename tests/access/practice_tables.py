"""Exports and imports of practices."""

from tests.access.rows import PUBLIC, Row
from tests.factories.collections import PracticeImportFactory
from tests.factories.practices import PracticeFactory

ONLY_WRITERS = {"piemonte:practice_editor": 200}
EVERY_WRITER = {"*:practice_editor": 200}


def format_(world):
    PracticeFactory(published=True)
    return {"format_": "csv"}


def run(**fields):
    return lambda world: {"run_id": PracticeImportFactory(**fields).uuid}


ROWS = {
    "practices:export": Row(format_, anonymous=200, default=200),
    "practices:columns": PUBLIC,
    "practices:export_work": Row(format_, default=200, expect={"organisation:*": 403, "*-guest:*": 403}),
    "practices:imports": Row(default=403, expect=EVERY_WRITER),
    "practices:import_new": [
        Row(default=403, expect=EVERY_WRITER),
        Row(default=403, expect=EVERY_WRITER, method="post"),
    ],
    "practices:import": Row(run(), expect=ONLY_WRITERS),
    "practices:import_status": Row(run(), expect=ONLY_WRITERS),
    "practices:import_report": Row(run(), expect=ONLY_WRITERS),
    "practices:import_file": Row(run(), expect=ONLY_WRITERS),
    "practices:import_check": Row(run(), expect={"piemonte:practice_editor": 302}, method="post"),
    "practices:import_start": Row(run(), expect={"piemonte:practice_editor": 302}, method="post"),
    "practices:import_discard": [
        Row(run(), expect=ONLY_WRITERS),
        Row(run(), expect={"piemonte:practice_editor": 302}, method="post"),
    ],
}
