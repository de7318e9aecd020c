"""What can go wrong with public figures."""

from __future__ import annotations

from jusan.core.errors import BadInput


class BadFacts(BadInput):
    """A file of published facts that cannot be read; names the file, the entry, the field."""

    code = "bad_facts"
