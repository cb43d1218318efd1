from tests.access.rows import Row
from tests.factories.protocols import ProtocolAreaFactory, ProtocolFactory

PARTIES = {"trento:*": 200, "piemonte:*": 200}


def protocol(**fields):
    def kwargs(world):
        made = ProtocolFactory(parties=[world.trento, world.piemonte], **fields)
        ProtocolAreaFactory(protocol=made)
        return {"slug": made.slug}

    return kwargs


def only_trento(world):
    return {"slug": ProtocolFactory(parties=[world.trento]).slug}


def report(world):
    return protocol()(world) | {"year": 2023}


ROWS = {
    "portal:exchange_home": Row(default=200),
    "portal:exchange": [
        Row(protocol(), expect=PARTIES),
        Row(only_trento, expect={"trento:*": 200}),
        Row(protocol(state="draft", signed_on=None)),
    ],
    "portal:exchange_csv": Row(protocol(), expect=PARTIES),
    "portal:exchange_report": Row(report, expect=PARTIES),
}
