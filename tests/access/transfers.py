from tests.access.rows import PUBLIC, Row
from tests.factories.practices import PracticeFactory
from tests.factories.transfers import (
    AdaptationItemFactory,
    MeetingDocumentFactory,
    TransferFactory,
    TransferMeetingFactory,
    make_exchange,
)

# The transfers of these rows go from Piemonte to Trento; every official of the two sides reads them.
BOTH = {"trento:*": 200, "piemonte:*": 200}
SEEN = {"trento:*": 403, "piemonte:*": 403}
MANAGERS = ("practice_editor", "practice_validator")
CONFIRMERS = ("practice_validator", "protocol_committee")


def only(side, roles, status=200):
    """These roles of one side get `status`; all other officials of both sides 403."""
    return {f"{side}:{role}": status for role in roles} | SEEN


def both(roles, status=200):
    return {f"{side}:{role}": status for side in ("trento", "piemonte") for role in roles} | SEEN


def one(**state):
    return lambda world: {"uuid": TransferFactory(**state).uuid}


def step(name, **state):
    return lambda world: {"uuid": TransferFactory(**state).uuid, "name": name}


def item(**state):
    def kwargs(world):
        made = AdaptationItemFactory(transfer=TransferFactory(**(state or {"adapting": True})))
        return {"uuid": made.transfer.uuid, "pk": made.pk}

    return kwargs


def meeting(name=None, **state):
    def kwargs(world):
        made = TransferMeetingFactory(**state)
        found = {"uuid": made.transfer.uuid, "pk": made.pk}
        return found | ({"name": name} if name else {})

    return kwargs


def document(world):
    made = MeetingDocumentFactory()
    return {
        "uuid": made.meeting.transfer.uuid,
        "pk": made.meeting.pk,
        "document": made.document.uuid,
    }


def asked(**state):
    def kwargs(world):
        make_exchange(world.trento, world.piemonte)
        return {"slug": PracticeFactory(**state).slug}

    return kwargs


def of_practice(world):
    return {"slug": TransferFactory(adopted=True).practice.slug}


def number(**state):
    def kwargs(world):
        made = TransferFactory(**state)
        return {"year": made.year, "sequence": made.sequence}

    return kwargs


ADOPTER = only("trento", MANAGERS)
OWNER = only("piemonte", MANAGERS)
ANSWER = {"answer": "Certo.", "contact_name": "Anna", "contact_email": "a@piemonte.example"}
READERS = {"trento:*": 200, "piemonte:*": 200, "organisation:*": 403}

