"""Why a requirement stands where it stands, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jusan.planning.events import Why
from jusan.planning.requirements import Plan

#: What planning writes where nobody gave a name or a reason.
_NOBODY, _NO_REASON = "an unnamed person", "no reason recorded"
_CODE = re.compile(r"[\w.*]+")


def text(words: Any) -> str:
    """A pack's text in the language of the page."""
    language = (get_language() or "en")[:2]
    return str(words.get(language) or words.get("en", ""))


def sentence(plan: Plan, why: Why) -> str:
    """The reason in words: steps by their labels, facts in words, days as people write them."""
    return _SENTENCES[why.code](plan, why.values)


def fact_word(guard: str) -> str:
    """What a guard of the packs asks about."""
    words = {
        "mother_living": _("whether the mother is living"),
        "kin_known": _("whether kin are known"),
        "orphan_or_no_parent_reachable": _("whether a parent can be reached"),
        "sentenced_minor": _("whether a court has sentenced the child"),
        "born_abroad": _("whether the child was born abroad"),
        "has_valid_passport": _("whether there is a valid passport"),
        "has_home_papers": _("whether there are papers of the home state"),
        "provisional_declared": _("whether a provisional measure was declared"),
        "consent_heard_only": _("whether a parent is heard without being bound"),
    }
    return words.get(guard, guard.replace("_", " "))


def _outcome(word: str) -> str:
    words = {
        "refused": _("refused"),
        "revoked": _("revoked"),
        "withdrawn": _("withdrawn"),
        "unable": _("not able to say"),
        "signed by a replaced authority": _("signed by a replaced authority"),
    }
    return words.get(word, word)


def _day(iso: str) -> str:
    style = "j M Y" if (get_language() or "en").startswith("en") else "j b Y"
    try:
        return date_format(date.fromisoformat(iso), style)
    except ValueError:
        return iso


def _step(plan: Plan, node: str) -> str:
    return text(plan.by_id[node].label) if node in plan.by_id else node


def _steps(plan: Plan, names: str) -> str:
    """Labels of all steps, and words of all facts, that a text of planning names."""
    found = [code.rstrip(".") for code in _CODE.findall(names)]
    steps = [_step(plan, code) for code in found if code in plan.by_id]
    guards = {req.when for req in plan.by_id.values()}
    return "; ".join(steps + [fact_word(code) for code in found if code in guards])


Words = Callable[[Plan, Sequence[str]], str]
_SENTENCES: dict[str, Words] = {
    "granted": lambda p, v: _("granted on %(day)s") % {"day": _day(v[0])},
    "waived": lambda p, v: _by(_("waived on %(day)s by %(who)s"), v),
    "reaffirmed": lambda p, v: _by(_("reaffirmed on %(day)s by %(who)s"), v),
    "requested": lambda p, v: _("asked for on %(day)s, no answer yet") % {"day": _day(v[0])},
    "open": lambda p, v: _("nothing stands in the way; not asked for yet"),
    "guard": lambda p, v: _("decided by: %(fact)s") % {"fact": fact_word(v[0])},
    "fact_missing": lambda p, v: _("not recorded yet: %(fact)s") % {"fact": fact_word(v[0])},
    "needs": lambda p, v: _("first: %(step)s") % {"step": _step(p, v[0])},
    "needs_valid": lambda p, v: (
        _("first again: %(step)s (ended on %(day)s)") % {"step": _step(p, v[0]), "day": _day(v[1])}
    ),
    "no_route": lambda p, v: (
        _("none of these ways applies: %(steps)s") % {"steps": _steps(p, v[0])}
    ),
    "needs_one_of": lambda p, v: _("first one of: %(steps)s") % {"steps": _steps(p, v[0])},
    "expired": lambda p, v: _("ended on %(day)s") % {"day": _day(v[0])},
    "dies_before": lambda p, v: (
        _("ends on %(day)s, before the flight on %(flight)s")
        % {"day": _day(v[0]), "flight": _day(v[1])}
    ),
    "refused": lambda p, v: _refused(v),
    "stale": lambda p, v: (
        _("rests on “%(step)s”, which on %(day)s was: %(what)s")
        % {"step": _step(p, v[0]), "what": _outcome(v[1]), "day": _day(v[2])}
    ),
    "stale_basis": lambda p, v: (
        _("granted on %(day)s before what it rests on: %(steps)s")
        % {"day": _day(v[0]), "steps": _steps(p, v[1])}
    ),
    "authority": lambda p, v: (
        _("the authority that issued it was replaced on %(day)s") % {"day": _day(v[0])}
    ),
    "unsigned": lambda p, v: (
        _("a decision of %(day)s without signer or legal basis does not count")
        % {"day": _day(v[0])}
    ),
    "not_waivable": lambda p, v: (
        _("recorded as waived on %(day)s, but this step cannot be waived") % {"day": _day(v[0])}
    ),
}


def _by(words: str, values: Sequence[str]) -> str:
    who = _("somebody not named") if values[1] == _NOBODY else values[1]
    return words % {"day": _day(values[0]), "who": who}


def _refused(values: Sequence[str]) -> str:
    day, word, reason = values
    said = _("%(day)s: %(what)s") % {"day": _day(day), "what": _outcome(word)}
    return said if reason == _NO_REASON else f"{said}. {reason}"
