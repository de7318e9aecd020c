"""A database as a folder of Parquet files: compact text, read column by column, one part a task.

Columns person, sex, and one for each marker (`15/16`) in dictionary encoding: a part names its own
results, so that it can be searched with any frequencies. Needs the extra [cluster].
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from jusan.kinship.errors import FileFormatError
from jusan.kinship.loci import canonical_marker
from jusan.kinship.pedigrees import Sex
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.results import Column, Reading, is_passed_over, sex_of
from jusan.kinship.search.scan import TASK_ROWS, Block
from jusan.kinship.search.sources import Source


def parts_of(folder: Path) -> list[Path]:
    """The parts in order. Raises FileFormatError if there is none."""
    parts = sorted(folder.glob("*.parquet"))
    if not parts:
        raise FileFormatError(f"{folder.name}: no .parquet file, expected at least one part")
    return parts


@dataclass
class Parts:
    """Some Parquet files as one database. `told`: called with the number of parts done."""

    paths: Sequence[Path]
    skip: Sequence[str] = ()
    notes: dict[str, str] = field(default_factory=dict)
    told: Callable[[int], None] | None = None

    @property
    def total(self) -> int:
        """Number of parts."""
        return len(self.paths)

    def blocks(self, codebook: Codebook) -> Iterator[Block]:
        """The rows, in blocks."""
        for done, path in enumerate(self.paths, start=1):
            reading = Reading(path.name)
            yield from self._read(path, codebook, reading)
            self.notes.update(reading.notes)
            if self.told:
                self.told(done)

    def unlisted(self, codebook: Codebook) -> dict[str, set[str]]:
        """Alleles by marker that the codebook does not list."""
        found: dict[str, set[str]] = {}
        for path in self.paths:
            for _ in self._read(path, codebook, Reading(path.name, unlisted=found)):
                pass
        return found

    def _read(self, path: Path, codebook: Codebook, reading: Reading) -> Iterator[Block]:
        try:
            with pq.ParquetFile(path) as file:
                names = list(file.schema_arrow.names)
            columns = self._columns(names, codebook, reading)
            with pq.ParquetFile(path, read_dictionary=list(columns)) as file:
                for batch in file.iter_batches(batch_size=TASK_ROWS):
                    yield _block(batch, columns, codebook, reading)
                    reading.line += batch.num_rows
        except (OSError, pa.ArrowException) as error:
            raise FileFormatError(f"{path.name}: not a readable Parquet file ({error})") from error

    def _columns(
        self, names: Sequence[str], codebook: Codebook, reading: Reading
    ) -> dict[str, Column]:
        if "person" not in names:
            raise reading.refuse("person", "missing, expected a column of ids")
        skipped = {"person", "sex", *(name.lower() for name in self.skip)}
        out = {}
        for name in names:
            marker = canonical_marker(name)
            if name.lower() in skipped or marker.lower() in skipped or is_passed_over(marker):
                continue
            if marker not in codebook.positions:
                raise reading.refuse(name, "unknown marker, expected one of the frequencies")
            out[name] = Column(codebook, codebook.positions[marker], reading)
        return out


def _block(batch: Any, columns: dict[str, Column], codebook: Codebook, reading: Reading) -> Block:
    rows = codebook.blank(batch.num_rows)
    for name, column in columns.items():
        cells = batch.column(name)
        if not pa.types.is_dictionary(cells.type):
            cells = cells.dictionary_encode()
        # the last entry stands for "no result"
        words = [word or "" for word in cells.dictionary.to_pylist()]
        codes = np.array([*(column[word] for word in words), column[""]], dtype=np.uint16)
        picked = cells.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
        rows[:, column.position] = codes[picked]
    ids = [name or "" for name in batch.column("person").to_pylist()]
    if "" in ids:
        raise reading.refuse("person", "empty, expected an id")
    sexes: list[Sex] = ["U"] * len(ids)
    if "sex" in batch.schema.names:
        sexes = [sex_of(word or "", reading, "sex") for word in batch.column("sex").to_pylist()]
    lines = range(reading.line, reading.line + len(ids))
    return Block(rows, ids, sexes, reading.file, lines)


def write_parts(
    source: Source, codebook: Codebook, folder: Path, *, rows: int = 1 << 20
) -> list[Path]:
    """Write a database as parts of at most `rows` persons; the folder appears whole or not at all.

    Raises FileFormatError if the folder is there already.
    """
    if folder.exists():
        raise FileFormatError(f"{folder.name}: is there already, expected a new folder")
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        for number, blocks in enumerate(_groups(source.blocks(codebook), rows)):
            tables = [_table(block, codebook) for block in blocks]
            whole = pa.concat_tables(tables).unify_dictionaries()
            pq.write_table(whole, partial / f"part-{number:05d}.parquet", compression="zstd")
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return parts_of(folder)


def _groups(blocks: Iterator[Block], rows: int) -> Iterator[list[Block]]:
    """Blocks cut and gathered so that each group has `rows` rows, the last one fewer."""
    group: list[Block] = []
    held = 0
    for block in blocks:
        start = 0
        while start < len(block.codes):
            stop = min(len(block.codes), start + rows - held)
            group.append(
                Block(
                    block.codes[start:stop],
                    block.ids[start:stop],
                    block.sexes[start:stop],
                    block.file,
                    block.lines[start:stop],
                )
            )
            held, start = held + stop - start, stop
            if held == rows:
                yield group
                group, held = [], 0
    if group:
        yield group


def _table(block: Block, codebook: Codebook) -> Any:
    columns: dict[str, Any] = {
        "person": pa.array(block.ids, pa.string()),
        "sex": pa.array(block.sexes, pa.string()),
    }
    for position, marker in enumerate(codebook.markers):
        used, picked = np.unique(block.codes[:, position], return_inverse=True)
        words = [_word(codebook, position, int(code)) for code in used]
        columns[marker.name] = pa.DictionaryArray.from_arrays(
            pa.array(picked.astype(np.int32)), pa.array(words, pa.string())
        )
    return pa.table(columns)


def _word(codebook: Codebook, position: int, code: int) -> str:
    genotype = codebook.genotype(position, code)
    return "" if genotype is None else "/".join(a for a in genotype if a is not None)
