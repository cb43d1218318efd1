"""Plain Italian, uploads and what is kept of a lost session."""

from tests.access.rows import Row
from tests.factories.practices import PracticeFactory

WRITERS = {"piemonte:practice_editor": 200}
OFFICIALS = {"organisation:*": 403}


def uuid(**state):
    return lambda world: {"uuid": PracticeFactory(**state).uuid}


ROWS = {
    "practices:clarity": Row(default=200, expect=OFFICIALS),
    "practices:clarity_csv": Row(default=200, expect=OFFICIALS),
    "practices:measure": [
        Row(uuid(), expect=WRITERS, method="post", data={"field": "summary", "text": "Il nido apre."}),
        Row(uuid(submitted=True), expect={"piemonte:*": 200}, method="post", data={"field": "summary"}),
        Row(uuid(), expect={"piemonte:practice_editor": 405}, default=405),
    ],
}
