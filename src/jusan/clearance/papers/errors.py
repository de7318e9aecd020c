"""Errors of the papers package; each message names the paper, the field and what was expected."""

from __future__ import annotations


class PaperError(Exception):
    """Base of every error that this package raises."""


class RecordError(PaperError):
    """A record does not hold together, so no paper may be made from it."""


class TextMissingError(PaperError):
    """A sentence or a word is missing in the texts of a language."""


class FontMissingError(PaperError):
    """The machine lacks a font without which names would print as empty boxes."""


class TypesettingError(PaperError):
    """The typesetter refused the page."""
