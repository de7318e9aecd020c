"""Who enters samples, kinship, deaths, siblings and the laboratory's files by hand."""

from __future__ import annotations

from jusan.core.access.roles import PERSON_READERS, Role
from jusan.identification.policies import KIN_WRITERS, SAMPLERS
from tests.access.rows_roof import _child, _operation, _row

ROWS = [
    _row("identification:sample", _child, SAMPLERS, within=PERSON_READERS),
    _row("identification:kin", _child, KIN_WRITERS, within=PERSON_READERS),
    _row("identification:siblings", _child, KIN_WRITERS, within=PERSON_READERS),
    _row("identification:death", _child, KIN_WRITERS, within=PERSON_READERS),
    _row("identification:batch", _operation, (Role.LABORATORY,)),
    _row("identification:table", _operation, (Role.LABORATORY,)),
]
