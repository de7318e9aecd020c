"""The joint picture: who fits where, all at once; the claimed family is not taken for granted."""

from __future__ import annotations

from jusan.identification.models import Conclusion, Evaluation
from jusan.identification.reading.joint import joint_picture
from tests.identification.lab import make_lab, receive_batches

BATCHES = ("profiles_host_1.txt", "profiles_relatives_1.txt", "profiles_host_2.txt")


def test_every_child_and_the_one_who_fits_nowhere(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, *BATCHES)
    before = Evaluation.objects.count()
    picture = joint_picture(cast.aqqu.id)
    assert picture.exact
    social = story.person("host_list.xlsx#13")
    by_child = {row.child: row for row in picture.rows}
    assert len(by_child) == 13
    # trap A-T4: the child of a co-wife belongs to none of the mothers here
    assert by_child[social].shares[0].family is None
    others = [row for child, row in by_child.items() if child != social]
    assert all(row.shares[0].claimed and row.shares[0].probability > 0.999 for row in others)
    # it proposes: nothing is stored, nothing is concluded
    assert Evaluation.objects.count() == before and not Conclusion.objects.exists()


def test_without_claims_there_is_nothing_to_draw(cast) -> None:
    story = make_lab(cast, mothers=False)
    receive_batches(story, "profiles_host_1.txt")
    assert joint_picture(cast.aqqu.id).rows == ()
