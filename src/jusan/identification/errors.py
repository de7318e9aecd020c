"""What identification refuses, beside the errors of the core."""

from __future__ import annotations

from jusan.core.errors import Refused


class NoLegalBasis(Refused):
    """DNA is taken only under a legal basis recorded for its donor."""

    code = "no_legal_basis"


class EvidenceChanged(Refused):
    """The evidence is no longer what the draft was written on: it has to be drafted anew."""

    code = "evidence_changed"


class TwoSigners(Refused):
    """Two different humans sign, one of them a qualified reporting scientist."""

    code = "two_signers"
