"""Components: names, ages, days, states, bars, lists, the rail. Each escapes what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import template
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.access.requests import user_of
from jusan.core.access.roles import RULES, Role
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operations_reached, roles_near
from jusan.core.places.models import Place
from jusan.web import bars, navigation, words

register = template.Library()
#: Beyond this, "in 83 days" helps nobody.
NEAR_DAYS = 60
GROUPS = (
    "find",
    "identify",
    "clear",
    "bring_home",
    "restore",
    "diplomacy",
    "justice",
    "reporting",
    "record",
)


# -- the shell -----------------------------------------------------------------------------------


@register.inclusion_tag("web/components/rail.html", takes_context=True)
def rail(context: Context, operation: Operation) -> dict[str, Any]:
    """The rooms that this user's roles open, in the order of the road, with what waits there."""
    request = context["request"]
    user = request.user
    groups: dict[str, list[dict[str, Any]]] = {}
    if isinstance(user, User):
        here, near = scope.roles_of(user, operation.id), _roles_near(request, operation.id)
        for entry in navigation.entries_for(here, near):
            href = _href(entry.url_name, operation)
            if href:
                count = entry.count(user, operation) if entry.count else 0
                line = {"href": href, "label": entry.label, "count": count}
                groups.setdefault(entry.group, []).append({**line, "current": request.path == href})
    order = [name for name in GROUPS if name in groups] + [g for g in groups if g not in GROUPS]
    return {
        "operation": operation,
        "others": _other_operations(user, operation),
        "path": request.path,
        "groups": [{"label": words.group_word(name), "entries": groups[name]} for name in order],
    }


def _roles_near(request: HttpRequest, operation: UUID) -> frozenset[Role]:
    """The reader's roles near an operation, asked once for a page: rail and top bar show them."""
    known: dict[UUID, frozenset[Role]] = request.__dict__.setdefault("_roles_near", {})
    if operation not in known:
        known[operation] = roles_near(user_of(request), operation)
    return known[operation]


def _other_operations(user: Any, operation: Operation) -> list[Operation]:
    if not isinstance(user, User):
        return []
    return [other for other in operations_reached(user) if other.id != operation.id]


def _href(url_name: str, operation: Operation) -> str:
    try:
        return reverse(url_name, kwargs={"operation": operation.slug})
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def roles_held(context: Context) -> str:
    """The roles in which somebody is here: in this operation, where there is one."""
    user = context["request"].user
    if not isinstance(user, User):
        return ""
    operation = context.get("operation")
    held: Iterable[Role] = (
        _roles_near(context["request"], operation.id)
        if isinstance(operation, Operation)
        else scope.roles_of(user)
    )
    return ", ".join(sorted(str(RULES[role].label) for role in held))


