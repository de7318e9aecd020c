"""A CODIS CMF file as a database or as queries. Such files are read whole: they are small."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jusan.kinship.errors import FileFormatError, GenotypeError
from jusan.kinship.formats import codis
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.results import is_passed_over, sex_of_amelogenin
from jusan.kinship.search.scan import Block
from jusan.kinship.search.sources import Profiles


def is_xml(path: Path) -> bool:
    """Whether a file begins as XML does."""
    try:
        with path.open("rb") as stream:
            return stream.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<")
    except OSError as error:
        raise FileFormatError(f"{path.name}: not readable ({error})") from error


@dataclass
class Message:
    """The specimens of a CMF file. `skip`: markers that are not looked at."""

    path: Path
    skip: Collection[str] = ()
    told: Callable[[int], None] | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def blocks(self, codebook: Codebook) -> Iterator[Block]:
        """One block. Raises FileFormatError."""
        try:
            yield from self._profiles(codebook).blocks(codebook)
        except GenotypeError as error:
            raise FileFormatError(f"{self.path.name}: {error}") from error

    def unlisted(self, codebook: Codebook) -> dict[str, set[str]]:
        """Alleles by marker that the codebook does not list."""
        return self._profiles(codebook).unlisted(codebook)

    def _profiles(self, codebook: Codebook) -> Profiles:
        table = codis.read(self.path).table
        skipped = {name.lower() for name in self.skip}
        for specimen, profile in table.samples.items():
            for marker in profile:
                if not (
                    marker in codebook.positions
                    or marker.lower() in skipped
                    or is_passed_over(marker)
                ):
                    raise FileFormatError(
                        f"{self.path.name}, specimen {specimen}, marker {marker}: unknown, "
                        "expected a marker of the frequencies (or name it to be skipped)"
                    )
        for flag in table.flags:
            place = f"{self.path.name}, line {flag.line}, field {flag.field}"
            self.notes[f"{flag.line} {flag.field}"] = (
                f"{place}: {flag.raw!r} weighs nothing ({flag.reason})"
            )
        sexes = {
            specimen: sex_of_amelogenin("/".join(a for a in profile.get("AMEL") or () if a))
            for specimen, profile in table.samples.items()
        }
        return Profiles(self.path.name, table.samples, sexes)
