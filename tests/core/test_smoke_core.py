from jusan.core.claims import cards
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge, undo
from jusan.core.claims.queries import list_people, open_file
from jusan.core.history.checking import first_faults
from tests.casting import child_line, receive


def test_road_of_two_lines(cast):
    a, b = receive(cast.tracing_officer, cast.aqqu, child_line(1, "Aisha"), child_line(2, "Айша"))
    j = judge(actor=cast.tracing_officer, left=a, right=b, answer=Answer.SAME, why="same mother")
    people, total = list_people(cast.coordinator, cast.aqqu)
    assert total == 1
    file = open_file(cast.coordinator, b, purpose="test")
    assert set(file.leaves) == {a, b}
    undo(actor=cast.tracing_officer, judgement=j)
    people, total = list_people(cast.coordinator, cast.aqqu, text="aisha")
    assert total == 2
    assert first_faults() == []
    assert cards.differences() == []
