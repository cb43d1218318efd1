"""The map of the territory: one panel per region, drawn without tiles and without another origin.

Pure geometry: points in degrees go in, positions inside a panel come out. No query: the shapes of the
provinces come from data/outlines.json; the dots of the comuni are drawn by the view `base_map`.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

OUTLINES = Path(__file__).resolve().parent / "data" / "outlines.json"
WIDTH = 600  # units of a panel; the page scales them
MARGIN = 26
# Points nearer than this are one mark: at 390 pixels it still leaves 24 pixels for a finger.
REACH = 42
KILOMETRES_PER_DEGREE = 111.32


@dataclass(frozen=True)
class MapPoint:
    """One thing on the map: where, its words, its page, its class and how many it stands for."""

    latitude: float
    longitude: float
    label: str
    url: str
    tone: str = "certified"
    count: int = 1


@dataclass(frozen=True)
class Panel:
    """One region on its own sheet: the rectangle in degrees and the scale."""

    code: str
    west: float
    east: float
    south: float
    north: float

    @property
    def shrink(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, here."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Units per degree of latitude."""
        return (WIDTH - 2 * MARGIN) / ((self.east - self.west) * self.shrink)

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale + 2 * MARGIN)

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Degrees → units from the top left corner."""
        x = (longitude - self.west) * self.shrink * self.scale + MARGIN
        y = (self.north - latitude) * self.scale + MARGIN
        return round(x, 1), round(y, 1)

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    @property
    def ruler(self) -> tuple[int, float]:
        """A round number of kilometres and its length in units, for the scale bar."""
        unit = self.scale / KILOMETRES_PER_DEGREE
        kilometres = max((k for k in (5, 10, 20, 25, 50, 100) if k * unit <= WIDTH / 5), default=5)
        return kilometres, round(kilometres * unit, 1)


@dataclass
class Mark:
    """What is drawn at one place: one point, or several that are too near to be told apart."""

    x: float
    y: float
    points: list[MapPoint] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(point.count for point in self.points)

    @property
    def tone(self) -> str:
        """The class of the points; "mixed" when they differ."""
        tones = {point.tone for point in self.points}
        return tones.pop() if len(tones) == 1 else "mixed"

    @property
    def radius(self) -> float:
        """Grows with the square root, so that the area tells the number."""
        return round(min(8 + 3.2 * math.sqrt(self.count - 1), 20), 1)

    @property
    def is_group(self) -> bool:
        return len(self.points) > 1

    @property
    def others(self) -> int:
        return len(self.points) - 1

    @property
    def title(self) -> str:
        """What the mark says to the pointer and to a screen reader."""
        names = [point.label for point in self.points]
        return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


@cache
def _outlines() -> list[dict]:
    return json.loads(OUTLINES.read_text(encoding="utf-8"))["provinces"]


@cache
def version() -> str:
    """Changes when what the base image is made of changes; stands in its address."""
    content = OUTLINES.read_bytes() + OUTLINES.with_name("comuni.csv").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(content).hexdigest()[:10]


@cache
def panels() -> tuple[Panel, ...]:
    """The regions that we have shapes of, the western first."""
    boxes: dict[str, list[list[float]]] = {}
    for province in _outlines():
        for ring in province["rings"]:
            boxes.setdefault(province["region"], []).extend(ring)
    found = [
        Panel(
            code=code,
            west=min(x for x, _y in points),
            east=max(x for x, _y in points),
            south=min(y for _x, y in points),
            north=max(y for _x, y in points),
        )
        for code, points in boxes.items()
    ]
    return tuple(sorted(found, key=lambda panel: panel.west))


@cache
def shapes(panel: Panel) -> tuple[str, ...]:
    """The provinces of a panel as SVG paths."""
    paths = []
    for province in _outlines():
        if province["region"] == panel.code:
            rings = ([panel.place(y, x) for x, y in ring] for ring in province["rings"])
            paths.append("".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings))
    return tuple(paths)


def marks(panel: Panel, points: Iterable[MapPoint]) -> list[Mark]:
    """The points of a panel, gathered where they would cover one another; the large ones last, on top."""
    inside = [p for p in points if panel.holds(p.latitude, p.longitude)]
    found: list[Mark] = []
    for point in sorted(inside, key=lambda p: (-p.count, -p.latitude, p.longitude, p.label)):
        x, y = panel.place(point.latitude, point.longitude)
        near = min(found, key=lambda mark: math.hypot(mark.x - x, mark.y - y), default=None)
        if near is not None and math.hypot(near.x - x, near.y - y) < REACH:
            near.points.append(point)
        else:
            found.append(Mark(x, y, [point]))
    return sorted(found, key=lambda mark: (mark.y, mark.x))


def outside(points: Sequence[MapPoint]) -> int:
    """How many points lie on no panel."""
    return sum(not any(panel.holds(p.latitude, p.longitude) for panel in panels()) for p in points)
