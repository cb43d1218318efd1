"""The lineage of a practice: which adaptations it led to, from which it came; as a tree and as a drawing.

Only what was confirmed and has a public page. Two queries, whatever the size of the family.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse

from practices.models import Practice, Transfer

MOST_PRACTICES = 200
# Every practice that is tied to the given ones by confirmed adoptions, in any number of steps.
FAMILY = """
WITH RECURSIVE family(id) AS (
  SELECT unnest(%s::bigint[])
  UNION
  SELECT CASE WHEN t.practice_id = f.id THEN t.resulting_practice_id ELSE t.practice_id END
  FROM practices_transfer t
  JOIN family f ON f.id IN (t.practice_id, t.resulting_practice_id)
  WHERE t.resulting_practice_id IS NOT NULL AND t.state = ANY(%s)
)
SELECT id FROM family LIMIT %s
"""
NODE_WIDTH, NODE_HEIGHT, GAP_X, GAP_Y, MARGIN = 216, 84, 56, 20, 12
LINE_HEIGHT, LINE_LENGTH, MOST_LINES = 19, 27, 2


@dataclass(eq=False)
class Node:
    """A practice, or an adoption about which no practice was written."""

    key: str
    title: str
    place: str
    when: str
    url: str
    is_here: bool = False
    transfer: Transfer | None = None
    children: list["Node"] = field(default_factory=list)
    depth: int = 0
    row: int = 0

    @property
    def x(self) -> int:
        return MARGIN + self.depth * (NODE_WIDTH + GAP_X)

    @property
    def y(self) -> int:
        return MARGIN + self.row * (NODE_HEIGHT + GAP_Y)

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The title in the lines that fit, each with its height in the drawing."""
        parts = textwrap.wrap(self.title, LINE_LENGTH, max_lines=MOST_LINES, placeholder=" …")
        return [(self.y + 26 + number * LINE_HEIGHT, part) for number, part in enumerate(parts)]

    @property
    def width(self) -> int:
        return NODE_WIDTH

    @property
    def height(self) -> int:
        return NODE_HEIGHT

    @property
    def foot(self) -> str:
        """Where and when."""
        return ", ".join(filter(None, (self.place, self.when)))

    @property
    def is_adoption(self) -> bool:
        """Nobody wrote a practice about it."""
        return self.key.startswith("t")

    @property
    def text_x(self) -> int:
        return self.x + 14

    @property
    def foot_y(self) -> int:
        return self.y + NODE_HEIGHT - 14


@dataclass(frozen=True)
class Edge:
    """An arrow from a practice to what came of it: its line and its head."""

    path: str
    arrow: str


@dataclass(frozen=True)
class Lineage:
    roots: list[Node]
    nodes: list[Node]
    edges: list[Edge]
    width: int
    height: int

    @property
    def adaptations(self) -> int:
        return len(self.edges)


def lineage_of(practice: Practice) -> Lineage | None:
    """The family of a practice; None when it was neither adopted nor adapted from another one."""
    transfers = list(_confirmed_among(_family_ids(practice)))
    if not transfers:
        return None
    nodes = _nodes(practice, transfers)
    made = {t.resulting_practice_id for t in transfers if _has_public_result(t)}
    roots = [node for key, node in nodes.items() if key.startswith("p") and int(key[1:]) not in made]
    return _draw(roots)


def _family_ids(practice: Practice) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(FAMILY, [[practice.pk], list(map(str, Transfer.CONFIRMED_STATES)), MOST_PRACTICES])
        return [pk for (pk,) in cursor.fetchall()]


def _confirmed_among(ids: Iterable[int]) -> Iterable[Transfer]:
    rows = Transfer.objects.confirmed().filter(practice__in=ids).with_parties()
    return rows.select_related("practice__administration", "resulting_practice__administration").order_by(
        "act__date", "pk"
    )


def _has_public_result(transfer: Transfer) -> bool:
    return transfer.resulting_practice is not None and transfer.resulting_practice.is_public


