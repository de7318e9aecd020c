"""What can go wrong when evidence is joined into proposals."""


class MatchingError(Exception):
    """Base of every error raised by `jusan.matching`."""


class AssignmentError(MatchingError):
    """A joint identification cannot be asked as it stands; the message says why."""


class ImpossibleFamilyError(AssignmentError):
    """A reference family's own genotypes contradict its pedigree: check the pedigree first."""


class CaseFormatError(MatchingError):
    """A case file is refused for its structure; the message names file and field."""


class ContradictedAnswersError(MatchingError):
    """Answers of people, same and different, that cannot hold together; the message names them."""


class LinkingError(MatchingError):
    """A linkage cannot be run as asked; the message says why."""
