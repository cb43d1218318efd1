"""The protocol between the two administrations, as public sources tell it."""

from familynet.portal.demo.steps.cast import Cast
from familynet.protocols.known import load_protocol_2022


def make_protocol(cast: Cast) -> None:
    load_protocol_2022(by=cast.person("dirigenza", "trento"), is_demo=True)
