"""From a record to the blocks of its paper, in one language."""

from __future__ import annotations

from collections.abc import Sequence

from jusan.clearance.papers import blocks
from jusan.clearance.papers.blocks import Block
from jusan.clearance.papers.cleaning import isolated
from jusan.clearance.papers.record import (
    ActOfTransfer,
    ChildEntry,
    ChildPosition,
    MothersStatement,
    Names,
    NoteVerbale,
    NotTransferred,
    Paper,
    Party,
)
from jusan.clearance.papers.wording import Wording

Row = tuple[str, str | Sequence[str]]


def compose(paper: Paper, say: Wording) -> list[Block]:
    """The blocks of a paper in the order in which they are printed."""
    if isinstance(paper, MothersStatement):
        return _statement(paper, say)
    if isinstance(paper, NoteVerbale):
        return _note(paper, say)
    return _act(paper, say)


# --- F2 ---------------------------------------------------------------------------------------


def _statement(paper: MothersStatement, say: Wording) -> list[Block]:
    return [
        blocks.fields(_statement_person(paper, say)),
        blocks.heading(say("f2.how_heard")),
        blocks.fields(_statement_hearing(paper, say)),
        blocks.heading(say("f2.no_link_heading")),
        blocks.para(say("f2.no_link"), "notice"),
        blocks.para(say("f2.rights")),
        blocks.heading(say("f2.positions")),
        blocks.para(say.total("f2.count", len(paper.positions)), "strong"),
        *[_position(number, row, say) for number, row in enumerate(paper.positions, 1)],
        _copies(say),
        _statement_signatures(paper, say),
    ]


def _statement_person(paper: MothersStatement, say: Wording) -> list[Row]:
    return [
        (say("f2.mother"), say.names(paper.mother)),
        (say("common.identity_paper"), say.given(paper.mother_document)),
    ]


def _statement_hearing(paper: MothersStatement, say: Wording) -> list[Row]:
    none = say("common.none")
    return [
        (say("f2.private"), say.yes_no(paper.taken_in_private)),
        (say("f2.spoken"), say.local(paper.spoken_language)),
        (say("f2.interpreter"), say.names(paper.interpreter) if paper.interpreter else none),
        (say("f2.counsel"), _who(paper.counsel, say) if paper.counsel else none),
        (say("f2.witness"), _who(paper.witness, say) if paper.witness else none),
        (say("f2.cooling_off"), say("common.hours", figure=str(paper.cooling_off_hours))),
        (say("f2.confirmed"), say.yes_no(paper.confirmed_after_cooling_off)),
        (say("f2.read_back"), say.yes_no(paper.read_back)),
    ]


def _position(number: int, row: ChildPosition, say: Wording) -> Block:
    child = row.child
    entries: list[Row] = [
        *_identity_rows(child, say),
        (say("f2.position"), say(f"f2.outcome.{row.outcome}")),
        (say("f2.words"), say.given(row.words)),
    ]
    return blocks.card(_card_title(number, child, say), entries)


def _statement_signatures(paper: MothersStatement, say: Wording) -> Block:
    seal = say("common.seal")
    places = [blocks.place(say("f2.mother"), say.names(paper.mother))]
    if paper.interpreter:
        places.append(blocks.place(say("f2.interpreter"), say.names(paper.interpreter)))
    if paper.counsel:
        places.append(blocks.place(say("f2.counsel"), _who(paper.counsel, say)))
    if paper.witness:
        places.append(blocks.place(say("f2.witness"), _who(paper.witness, say)))
    places.append(blocks.place(say("f2.officer"), _who(paper.officer, say), seal=seal))
    return _signed(places, [say.total("f2.count", len(paper.positions))], say)


# --- F7 ---------------------------------------------------------------------------------------


def _note(paper: NoteVerbale, say: Wording) -> list[Block]:
    facts: list[Row] = [(say("f7.custody"), say.local(paper.custody))]
    if paper.flight:
        facts.append((say("f7.flight"), say.local(paper.flight)))
    body = [
        blocks.fields(
            [
                (say("f7.from"), say.local(paper.sender)),
                (say("f7.to"), say.local(paper.recipient)),
            ]
        ),
        blocks.para(say(f"f7.opening_{paper.sender_kind}")),
        blocks.para(say.total("f7.count", len(paper.children)), "strong"),
        blocks.fields(facts),
        blocks.para(say("f7.request")),
        blocks.bullets(say.several("f7.requests")),
        blocks.para(say(f"f7.closing_{paper.sender_kind}")),
    ]
    if paper.enclosures:
        body += [
            blocks.para(say("f7.enclosures"), "strong"),
            blocks.bullets([say.local(item) for item in paper.enclosures]),
        ]
    body.append(_copies(say))
    sender = blocks.place(say("f7.from"), [say.local(paper.sender)], seal=say("common.seal"))
    signed_on = say("common.signed_on")
    body.append(
        blocks.signatures([sender], above=[], signature=say("f7.initials"), signed_on=signed_on)
    )
    return body + _annex(paper, say)


