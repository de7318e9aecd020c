"""How the lines run: couples beside each other or over the heads, descents in tracks.

Between two lines of people lie tracks. Every horizontal piece takes the lowest track in which it
touches no other, so that two families' lines are never drawn upon each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jusan.kinship.pictures.levels import Family
from jusan.kinship.pictures.ordering import Graph, Meeting, Node, Port, Rows, is_port
from jusan.kinship.pictures.placing import drop_of
from jusan.kinship.pictures.svg import short

Point = tuple[float, float]
Key = tuple[str, int, int]
_CLEAR, _OVER, _APART = 12.0, 1.4, 7.0
_BESIDE, _FURTHEST = 8.0, 16.0


@dataclass(frozen=True, slots=True)
class Route:
    """One family: the path between its parents (empty for one), and those to the children."""

    family: Family
    couple: str
    descents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Where a couple's line runs; `over`: its track above the heads, 0 at their height."""

    drop: float
    over: int = 0
    under: tuple[float, float] | None = None


def routes_of(
    rows: Rows,
    graph: Graph,
    families: Sequence[Family],
    across: Mapping[Node, float],
    half: float,
    below: float,
    track: float,
    above: float,
) -> tuple[list[Route], list[float]]:
    """All routes, and the height of each line of people."""
    return _Router(rows, graph, families, across, half, below, track, above).run()


