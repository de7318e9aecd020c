"""A column as text, whatever stands in it: checks must name even a row that no longer loads."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func


class RawText(Func):
    """Text of a column. SQLite stores anything anywhere, bytes that are no text included, so
    there it travels as hex and undecodable bytes are replaced."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="HEX(%(expressions)s)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(%(expressions)s AS text)"
        return self.as_sql(compiler, connection, template=template, **context)

    def convert_value(self, value: Any, _expression: Any, connection: Any) -> str:
        """What the engine gave, as text; NULL as the empty text."""
        if connection.vendor == "sqlite":
            return bytes.fromhex(value or "").decode("utf-8", "replace")
        return str(value or "")
