"""Who holds the invented mark for hospitality, and what each said: so that the dry run of the next disciplinare
finds holders that pass, that fail on one thing or another, and some about which nobody can say."""

from dataclasses import dataclass

SCHEME = "accoglienza-famiglia"
NEXT = "Disciplinare Accoglienza 2026 (esempio)"
DRAFT = "Disciplinare Accoglienza 2028 (esempio)"
ALL = ("A1", "A2", "A3", "B1", "B2", "C1", "C2")


@dataclass(frozen=True)
class Holder:
    """An invented body, what it does not do, how many work there (None: not said), whether it serves food."""

    number: int
    lacks: tuple[str, ...] = ()
    employees: int | None = 6
    food: bool = False

    def meets(self, code: str) -> bool:
        return code not in self.lacks


# Bodies of Trento, then of Piemonte. A2 is what the disciplinare in force from tomorrow asks of everybody;
# the draft after it asks C2 of everybody, B2 where ten or more work, and more points.
HOLDERS = (
    Holder(1, ("A2", "C2"), employees=18, food=True),
    Holder(2, ("A3",), employees=12),
    Holder(5, ("C2",)),
    Holder(6, ("B2",), employees=14, food=True),
    Holder(7, ("A2",)),
    Holder(8),
    Holder(16, employees=40),
    Holder(17, ("A2",), employees=60, food=True),
    Holder(18, ("C2",)),
    Holder(19, employees=None),
    Holder(20, ("A3", "B3"), food=True),
)
# Certified before the portal: the office imports them, without answers.
IMPORTED = (10, 12)
# Of those that are asked to realign: who has declared, who was confirmed. The other is late.
DECLARED, CONFIRMED, LATE = 7, 17, 1
