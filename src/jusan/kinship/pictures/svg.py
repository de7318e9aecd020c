"""The few elements that the pictures are made of, every word escaped."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

INK, PAPER, SHADE = "#111", "#fff", "#bbb"
# What XML 1.0 forbids, and marks that turn the direction of the text around them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def words(text: str) -> str:
    """A text for the picture: nothing forbidden, escaped."""
    return escape(_FORBIDDEN.sub("\ufffd", text))


def isolated(text: str) -> str:
    """A name in any script, kept from turning the direction of what stands beside it."""
    return f"\u2068{words(_TURNING.sub('', text))}\u2069"


def element(tag: str, body: str = "", /, **attributes: object) -> str:
    """One element; `stroke_width` is written `stroke-width`, `class_` is `class`."""
    pairs = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{pairs}>{body}</{tag}>" if body else f"<{tag}{pairs}/>"


def text(body: str, x: float, y: float, /, **attributes: object) -> str:
    """A line of text; `body` is already escaped."""
    return element("text", body, x=x, y=y, **attributes)


def line(path: str, /, **attributes: object) -> str:
    """An open path in ink."""
    return element("path", d=path, **({"fill": "none", "stroke": INK} | attributes))


def picture(
    parts: Iterable[str],
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    prefix: str,
    kind: str | None = None,
) -> str:
    """The whole picture on white paper, with its title and description for those who listen.

    `prefix` makes its ids differ from those of other pictures of a page; `kind` is its class.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", prefix):
        raise ValueError(f"prefix {prefix!r}: expected letters, digits, - and _")
    head = element("title", words(title) or "-", id=f"{prefix}-title")
    head += element("desc", words(description) or "-", id=f"{prefix}-desc")
    body = element("rect", x=0, y=0, width=width, height=height, fill=PAPER) + "".join(parts)
    return element(
        "svg",
        f"{head}{body}",
        xmlns="http://www.w3.org/2000/svg",
        class_=kind,
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family="Noto Sans, DejaVu Sans, Arial, sans-serif",
        font_size=13,
        fill=INK,
    )


def hatching(prefix: str) -> str:
    """The pattern of typed persons and of negative bars."""
    stroke = element("path", d="M0 0V6", stroke=INK, stroke_width=2.4)
    pattern = element(
        "pattern",
        stroke,
        id=f"{prefix}-hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def _plain(value: object) -> str:
    """Numbers without needless digits, so that the same picture has the same bytes."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
    return str(value)


def short(value: float) -> str:
    """A coordinate inside a path."""
    return _plain(float(value)).replace("-0", "0") if abs(value) < 0.005 else _plain(float(value))
