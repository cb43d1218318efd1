from tests.access.rows import PUBLIC, Row
from tests.factories.protocols import ProtocolFactory


def signed(world):
    return {"slug": ProtocolFactory(parties=[world.trento, world.piemonte]).slug}


def draft(world):
    return {"slug": ProtocolFactory(parties=[world.trento, world.piemonte], state="draft").slug}


def of_others(world):
    """A draft of Trento with a third party."""
    return {"slug": ProtocolFactory(parties=[world.trento], state="draft").slug}


def passage(name, make=signed):
    return lambda world: {**make(world), "name": name}


MANAGERS = {"*:certification_manager": 200}
# A draft is hidden from people of organisations, and read by all officials of its parties.
DRAFT = {"organisation:*": 404, **MANAGERS, "*-guest:*": 404}

ROWS = {
    "protocols:detail": PUBLIC,
    "protocols:page": [
        Row(kwargs=signed, anonymous=200, default=200),
        Row(kwargs=draft, anonymous=404, default=404),
    ],
    "protocols:work": Row(default=403, expect=MANAGERS),
    "protocols:create": Row(default=403, expect=MANAGERS),
    "protocols:work_detail": [
        Row(kwargs=signed, default=403, expect=MANAGERS),
        Row(kwargs=draft, default=403, expect=DRAFT),
        Row(kwargs=of_others, default=404, expect={"trento:certification_manager": 200, "trento:*": 403}),
    ],
    "protocols:edit": Row(kwargs=signed, default=403, expect=MANAGERS),
    "protocols:areas": [
        Row(kwargs=draft, default=403, expect=DRAFT),
        Row(kwargs=signed, default=403),
    ],
    "protocols:add_act": Row(kwargs=signed, default=403, expect=MANAGERS),
    "protocols:add_convention": Row(kwargs=signed, default=403, expect=MANAGERS),
    "protocols:add_action": Row(kwargs=signed, default=403, expect=MANAGERS),
    "protocols:move": [
        Row(kwargs=passage("renew"), default=403, expect=MANAGERS),
        Row(
            kwargs=passage("renew"),
            default=403,
            expect={"*:certification_manager": 302},
            method="post",
            data={"kind": "resolution", "number": "9", "date": "2025-05-05", "ends_on": "2028-05-05"},
        ),
        Row(kwargs=passage("burn"), default=403, expect={"*:certification_manager": 404}),
    ],
}
