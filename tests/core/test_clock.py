"""The business clock of a demonstration: whole in every instant, and never without a zone."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from jusan.core import clock


@pytest.fixture
def folder(tmp_path, settings):
    settings.JUSAN_DATA = tmp_path
    return tmp_path


def test_a_set_clock_runs_on_from_its_moment(folder):
    assert not clock.is_shifted()
    moment = datetime(2031, 3, 11, 8, tzinfo=UTC)
    clock.set_demo_clock(moment)
    first = clock.now()
    assert clock.is_shifted()
    assert 0 <= (first - moment).total_seconds() < 60
    assert clock.now() >= first


def test_a_moment_without_a_zone_is_refused(folder):
    naive = datetime(2031, 3, 11, 8)
    with pytest.raises(ValueError, match="time zone"):
        clock.set_demo_clock(naive)
    with pytest.raises(ValueError, match="time zone"), clock.at(naive):
        pass
    assert not clock.is_shifted()


def test_nobody_who_asks_the_time_meets_half_a_setting(folder):
    errors, done = [], threading.Event()

    def ask():
        while not done.is_set():
            try:
                clock.now()
            except ValueError as error:
                errors.append(error)

    clock.set_demo_clock(datetime(2031, 3, 11, tzinfo=UTC))
    thread = threading.Thread(target=ask)
    thread.start()
    for day in range(1, 28):
        for hour in range(24):
            clock.set_demo_clock(datetime(2031, 3, day, hour, tzinfo=UTC))
    done.set()
    thread.join()
    assert errors == []
    assert [path.name for path in folder.iterdir()] == ["clock.json"]
