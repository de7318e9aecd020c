"""What codes of received lists are called: why a value could not be read, what a relation is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

FLAGS: dict[str, Any] = {
    "no_such_date": _("there is no such day"),
    "unreadable_date": _("not understood as a date"),
    "year_out_of_range": _("the year cannot be right"),
    "unknown_sex": _("neither F nor M"),
    "formula": _("a formula instead of a value"),
    "no_letters": _("a name without letters"),
    "said_unknown": _("said to be unknown"),
    "bidi_control": _("holds hidden marks that turn text around"),
    "unknown_kind": _("neither child nor adult"),
}
RELATIONS: dict[str, Any] = {
    "maternal_grandmother": _("mother's mother"),
    "maternal_grandfather": _("mother's father"),
    "paternal_grandmother": _("father's mother"),
    "paternal_grandfather": _("father's father"),
    "maternal_aunt": _("mother's sister"),
    "maternal_uncle": _("mother's brother"),
    "paternal_aunt": _("father's sister"),
    "paternal_uncle": _("father's brother"),
    "mother": _("mother"),
    "father": _("father"),
    "sister": _("sister"),
    "brother": _("brother"),
    "other": _("other"),
}


def flag_word(code: str) -> str:
    """Why a value weighs nothing, in the reader's language; an unknown code as it is."""
    return str(FLAGS.get(code, code.replace("_", " ")))


def relation_word(code: str) -> str:
    """What a claimant says to be, in the reader's language; other words as they came."""
    return str(RELATIONS.get(code, code))
