"""The people of the talk in tests: a protocol between the two sides, and who takes part."""

from familynet.protocols.models import ProtocolArea
from tests.factories.protocols import ProtocolAreaFactory, ProtocolFactory


def agree(*parties):
    """A protocol on the exchange of good practices between administrations."""
    protocol = ProtocolFactory(parties=parties)
    ProtocolAreaFactory(protocol=protocol, code=ProtocolArea.Code.GOOD_PRACTICES)
    return protocol