ROWS = {
    "practices:ledger": PUBLIC,
    "practices:ledger_jsonld": PUBLIC,
    "practices:ledger_csv": PUBLIC,
    "practices:adoptions": [
        Row(of_practice, anonymous=200, default=200),
        Row(lambda world: {"slug": PracticeFactory().slug}, anonymous=404),
    ],
    "practices:adoptions_jsonld": [
        Row(of_practice, anonymous=200, default=200),
        Row(lambda world: {"slug": PracticeFactory().slug}, anonymous=404),
    ],
    "practices:adoptions_csv": [
        Row(of_practice, anonymous=200, default=200),
        Row(lambda world: {"slug": PracticeFactory().slug}, anonymous=404),
    ],
    "practices:practice_id": [
        Row(lambda world: {"uuid": PracticeFactory(submitted=True).uuid}, anonymous=404),
    ],
    "practices:adoption_id": [Row(number(declared=True), anonymous=404)],
    "practices:transfers": Row(default=200, expect={"organisation:*": 403, "*-guest:*": 403}),
    "practices:transfers_csv": Row(default=200, expect={"organisation:*": 403, "*-guest:*": 403}),
    "practices:transfer_ask": [
        Row(asked(published=True), default=403, expect={f"*:{role}": 200 for role in MANAGERS}),
        Row(asked(), default=404),
        Row(
            asked(published=True),
            default=403,
            expect={f"trento:{role}": 302 for role in MANAGERS} | {f"piemonte:{role}": 200 for role in MANAGERS},
            method="post",
            data={"need": "Ci serve."},
        ),
    ],
    "practices:transfer": [
        Row(one(), expect=BOTH),
        Row(one(adopted=True), expect=BOTH),
        Row(one(internal=True), expect={"piemonte:*": 200}),
    ],
    "practices:transfer_item_new": [
        Row(one(adapting=True), expect=ADOPTER),
        Row(one(), expect=only("trento", MANAGERS, 409)),
        Row(
            one(adapting=True),
            expect=only("trento", MANAGERS, 302),
            method="post",
            data={"aspect": "costs", "kind": "kept", "text": "Uguali.", "why": ""},
        ),
    ],
    "practices:transfer_item": [
        Row(item(), expect=ADOPTER),
        Row(item(declared=True), expect=only("trento", MANAGERS, 409)),
        Row(
            item(),
            expect=only("trento", MANAGERS, 302),
            method="post",
            data={"aspect": "costs", "kind": "kept", "text": "Uguali.", "why": ""},
        ),
    ],
    "practices:transfer_item_remove": [
        Row(item(), expect=ADOPTER),
        Row(item(), expect=only("trento", MANAGERS, 302), method="post"),
    ],
    "practices:transfer_result": [
        Row(one(adapting=True), expect=only("trento", ("practice_editor",))),
        Row(one(), expect=only("trento", ("practice_editor",), 409)),
        Row(
            one(adapting=True),
            expect=only("trento", ("practice_editor",), 302),
            method="post",
            data={"go": "new"},
        ),
    ],
    "practices:transfer_meeting_new": [
        Row(one(in_contact=True), expect=both(MANAGERS)),
        Row(one(), expect=both(MANAGERS, 409)),
        Row(
            one(in_contact=True),
            expect=both(MANAGERS, 302),
            method="post",
            data={"kind": "meeting", "date": "2026-01-10", "place": "Trento"},
        ),
    ],
    "practices:transfer_meeting": [
        Row(meeting(), expect=both(MANAGERS)),
        Row(meeting(held=True), expect=both(MANAGERS, 409)),
        Row(
            meeting(),
            expect=both(MANAGERS, 302),
            method="post",
            data={"kind": "meeting", "date": "2026-01-10", "place": "Trento"},
        ),
    ],
    "practices:transfer_document_new": [
        Row(meeting(), expect=both(MANAGERS)),
        Row(meeting(), expect=both(MANAGERS), method="post"),
    ],
    "practices:transfer_document": Row(document, expect=BOTH),
    "practices:transfer_meeting_step": [
        Row(meeting("hold"), expect=both(MANAGERS)),
        Row(meeting("cancel"), expect=both(MANAGERS)),
        Row(meeting("cancel", held=True), expect=both(MANAGERS, 409)),
        Row(meeting("nothing"), expect=both(MANAGERS, 404)),
        Row(meeting("hold"), expect=both(MANAGERS, 302), method="post", data={"report": "Utile."}),
    ],
    "practices:transfer_step": [
        Row(step("answer"), expect=OWNER),
        Row(step("decline"), expect=OWNER),
        Row(step("drop"), expect=ADOPTER),
        Row(step("start_adapting", in_contact=True), expect=ADOPTER),
        Row(step("declare", adapting=True), expect=ADOPTER),
        Row(step("declare"), expect=only("trento", MANAGERS, 409)),
        Row(step("adopt", declared=True), expect=both(CONFIRMERS)),
        Row(step("send_back", declared=True), expect=both(CONFIRMERS)),
        Row(step("record_outcome", adopted=True), expect=ADOPTER),
        Row(step("meet", in_contact=True), expect=dict.fromkeys(BOTH, 404)),
        Row(step("nothing"), expect=dict.fromkeys(BOTH, 404)),
        Row(step("answer"), expect=only("piemonte", MANAGERS, 302), method="post", data=ANSWER),
        Row(step("adopt", declared=True), expect=both(CONFIRMERS, 302), method="post"),
        Row(
            step("adopt", internal=True, declared=True),
            expect={f"piemonte:{role}": 302 for role in CONFIRMERS} | {"piemonte:*": 403},
            method="post",
        ),
    ],
}
