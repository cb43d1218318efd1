from familynet.protocols.models import ProtocolArea
from tests.access.rows import PUBLIC, Row
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ProtocolAreaFactory
from tests.factories.reviews import PracticeVersionFactory

WRITERS = {"piemonte:practice_editor": 200, "piemonte:*": 403}
PROPOSERS = {"piemonte:practice_editor": 200, "piemonte:practice_validator": 200, "piemonte:*": 403}
# The validators of the other side, and the committee of both.
JUDGES = {"trento:practice_validator": 200, "*:protocol_committee": 200, "trento:*": 403, "piemonte:*": 403}


def version(**fields):
    """A published practice of Piemonte with a version, under a protocol."""

    def make(world):
        ProtocolAreaFactory(code=ProtocolArea.Code.GOOD_PRACTICES)
        return PracticeVersionFactory(**fields)

    return make


def exchange(world):
    """Only the protocol: the queue has no argument."""
    version()(world)
    return {}


def slug(**numbers):
    return lambda world: {"slug": version()(world).practice.slug, **numbers}


def uuid(**fields):
    return lambda world: {"uuid": version(**fields)(world).practice.uuid}


def draft(**state):
    return lambda world: {"uuid": PracticeFactory(**state).uuid}


def step(name, **fields):
    return lambda world: {"uuid": version(**fields)(world).practice.uuid, "name": name}


def pair(world):
    """Two rounds of one practice of Piemonte, both for its own validators."""
    practice = PracticeFactory(submitted=True)
    first, second = (
        practice.submissions.create(
            round=number, content=PracticeVersionFactory().content, submitted_at="2026-01-01T10:00Z"
        )
        for number in (1, 2)
    )
    return {"uuid": practice.uuid, "before": first.pk, "after": second.pk}


PROPOSED = {"state": "joint_proposed"}
ROWS = {
    "practices:evidence": PUBLIC,
    "practices:versions": Row(slug(), anonymous=200, default=200),
    "practices:version": Row(slug(number=1), anonymous=200, default=200),
    "practices:compare_versions": Row(slug(number=1, other=1), anonymous=200, default=200),
    "practices:joint_queue": Row(
        exchange,
        default=403,
        expect={"*:practice_validator": 200, "*:protocol_committee": 200},
    ),
    "practices:joint_review": [
        Row(uuid(**PROPOSED), default=403, expect=JUDGES),
        Row(
            uuid(**PROPOSED),
            default=403,
            expect={name: 302 if status == 200 else status for name, status in JUDGES.items()},
            method="post",
            data={"decision": "decline", "comment": "Non si può rifare altrove."},
        ),
        Row(draft(), default=404),
    ],
    "practices:joint_step": [
        Row(
            step("propose"),
            expect={"piemonte:practice_editor": 200, "piemonte:practice_validator": 200, "piemonte:*": 403},
        ),
        Row(
            step("withdraw", **PROPOSED),
            expect={"piemonte:practice_editor": 302, "piemonte:practice_validator": 302, "piemonte:*": 403},
            method="post",
        ),
        Row(step("validate", **PROPOSED), default=404),
    ],
    "practices:rounds": [
        Row(uuid(), expect={"trento:*": 200, "piemonte:*": 200}),
        Row(draft(submitted=True), expect={"piemonte:*": 200}),
        Row(draft(), expect={"piemonte:practice_editor": 200}),
    ],
    "practices:compare_rounds": Row(pair, expect={"piemonte:*": 200}),
    "practices:answers": [
        Row(draft(changes_requested=True), expect=WRITERS),
        Row(draft(), expect={"piemonte:practice_editor": 302}, method="post"),
        Row(draft(submitted=True), expect={"piemonte:practice_editor": 409, "piemonte:*": 403}),
    ],
    "practices:revise": [
        Row(uuid(), expect=WRITERS),
        Row(uuid(), expect={"piemonte:practice_editor": 302, "piemonte:*": 403}, method="post"),
    ],
    "practices:confirm": Row(
        uuid(),
        expect={"piemonte:practice_editor": 302, "piemonte:practice_validator": 302, "piemonte:*": 403},
        method="post",
    ),
    "practices:kind": [
        Row(draft(), expect={"piemonte:practice_editor": 200}),
        Row(
            draft(),
            expect={"piemonte:practice_editor": 302},
            method="post",
            data={"kind": "lesson"},
        ),
        Row(uuid(), expect={"piemonte:practice_editor": 409, "piemonte:*": 403}),
    ],
}
