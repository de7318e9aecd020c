"""Fields of decoded JSON, each refused by its name; and JSON text itself, read strictly."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from jusan.kinship.errors import FileFormatError

MAX_BYTES = 50_000_000


def load_json(path: Path) -> Any:
    """A JSON file, without what JSON does not have: a name given twice, NaN, Infinity."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileFormatError(f"{path.name}: larger than {MAX_BYTES:,} bytes")
        return json.loads(
            path.read_text(encoding="utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=_no_constant,
        )
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileFormatError(f"{path.name}: not a readable JSON file ({error})") from error
    except RecursionError as error:
        raise FileFormatError(f"{path.name}: nested too deeply") from error
    except FileFormatError as error:
        raise FileFormatError(f"{path.name}: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in pairs:
        if name in out:
            raise FileFormatError(f"field {name!r} is given twice")
        out[name] = value
    return out


def _no_constant(name: str) -> NoReturn:
    raise FileFormatError(f"{name} is no JSON number")


def mapping(raw: Any, where: str) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(raw, Mapping):
        raise FileFormatError(f"{where}: expected an object")
    return raw


def list_of(raw: Any, where: str) -> list[Any]:
    """A list."""
    if not isinstance(raw, list):
        raise FileFormatError(f"{where}: expected a list")
    return raw


def number(raw: Any, where: str) -> float:
    """A number; true and false are none."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise FileFormatError(f"{where}: {raw!r} is not a number")
    return float(raw)


def whole(raw: Any, where: str) -> int:
    """A whole number."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise FileFormatError(f"{where}: {raw!r} is not a whole number")
    return raw


def text(raw: Any, where: str) -> str:
    """A string that is not empty."""
    if not isinstance(raw, str) or not raw.strip():
        raise FileFormatError(f"{where}: expected a text")
    return raw
