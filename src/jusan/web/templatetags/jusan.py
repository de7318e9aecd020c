"""Components: names, births, days, states, bars, the rail. Each escapes what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.access.roles import RULES
from jusan.core.operations.models import Operation
from jusan.web import bars, navigation

register = template.Library()
DAYS_OF_A_YEAR = 365.2425

GROUPS = {
    "find": "Find",
    "identify": "Identify",
    "clear": "Clear",
    "bring_home": "Bring home",
    "restore": "Restore",
    "diplomacy": "Diplomacy",
    "justice": "Justice",
    "reporting": "Public account",
    "record": "Record",
}


def _group_label(name: str) -> str:
    labels = {
        "find": _("Find"),
        "identify": _("Identify"),
        "clear": _("Clear"),
        "bring_home": _("Bring home"),
        "restore": _("Restore"),
        "diplomacy": _("Diplomacy"),
        "justice": _("Justice"),
        "reporting": _("Public account"),
        "record": _("Record"),
    }
    return labels.get(name, name)


@register.inclusion_tag("web/components/rail.html", takes_context=True)
def rail(context: Context, operation: Operation) -> dict[str, Any]:
    """The rooms that this user's roles open, in the order of the road."""
    request = context["request"]
    groups: dict[str, list[dict[str, Any]]] = {}
    if isinstance(request.user, User):
        for entry in navigation.entries_for(scope.roles_of(request.user, operation.id)):
            href = _href(entry.url_name, operation)
            if href:
                groups.setdefault(entry.group, []).append(
                    {"href": href, "label": entry.label, "current": request.path == href}
                )
    order = [name for name in GROUPS if name in groups] + [g for g in groups if g not in GROUPS]
    return {
        "operation": operation,
        "groups": [{"label": _group_label(name), "entries": groups[name]} for name in order],
    }


def _href(url_name: str, operation: Operation) -> str:
    try:
        return reverse(url_name, kwargs={"operation": operation.slug})
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def roles_held(context: Context) -> str:
    """The roles in which somebody is here."""
    user = context["request"].user
    if not isinstance(user, User):
        return ""
    return ", ".join(sorted(str(RULES[role].label) for role in scope.roles_of(user)))


@register.inclusion_tag("web/components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """A form's fields with labels, help and errors tied to them."""
    return {"form": form}


@register.simple_tag
def person_name(name: Mapping[str, str] | str) -> SafeString:
    """A name isolated from the text around it, with its script and source behind it."""
    if isinstance(name, str):
        return format_html("<bdi>{}</bdi>", name)
    title = " · ".join(part for part in (name.get("script", ""), name.get("source", "")) if part)
    return format_html('<bdi title="{}">{}</bdi>', title, name.get("text", ""))


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """A date as people say it: 12 Nov 2031 (in 3 days)."""
    if value is None:
        return ""
    moment = value.date() if isinstance(value, datetime) else value
    away = (moment - clock.today()).days
    text = date_format(moment, "j M Y")
    if away == 0:
        return _("%(date)s (today)") % {"date": text}
    count = abs(away)
    if count > 60:
        return text
    if away > 0:
        words = ngettext("in %(n)d day", "in %(n)d days", count)
    else:
        words = ngettext("%(n)d day ago", "%(n)d days ago", count)
    return f"{text} ({words % {'n': count}})"


@register.simple_tag
def age(birth: Mapping[str, str] | None) -> str:
    """An age with its uncertainty: about 5 (4 to 6)."""
    if not birth:
        return _("age unknown")
    today = clock.today()
    oldest = _years(date.fromisoformat(birth["earliest"]), today)
    youngest = _years(date.fromisoformat(birth["latest"]), today)
    if oldest == youngest:
        return ngettext("%(n)d year", "%(n)d years", oldest) % {"n": oldest}
    middle = round((oldest + youngest) / 2)
    values = {"middle": middle, "low": youngest, "high": oldest}
    return _("about %(middle)d (%(low)d to %(high)d)") % values


def _years(born: date, today: date) -> int:
    return max(0, int((today - born).days / DAYS_OF_A_YEAR))


_KINDS = {
    "done": "done",
    "confirmed": "done",
    "agreed": "done",
    "boarded": "done",
    "ready": "waiting",
    "waiting": "waiting",
    "provisional": "waiting",
    "requested": "waiting",
    "blocked": "blocked",
    "stale": "blocked",
    "expired": "blocked",
    "refused": "blocked",
    "void": "blocked",
    "offloaded": "blocked",
    "disputed": "alarm",
    "unknown_place": "alarm",
    "alarm": "alarm",
}


@register.simple_tag
def state(code: str, label: str = "") -> SafeString:
    """A state as mark and word, never by colour alone."""
    return format_html(
        '<span class="state {}">{}</span>', _KINDS.get(code, "none"), label or _state_word(code)
    )


def _state_word(code: str) -> str:
    words = {
        "done": _("done"),
        "ready": _("can be asked for"),
        "waiting": _("waiting"),
        "blocked": _("blocked"),
        "stale": _("stale"),
        "expired": _("expired"),
        "refused": _("refused"),
        "not_applicable": _("not needed"),
        "confirmed": _("confirmed"),
        "provisional": _("provisional"),
        "unknown": _("not established"),
        "void": _("withdrawn"),
        "agreed": _("agreed"),
        "disputed": _("disputed"),
        "unknown_place": _("unknown since"),
        "boarded": _("boarded"),
        "offloaded": _("offloaded"),
    }
    return str(words.get(code, code))


@register.simple_tag
def hidden(compartments: Iterable[str]) -> SafeString:
    """Closed compartments, said aloud, so that nobody thinks nothing is there."""
    return format_html_join(
        "",
        '<span class="hidden-compartment">{} {}</span>',
        ((_("hidden:"), compartment_word(name)) for name in compartments),
    )


@register.simple_tag
def hidden_one(compartment: str) -> SafeString:
    """One closed compartment."""
    return hidden([compartment])


@register.simple_tag
def property_word(name: str) -> str:
    """What a property of a person is called."""
    words = {
        "name": _("Name"),
        "birth": _("Birth"),
        "sex": _("Sex"),
        "mother_name": _("Mother"),
        "mother": _("Mother"),
        "father_name": _("Father"),
        "father": _("Father"),
        "register_no": _("Register number"),
        "site": _("Place"),
        "remarks": _("Remarks"),
        "born_where": _("Born at home or abroad"),
        "birth_place": _("Birth place"),
        "citizenship": _("Citizenship"),
        "father_nationality": _("Father's citizenship"),
        "father_fate": _("What became of the father"),
        "siblings_said": _("Brothers and sisters"),
        "relatives_said": _("Relatives"),
        "statement": _("Statement"),
        "phone": _("Telephone"),
        "kunya": _("Kunya"),
        "relation_claimed": _("Relation claimed"),
        "document_no": _("Document number"),
        "prior": _("Before any evidence"),
    }
    return str(words.get(name, name.replace("_", " ").capitalize()))


@register.filter
def compartment_word(name: str) -> str:
    """A compartment in the reader's language."""
    words = {
        "identity": _("identity"),
        "dna": _("DNA"),
        "health": _("health"),
        "protection": _("protection"),
        "allegations": _("allegations"),
        "location": _("location"),
        "media": _("media"),
    }
    return str(words.get(str(name), name))


@register.simple_tag
def evidence_bars(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """Evidence as bars to either side of nothing; the same numbers stand in the table beside."""
    return bars.draw([(str(item["kind"]), float(item["log10"])) for item in items])