@register.inclusion_tag("web/components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """A form's fields with labels, help and errors tied to them."""
    return {"form": form}


# -- people, ages, days ----------------------------------------------------------------------------


@register.simple_tag
def person_name(name: Mapping[str, str] | str) -> SafeString:
    """A name isolated from the text around it, with its script and source behind it."""
    if isinstance(name, str):
        return format_html("<bdi>{}</bdi>", name)
    title = " · ".join(part for part in (name.get("script", ""), name.get("source", "")) if part)
    return format_html('<bdi title="{}">{}</bdi>', title, name.get("text", ""))


@register.simple_tag
def short_date(value: date) -> str:
    """12 Nov 2031; only English writes its months with a capital."""
    return date_format(value, "j M Y" if get_language() == "en" else "j b Y")


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """A date as people say it: 12 Nov 2031 (in 3 days)."""
    if value is None:
        return ""
    moment = value.date() if isinstance(value, datetime) else value
    away = (moment - clock.today()).days
    text = short_date(moment)
    if away == 0:
        return _("%(date)s (today)") % {"date": text}
    count = abs(away)
    if count > NEAR_DAYS:
        return text
    if away > 0:
        said = ngettext("in %(n)d day", "in %(n)d days", count)
    else:
        said = ngettext("%(n)d day ago", "%(n)d days ago", count)
    return f"{text} ({said % {'n': count}})"


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
    return max(0, int((today - born).days / clock.DAYS_OF_A_YEAR))


# -- states, compartments, words -------------------------------------------------------------------

_KINDS = {
    **dict.fromkeys(("done", "confirmed", "agreed", "boarded"), "done"),
    **dict.fromkeys(("ready", "waiting", "provisional", "requested"), "waiting"),
    **dict.fromkeys(
        ("blocked", "stale", "expired", "refused", "void", "offloaded", "cancelled"), "blocked"
    ),
    **dict.fromkeys(("disputed", "unknown_place", "alarm"), "alarm"),
}


@register.simple_tag
def state(code: str, label: str = "") -> SafeString:
    """A state as mark and word, never by colour alone."""
    kind = _KINDS.get(code, "none")
    return format_html('<span class="state {}">{}</span>', kind, label or words.state_word(code))


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
    return words.property_word(str(name))


@register.simple_tag
def field_word(column: str) -> str:
    """What a column of a received list is called."""
    return words.field_word(str(column))


@register.simple_tag
def flag_word(code: str) -> str:
    """Why a received value weighs nothing."""
    return words.flag_word(str(code))


@register.simple_tag
def comma() -> str:
    """What parts the members of a list: Arabic has a comma of its own."""
    return "، " if get_language() == "ar" else ", "


@register.simple_tag(takes_context=True)
def said_word(context: Context, name: str, value: str) -> SafeString:
    """A received value as people say it; what stood there stays behind it."""
    place = _places(context).get(value) if words.property_of(name) in words.PLACES else None
    word = str(place) if place else words.value_word(str(name), str(value))
    if word == value:
        return format_html("<bdi>{}</bdi>", value)
    return format_html('<bdi title="{}">{}</bdi>', value, word)


@register.simple_tag
def compared(kind: str, detail: str) -> SafeString:
    """The two values that a piece of evidence compares, each isolated from the other."""
    sides = ((words.compared_word(kind, side),) for side in str(detail).split(" ~ "))
    return format_html_join(" ~ ", "<bdi>{}</bdi>", sides)


@register.simple_tag(takes_context=True)
def place_word(context: Context, slug: str, otherwise: str = "") -> SafeString:
    """A place in the reader's language, by its id in the operation's folder."""
    return format_html("<bdi>{}</bdi>", _places(context).get(str(slug)) or otherwise or slug)


def _places(context: Context) -> dict[str, Place]:
    """Places by their ids, asked once for a page."""
    known: dict[str, Place] | None = context["request"].__dict__.get("_places")
    if known is None:
        known = {place.slug: place for place in Place.objects.all()}
        context["request"].__dict__["_places"] = known
    return known


@register.simple_tag
def sex(code: str) -> str:
    """A recorded sex in the reader's language."""
    return words.sex_word(str(code))


@register.filter
def compartment_word(name: str) -> str:
    """A compartment in the reader's language."""
    return words.compartment_word(str(name))


# -- pictures and lists ----------------------------------------------------------------------------


@register.simple_tag
def evidence_bars(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """Evidence as bars to either side of nothing; the same numbers stand in the table beside."""
    return bars.draw(
        [(words.property_word(str(item["kind"])), float(item["log10"])) for item in items]
    )


@register.simple_tag
def estimate(value: float | str) -> SafeString:
    """A number that is an estimate looks like one."""
    return format_html('<span class="estimate">≈ {}</span>', value)


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The address of this page with some parameters changed (None takes one away)."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_head(context: Context, name: str, label: str) -> SafeString:
    """A column's head that sorts by it and keeps the order in the address (?sort=name, -name)."""
    current = context["request"].GET.get("sort", "")
    turned = f"-{name}" if current == name else name
    kind = {name: "ascending", f"-{name}": "descending"}.get(current, "none")
    href = with_query(context, sort=turned, page=None)
    return format_html(
        '<th scope="col" aria-sort="{}"><a class="sort" href="{}">{}</a></th>', kind, href, label
    )


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: Context, page: int, total: int, size: int = 50) -> dict[str, Any]:
    """Before and next, with the rest of the address kept."""
    last = max(1, -(-total // size))
    return {
        "page": page,
        "last": last,
        "before": with_query(context, page=page - 1) if page > 1 else "",
        "next": with_query(context, page=page + 1) if page < last else "",
    }


@register.inclusion_tag("web/components/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Keys and values; values are isolated from the text around them."""
    return {"pairs": list(pairs)}


@register.inclusion_tag("web/components/timeline.html")
def timeline(happenings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened: items with ``at``, ``sentence`` and ``actor``, in the order given."""
    return {"happenings": list(happenings)}


@register.inclusion_tag("web/components/empty.html")
def empty(sentence: str, href: str = "", action: str = "") -> dict[str, str]:
    """Nothing here, and what to do next."""
    return {"sentence": sentence, "href": href, "action": action}