def _nodes(here: Practice, transfers: list[Transfer]) -> dict[str, Node]:
    """Every practice and every adoption without one, tied together."""
    nodes: dict[str, Node] = {}
    for transfer in transfers:
        parent = nodes.setdefault(f"p{transfer.practice_id}", _of_practice(transfer.practice, here))
        result = transfer.resulting_practice
        if result is not None and result.is_public:
            child = nodes.setdefault(f"p{result.pk}", _of_practice(result, here))
        else:
            child = nodes.setdefault(f"t{transfer.pk}", _of_adoption(transfer))
        child.transfer = child.transfer or transfer
        if child not in parent.children:
            parent.children.append(child)
    return nodes


def _of_practice(practice: Practice, here: Practice) -> Node:
    year = practice.started_on.year if practice.started_on else ""
    return Node(
        key=f"p{practice.pk}",
        title=practice.title,
        place=practice.administration.short_name,
        when=str(year),
        url=practice.get_absolute_url(),
        is_here=practice.pk == here.pk,
    )


def _of_adoption(transfer: Transfer) -> Node:
    return Node(
        key=f"t{transfer.pk}",
        title=str(transfer.adopting_body),
        place=transfer.number,
        when=str(transfer.adopted_on.year) if transfer.adopted_on else "",
        url=anchor(transfer),
        transfer=transfer,
    )


def anchor(transfer: Transfer) -> str:
    """Where the public page of the adoptions of a practice tells of this one; `practice` must be loaded."""
    page = reverse("practices:adoptions", kwargs={"slug": transfer.practice.slug})
    return f"{page}#{anchor_id(transfer)}"


def anchor_id(transfer: Transfer) -> str:
    return f"ado-{transfer.year}-{transfer.sequence}"


def _draw(roots: list[Node]) -> Lineage:
    """Columns by the longest way from a root, rows in the order of the list."""
    nodes: list[Node] = []
    edges: list[tuple[Node, Node]] = []
    for root in roots:
        _deepen(root, 0)
    row = 0
    seen: set[str] = set()
    for node, parent in (pair for root in roots for pair in _walk(root, None)):
        if parent is not None:
            edges.append((parent, node))
        if node.key in seen:
            continue
        seen.add(node.key)
        # The first child stands beside its parent, each further one in a row of its own.
        if nodes and not (parent is not None and parent.children[0] is node and nodes[-1] is parent):
            row += 1
        node.row = row
        nodes.append(node)
    columns, rows = max(node.depth for node in nodes) + 1, row + 1
    return Lineage(
        roots=roots,
        nodes=nodes,
        edges=[Edge(_curve(parent, child), _head(child)) for parent, child in edges],
        width=2 * MARGIN + columns * NODE_WIDTH + (columns - 1) * GAP_X,
        height=2 * MARGIN + rows * NODE_HEIGHT + (rows - 1) * GAP_Y,
    )


def _deepen(node: Node, depth: int) -> None:
    """The family has no circles (the database sees to it), so this ends."""
    if depth > node.depth or depth == 0:
        node.depth = depth
    for child in node.children:
        if child.depth <= depth:
            _deepen(child, depth + 1)


def _walk(node: Node, parent: Node | None, seen: set[str] | None = None) -> Iterator[tuple[Node, Node | None]]:
    """Each node with its parent, depth first; below a node met twice not again."""
    seen = set() if seen is None else seen
    yield node, parent
    if node.key in seen:
        return
    seen.add(node.key)
    for child in node.children:
        yield from _walk(child, node, seen)


def _curve(parent: Node, child: Node) -> str:
    """A line from the right side of one box to the left side of the other."""
    start_x, start_y = parent.x + NODE_WIDTH, parent.y + NODE_HEIGHT // 2
    end_x, end_y = child.x, child.y + NODE_HEIGHT // 2
    middle = (start_x + end_x) // 2
    return f"M{start_x} {start_y} C{middle} {start_y} {middle} {end_y} {end_x} {end_y}"


def _head(child: Node) -> str:
    x, y = child.x, child.y + NODE_HEIGHT // 2
    return f"M{x} {y} l-9 -5 v10 z"
