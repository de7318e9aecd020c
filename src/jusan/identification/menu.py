"""The entries of identification in the shell."""

from __future__ import annotations


def register() -> None:
    """Placeholder until written below."""