class _Router:
    def __init__(
        self,
        rows: Rows,
        graph: Graph,
        families: Sequence[Family],
        across: Mapping[Node, float],
        half: float,
        below: float,
        track: float,
        above: float,
    ) -> None:
        self.rows, self.graph, self.families, self.x = rows, graph, families, across
        self.half, self.below, self.track, self.above = half, below, track, above
        self.over: dict[int, list[list[tuple[float, float]]]] = {}
        self.tracks: dict[int, list[list[tuple[float, float]]]] = {}
        self.heights: list[float] = []

        self.aside = _asides(families)

    def run(self) -> tuple[list[Route], list[float]]:
        meetings = self._meetings()
        bars = self._bars(meetings)
        self.heights = self._heights()
        routes = [
            Route(
                family,
                self._couple(number, meetings[number], bars),
                self._descents(number, meetings[number], bars),
            )
            for number, family in enumerate(self.families)
        ]
        return routes, self.heights

    def _across(self, number: int, node: Node) -> float:
        """Where a family's line meets a node: beside the middle if it is not the first family."""
        return self.x[node] + self.aside.get((number, node), 0.0)

    # -- where couples meet ----------------------------------------------------------------------

    def _meetings(self) -> list[_Meeting]:
        """Where each family's children hang, a little aside where another line runs down there."""
        taken: dict[int, list[tuple[int, float]]] = {}
        for number, drawn in enumerate(self.graph.meetings):
            level = self.graph.level[drawn.at[0]]
            starts = [(number, self._across(number, node)) for node in drawn.starts]
            taken.setdefault(level, []).extend(starts)
        out = []
        for number, drawn in enumerate(self.graph.meetings):
            level = self.graph.level[drawn.at[0]]
            meeting = self._meeting(drawn)
            others = [x for other, x in taken[level] if other != number]
            for aside in self._steps_aside(number, meeting.drop):
                if all(abs(meeting.drop + aside - x) >= _APART for x in others):
                    meeting = replace(meeting, drop=meeting.drop + aside)
                    break
            taken[level].append((number, meeting.drop))
            out.append(meeting)
        return out

    def _steps_aside(self, number: int, drop: float) -> list[float]:
        """How far aside children may hang, best first; one parent's line begins at the symbol."""
        drawn = self.graph.meetings[number]
        if len(drawn.at) > 1:
            return [0, 10, -10, 20, -20, 30, -30]
        straight = [self._across(number, node) - drop for node in drawn.starts]
        near = [step for step in straight if len(straight) == 1 and abs(step) <= _FURTHEST]
        return [*near, 0, 8, -8, _FURTHEST, -_FURTHEST]

    def _meeting(self, meeting: Meeting) -> _Meeting:
        drop = drop_of(meeting, self.rows, self.graph, self.x)
        if drop.kind == "over":
            level = self.graph.level[meeting.at[0]]
            over = self._free(self.over.setdefault(level, []), drop.span)
            return _Meeting(drop.x, over=over + 1)
        return _Meeting(drop.x, under=drop.span if drop.kind == "under" else None)

    # -- tracks ----------------------------------------------------------------------------------

    def _free(self, tracks: list[list[tuple[float, float]]], span: tuple[float, float]) -> int:
        """The number of the first track in which nothing is near."""
        for number, taken in enumerate(tracks):
            if all(span[1] + _CLEAR < a or b + _CLEAR < span[0] for a, b in taken):
                taken.append(span)
                return number
        tracks.append([span])
        return len(tracks) - 1

    def _bars(self, meetings: Sequence[_Meeting]) -> dict[Key, int]:
        """Track of every horizontal piece; short ones lowest, couples' own lines above all."""
        wanted: list[tuple[bool, float, float, float, int, Key]] = []

        def want(key: Key, level: int, ends: Sequence[float]) -> None:
            left, right = min(ends), max(ends)
            couple = key[0] == "couple"
            if couple or right - left >= 0.5:
                wanted.append((couple, right - left, left, right, level, key))

        for number, (meeting, drawn) in enumerate(zip(meetings, self.graph.meetings, strict=True)):
            level = self.graph.level[drawn.at[0]]
            ends = [meeting.drop, *(self._across(number, node) for node in drawn.starts)]
            want(("children", number, 0), level, ends)
            if meeting.under is not None:
                want(("couple", number, 0), level, meeting.under)
            links = [*drawn.partner_links, *drawn.child_links]
            for place, (above, below) in enumerate(links):
                spans = (self.x[above], self._across(number, below))
                want(("link", number, place), self.graph.level[above], spans)
        out = {}
        for _, _, left, right, level, key in sorted(wanted):
            out[key] = self._free(self.tracks.setdefault(level, []), (left, right))
        return out

    def _heights(self) -> list[float]:
        heights: list[float] = []
        for level in range(len(self.rows)):
            over = len(self.over.get(level, []))
            if level == 0:
                heights.append(self.above + over * self.track * _OVER)
                continue
            tracks = len(self.tracks.get(level - 1, []))
            room = self.below + tracks * self.track + over * self.track * _OVER + self.above
            heights.append(heights[-1] + room)
        return heights

    def _track_y(self, level: int, number: int) -> float:
        """Height of a track below a line of people; the first lies lowest."""
        over = len(self.over.get(level + 1, [])) * self.track * _OVER
        return self.heights[level + 1] - self.above - over - number * self.track + 8

    # -- paths -----------------------------------------------------------------------------------

    def _couple(self, number: int, meeting: _Meeting, bars: Mapping[Key, int]) -> str:
        drawn = self.graph.meetings[number]
        if len(drawn.at) == 1:
            return ""
        level = self.graph.level[drawn.at[0]]
        y = self.heights[level]
        ends = sorted((self.x[node], self._half(node)) for node in drawn.at)
        (x1, half1), (x2, half2) = ends
        links = range(len(drawn.partner_links))
        path = "".join(self._link(number, place, bars) for place in links)
        if meeting.over:
            top = self._over_y(level, meeting)
            # beside the line from the parents, not upon it
            x1, x2 = x1 + half1 / 2, x2 - half2 / 2
            return path + _path((x1, y), (x1, top), (x2, top), (x2, y))
        if meeting.under is not None:
            low = self._track_y(level, bars[("couple", number, 0)])
            return path + _path((x1, y + half1), (x1, low), (x2, low), (x2, y + half2))
        return path + _path((x1 + half1, y), (x2 - half2, y))

    def _descents(self, number: int, meeting: _Meeting, bars: Mapping[Key, int]) -> tuple[str, ...]:
        drawn = self.graph.meetings[number]
        level = self.graph.level[drawn.at[0]]
        start = self.heights[level]
        if meeting.over:
            start = self._over_y(level, meeting)
        elif meeting.under is not None:
            start = self._track_y(level, bars[("couple", number, 0)])
        elif len(drawn.at) == 1 and meeting.drop == self.x[drawn.at[0]]:
            start += self.half
        x, bar = meeting.drop, bars.get(("children", number, 0))
        if bar is None:
            out = [_path((x, start), (x, self._end(number, drawn.starts[0])))]
        else:
            low = self._track_y(level, bar)
            places = [self._across(number, node) for node in drawn.starts]
            ends = [x, *places]
            out = [_path((x, start), (x, low)), _path((min(ends), low), (max(ends), low))]
            out += [
                _path((at, low), (at, self._end(number, node)))
                for at, node in zip(places, drawn.starts, strict=True)
            ]
        first = len(drawn.partner_links)
        links = range(first, first + len(drawn.child_links))
        return (*out, *(self._link(number, place, bars) for place in links))

    def _link(self, number: int, place: int, bars: Mapping[Key, int]) -> str:
        drawn = self.graph.meetings[number]
        above, below = [*drawn.partner_links, *drawn.child_links][place]
        level = self.graph.level[above]
        start = self.heights[level] + self._half(above)
        a, b, end = self.x[above], self._across(number, below), self._end(number, below)
        if self._aside(above, below):
            side = self._half(above) if b > a else -self._half(above)
            return _path((a + side, self.heights[level]), (b, self.heights[level]), (b, end))
        bar = bars.get(("link", number, place))
        if bar is None:
            return _path((a, start), (a, end))
        low = self._track_y(level, bar)
        return _path((a, start), (a, low), (b, low), (b, end))

    def _aside(self, above: Node, below: Node) -> bool:
        """Whether a partner's long line can leave the symbol sideways: nothing else is there."""
        if not (isinstance(below, Port) and below.partner and isinstance(above, str)):
            return False
        a, b = self.x[above], self.x[below]
        reach = b + (2 * self.half if b > a else -2 * self.half)
        low, high = min(a, reach), max(a, reach)
        row = self.rows[self.graph.level[above]]
        free = not any(low < self.x[node] < high for node in row if node != above)
        mates = {n for at in self.graph.couples if above in at for n in at}
        lines = [n for one, n in self.graph.links if one == above and isinstance(n, Port)]
        mates.update(n for n in lines[: lines.index(below)] if n.partner)
        clear = not any((self.x[n] - a) * (b - a) > 0 for n in mates)
        return free and clear and abs(b - a) > self.half

    def _over_y(self, level: int, meeting: _Meeting) -> float:
        over = (meeting.over - 1) * self.track * _OVER
        return self.heights[level] - self.half - 10 - over

    def _half(self, node: Node) -> float:
        return 0.0 if is_port(node) else self.half

    def _end(self, number: int, node: Node) -> float:
        """Where a line from above ends: at the top of a symbol, or beneath its slanting side."""
        middle = self.heights[self.graph.level[node]]
        return middle if (number, node) in self.aside else middle - self._half(node)


def _asides(families: Sequence[Family]) -> dict[tuple[int, Node], float]:
    """How far beside the middle the second and further families of a child meet its symbol."""
    out: dict[tuple[int, Node], float] = {}
    seen: dict[str, int] = {}
    for number, family in enumerate(families):
        for child in family.children:
            count = seen[child] = seen.get(child, 0) + 1
            if count > 1:
                step = _BESIDE * (count // 2) * (1 if count % 2 == 0 else -1)
                out[number, child] = max(-_FURTHEST, min(_FURTHEST, step))
    return out


def _path(*points: Point) -> str:
    return "M" + "L".join(f"{short(x)},{short(y)}" for x, y in points)
