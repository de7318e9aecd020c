"""Who stands beside whom: couples together, children below their parents, few crossings.

Nodes are persons and ports. A port is a bend of a line where it passes a generation: of a descent
that is longer than one generation, or of a partner who stands on a higher line. The order begins
with each family walked from its founders, is swept by barycentres (Sugiyama, Tagawa and Toda 1981,
IEEE Trans Syst Man Cybern 11:109-125) and then improved by moving runs of neighbours for as long as
the picture gets better. No chance is involved: the same pedigree gives the same picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from jusan.kinship.pictures.levels import Family, Parents

_CROSSING, _GAP, _STRANGER, _ROUNDS, _RUN = 6.0, 8.0, 3.0, 6, 5


@dataclass(frozen=True, slots=True)
class Port:
    """A bend of one family's line to `person`: a parent (`partner`) or a child of that family."""

    family: int
    person: str
    level: int
    partner: bool


#: A person by id, or a port.
Node = str | Port
Link = tuple[Node, Node]


@dataclass(slots=True)
class Meeting:
    """One family in the drawing: where its parents meet, and how its long lines run.

    `at`: the parents' nodes on the line where they meet; `starts`: the first node of each child
    below it; `partner_links`, `child_links`: pieces of long lines, each over one generation.
    """

    at: tuple[Node, ...]
    starts: list[Node]
    partner_links: list[Link]
    child_links: list[Link]


@dataclass(slots=True)
class Graph:
    """Nodes by line; `meetings` in the order of the families.

    `couples`: nodes that meet, two or one. `links`: pieces of long lines. `hanging`: nodes with a
    line from above. `descents`: everything that goes from one line to the next.
    """

    level: dict[Node, int]
    meetings: list[Meeting]
    couples: list[tuple[Node, ...]] = field(init=False)
    links: list[Link] = field(init=False)
    hanging: set[Node] = field(init=False)
    descents: list[tuple[tuple[Node, ...], list[Node]]] = field(init=False)

    def __post_init__(self) -> None:
        self.couples = [meeting.at for meeting in self.meetings]
        self.links = [x for m in self.meetings for x in (*m.partner_links, *m.child_links)]
        starts = {node for meeting in self.meetings for node in meeting.starts}
        self.hanging = starts | {below for _, below in self.links}
        self.descents = [(meeting.at, meeting.starts) for meeting in self.meetings]
        self.descents += [((above,), [below]) for above, below in self.links]


def is_port(node: Node) -> bool:
    """Whether a node is a bend of a line and no person."""
    return isinstance(node, Port)


def graph_of(levels: Mapping[str, int], families: Sequence[Family]) -> Graph:
    """Persons with the ports that long lines need."""
    level: dict[Node, int] = {person: line for person, line in levels.items()}
    meetings: list[Meeting] = []
    for number, family in enumerate(families):
        lowest = max(levels[p] for p in family.parents)
        partner_links: list[Link] = []
        child_links: list[Link] = []
        at: list[Node] = []
        for person in family.parents:
            nodes: list[Node] = [person]
            passed = range(levels[person] + 1, lowest + 1)
            nodes += [Port(number, person, at_line, partner=True) for at_line in passed]
            partner_links += pairwise(nodes)
            at.append(nodes[-1])
        starts: list[Node] = []
        for child in family.children:
            passed = range(lowest + 1, levels[child])
            nodes = [*(Port(number, child, at_line, partner=False) for at_line in passed), child]
            child_links += pairwise(nodes)
            starts.append(nodes[0])
        passing = [node for link in (*partner_links, *child_links) for node in link]
        for node in passing:
            if isinstance(node, Port):
                level[node] = node.level
        meetings.append(Meeting(tuple(at), starts, partner_links, child_links))
    return Graph(level, meetings)


Rows = list[list[Node]]


def order_of(graph: Graph, parents: Parents) -> Rows:
    """The nodes of each line from left to right."""
    rows = _walked(graph, parents)
    best, least = rows, _cost(rows, graph)
    for sweep in range(8):
        rows = _swept([list(row) for row in rows], graph, down=sweep % 2 == 0)
        if (cost := _cost(rows, graph)) < least:
            best, least = [list(row) for row in rows], cost
    return _improved(best, least, graph)


def _walked(graph: Graph, parents: Parents) -> Rows:
    """Each family from its founders down: a person, the partners beside, then the children."""
    rows: Rows = [[] for _ in range(max(graph.level.values(), default=-1) + 1)]
    placed: set[Node] = set()

    def place(node: Node) -> None:
        if node in placed:
            return
        placed.add(node)
        rows[graph.level[node]].append(node)
        own = [(couple, below) for couple, below in graph.descents if node in couple]
        for number, (couple, _) in enumerate(own):
            for partner in couple:
                if partner not in placed and not _has_parents(partner, parents):
                    placed.add(partner)
                    row = rows[graph.level[partner]]
                    where = row.index(node) if number == 0 and len(own) > 1 else len(row)
                    row.insert(where, partner)
        for _, below in own:
            for child in below:
                place(child)

    for node in graph.level:
        if isinstance(node, str) and not _has_parents(node, parents):
            mates = {p for couple in graph.couples if node in couple for p in couple} - {node}
            if not any(_has_parents(mate, parents) for mate in mates):
                place(node)
    for node in graph.level:
        place(node)
    return rows


