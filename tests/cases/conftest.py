"""Roads for the case tests: one walk for all tests of a module that ask for the same folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.cases.folders import Folder
from tests.cases.roads import Road, walked


@pytest.fixture(scope="module")
def walk(template, django_db_blocker, tmp_path_factory) -> Iterator[Callable[[Folder], Road]]:
    """Walk a folder; the last one walked is the one whose database the tests see."""
    with django_db_blocker.unblock(), ExitStack() as open_road:

        def start(folder: Folder) -> Road:
            open_road.close()
            home = tmp_path_factory.mktemp("road")
            return open_road.enter_context(walked(folder, template, home))

        yield start
