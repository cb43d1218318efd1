"""What is new, gone or changed between two lists of things with facts in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Change:
    """One thing that is different: what it was and what it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One thing that is new, gone or changed. `kind` is added, removed or changed."""

    kind: str
    code: str
    text: str
    changes: list[Change] = field(default_factory=list)


# By its code: how a thing is called, and its facts by their labels.
Facts = Mapping[str, tuple[str, Mapping[str, str]]]


def differences(old: Facts, new: Facts) -> list[Difference]:
    """In the order of the new one; what is gone comes last."""
    found = []
    for code, (text, facts) in new.items():
        if code not in old:
            found.append(Difference("added", code, text, changes({}, facts)))
        elif changed := changes(old[code][1], facts):
            found.append(Difference("changed", code, text, changed))
    gone = [Difference("removed", code, old[code][0]) for code in old if code not in new]
    return found + gone


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    return [
        Change(label, old.get(label, ""), value)
        for label, value in new.items()
        if old.get(label, "") != value and (old or value)
    ]
