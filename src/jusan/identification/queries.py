"""What other rooms may ask of identification: what waits for whom, and a child's summary."""

from __future__ import annotations

from jusan.identification.reading.numbers import summary
from jusan.identification.reading.worklist import waiting

__all__ = ["summary", "waiting"]