def _annex(paper: NoteVerbale, say: Wording) -> list[Block]:
    columns = ("row", "case", "names", "sex", "birth", "document", "siblings")
    rows = [
        [
            str(number),
            say.given(child.case_id),
            say.names(child.names),
            say(f"sex.{child.sex}"),
            say.birth(child.birth),
            say.given(child.document_no),
            say.given(child.sibling_group) if child.sibling_group else say("common.none"),
        ]
        for number, child in enumerate(paper.children, 1)
    ]
    return [
        blocks.heading(say("f7.annex"), new_page=True),
        blocks.para(say("f7.confidential"), "notice"),
        blocks.table(
            (0.5, 1.6, 3.0, 1.2, 2.6, 1.8, 1.3),
            [say(f"child.{column}") for column in columns],
            rows,
        ),
        blocks.para(say.total("f7.count", len(paper.children)), "strong"),
    ]


# --- F10 --------------------------------------------------------------------------------------


def _act(paper: ActOfTransfer, say: Wording) -> list[Block]:
    given, kept = len(paper.children), len(paper.not_transferred)
    return [
        blocks.fields(
            [
                (say("f10.time"), say.moment(paper.happened_at)),
                (say("f10.giver"), _who(paper.giver, say)),
                (say("f10.receiver"), _who(paper.receiver, say)),
                (say("f10.witness"), _who(paper.witness, say)),
            ]
        ),
        blocks.para(say("f10.statement")),
        blocks.para(say.total("f10.count_listed", given + kept), "strong"),
        blocks.para(say.total("f10.count_given", given), "strong"),
        blocks.para(say.total("f10.count_kept", kept), "strong"),
        *_given(paper.children, say),
        *_kept(paper.not_transferred, say),
        _copies(say),
        _act_signatures(paper, say),
    ]


def _act_signatures(paper: ActOfTransfer, say: Wording) -> Block:
    seal = say("common.seal")
    places = [
        blocks.place(say("f10.giver"), _who(paper.giver, say), seal=seal),
        blocks.place(say("f10.receiver"), _who(paper.receiver, say), seal=seal),
        blocks.place(say("f10.witness"), _who(paper.witness, say)),
    ]
    above = [
        say.total("f10.count_given", len(paper.children)),
        say.total("f10.count_kept", len(paper.not_transferred)),
    ]
    return _signed(places, above, say)


def _given(children: Sequence[ChildEntry], say: Wording) -> list[Block]:
    head = blocks.heading(say("f10.children"))
    if not children:
        return [head, blocks.para(say("f10.nobody_given"))]
    return [head, *[_handed(number, child, say) for number, child in enumerate(children, 1)]]


def _handed(number: int, child: ChildEntry, say: Wording) -> Block:
    condition = [say(f"condition.{child.condition}")]
    if child.condition_note:
        condition.append(say.given(child.condition_note))
    none = say("common.none")
    rows: list[Row] = [
        *_identity_rows(child, say),
        (say("child.wristband"), say.given(child.wristband_no)),
        (say("child.siblings"), say.given(child.sibling_group) if child.sibling_group else none),
        (say("child.condition"), condition),
        (say("child.body_map"), say.given(child.body_map_ref)),
        (say("child.medicines"), [say.given(item) for item in child.medicines] or none),
        (say("child.belongings"), [say.given(item) for item in child.belongings] or none),
    ]
    return blocks.card(_card_title(number, child, say), rows)


def _kept(rows: Sequence[NotTransferred], say: Wording) -> list[Block]:
    head = blocks.heading(say("f10.kept"))
    if not rows:
        return [head, blocks.para(say("f10.nobody_kept"))]
    cells = [
        [
            str(number),
            say.given(row.case_id),
            say.names(row.names),
            [say(f"reason.{row.reason}"), *([say.given(row.note)] if row.note else [])],
        ]
        for number, row in enumerate(rows, 1)
    ]
    header = [say("child.row"), say("child.case"), say("child.names"), say("f10.reason")]
    return [head, blocks.table((0.5, 1.6, 3.2, 4.2), header, cells)]


# --- shared -----------------------------------------------------------------------------------


def _card_title(number: int, child: ChildEntry, say: Wording) -> str:
    return f"{number}.  {say('child.case')} {isolated(say.given(child.case_id))}"


def _identity_rows(child: ChildEntry, say: Wording) -> list[Row]:
    return [
        (say("child.names"), say.names(child.names)),
        (say("child.sex"), say(f"sex.{child.sex}")),
        (say("child.birth"), say.birth(child.birth)),
        (say("child.document"), say.given(child.document_no)),
    ]


def _who(party: Party, say: Wording) -> list[str]:
    """A party's name, office, authority and identity paper, one line each."""
    found = [_main_name(party.names, say), say.local(party.title), say.local(party.authority)]
    if party.id_document:
        found.append(f"{say('common.identity_paper')}: {isolated(say.given(party.id_document))}")
    return found


def _main_name(names: Names, say: Wording) -> str:
    return say.names(names)[0]


def _copies(say: Wording) -> Block:
    return blocks.para(say("common.several_languages"), "small")


def _signed(places: Sequence[Block], above: Sequence[str], say: Wording) -> Block:
    return blocks.signatures(
        places,
        above=above,
        signature=say("common.signature"),
        signed_on=say("common.signed_on"),
    )