def _has_parents(node: Node, parents: Parents) -> bool:
    """Ports hang from somebody, too."""
    return not isinstance(node, str) or any(parents[node])


def _swept(rows: Rows, graph: Graph, *, down: bool) -> Rows:
    """Every line sorted by the mean place of what hangs above (or below); couples move as one."""
    for level in range(len(rows)) if down else reversed(range(len(rows))):
        where = {node: _centred(rows, node, graph) for row in rows for node in row}
        wish: dict[Node, list[float]] = {node: [] for node in rows[level]}
        for couple, below in graph.descents:
            middle = sum(where[p] for p in couple) / len(couple)
            if down:
                for child in below:
                    if child in wish:
                        wish[child].append(middle)
            elif all(p in wish for p in couple):
                mean = sum(where[c] for c in below) / len(below)
                for p in couple:
                    wish[p].append(mean)
        blocks = blocks_of(rows[level], graph)
        keyed = []
        for block in blocks:
            wishes = [sum(wish[n]) / len(wish[n]) for n in block if wish[n]]
            own = sum(where[n] for n in block) / len(block)
            keyed.append((sum(wishes) / len(wishes) if wishes else own, block))
        rows[level] = [node for _, block in sorted(keyed, key=lambda x: x[0]) for node in block]
    return rows


def _centred(rows: Rows, node: Node, graph: Graph) -> float:
    row = rows[graph.level[node]]
    return row.index(node) - (len(row) - 1) / 2


def blocks_of(row: Sequence[Node], graph: Graph) -> list[list[Node]]:
    """Runs of neighbours that are couples."""
    blocks: list[list[Node]] = []
    for node in row:
        last = blocks[-1][-1] if blocks else None
        if last is not None and any(last in c and node in c for c in graph.couples):
            blocks[-1].append(node)
        else:
            blocks.append([node])
    return blocks


def _improved(rows: Rows, least: float, graph: Graph) -> Rows:
    """Move a run of up to five neighbours elsewhere in its line, as long as that helps."""
    for _ in range(_ROUNDS):
        before = least
        for level, row in enumerate(rows):
            for length in range(1, min(_RUN, len(row) - 1) + 1):
                for start in range(len(row) - length + 1):
                    found = _moved(rows, level, start, length, least, graph)
                    if found is not None:
                        rows, least = found
                        row = rows[level]
        if least >= before - 1e-9:
            break
    return rows


def _moved(
    rows: Rows, level: int, start: int, length: int, least: float, graph: Graph
) -> tuple[Rows, float] | None:
    row = rows[level]
    run = row[start : start + length]
    rest = row[:start] + row[start + length :]
    best: tuple[Rows, float] | None = None
    base = _cost(rows, graph, level)
    for turned in (run, run[::-1]) if length > 1 else (run,):
        for place in range(len(rest) + 1):
            if place == start and turned is run:
                continue
            trial = [*rows[:level], [*rest[:place], *turned, *rest[place:]], *rows[level + 1 :]]
            cost = least + _cost(trial, graph, level) - base
            if cost < (best[1] if best else least) - 1e-9:
                best = (trial, cost)
    return best


def _cost(rows: Rows, graph: Graph, level: int | None = None) -> float:
    """How bad a picture is; with `level` only what moving nodes of that line can change."""
    place = {node: i for row in rows for i, node in enumerate(row)}
    middle = [(len(row) - 1) / 2 for row in rows]
    total = 0.0
    for couple in graph.couples:
        if len(couple) == 2 and (level is None or graph.level[couple[0]] == level):
            total += _GAP * (abs(place[couple[0]] - place[couple[1]]) - 1)
    edges: dict[int, list[tuple[float, float]]] = {}
    for couple, below in graph.descents:
        line = graph.level[couple[0]]
        if level is not None and line not in (level, level - 1):
            continue
        above = sum(place[p] for p in couple) / len(couple)
        spots = [place[c] for c in below]
        for spot in spots:
            total += abs((above - middle[line]) - (spot - middle[line + 1]))
            edges.setdefault(line, []).append((above, spot))
        if level is None or line + 1 == level:
            total += _STRANGER * _strangers(rows[line + 1], min(spots), max(spots), below, graph)
    for pairs in edges.values():
        for (a1, b1), (a2, b2) in combinations(pairs, 2):
            if (a1 - a2) * (b1 - b2) < 0:
                total += _CROSSING
    return total


def _strangers(
    row: Sequence[Node], first: int, last: int, siblings: Sequence[Node], graph: Graph
) -> int:
    """Nodes inside a row of siblings that are neither siblings nor their partners."""
    if last - first + 1 == len(siblings):
        return 0
    kin = set(siblings)
    kin.update(p for couple in graph.couples if kin & set(couple) for p in couple)
    return sum(1 for node in row[first : last + 1] if node not in kin)
