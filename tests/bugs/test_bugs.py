"""The suite catches bugs: each of the list is put into the core, and the tests named beside it must fail."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.bugs import BUGS
from tests.bugs.bug import ROOT, Bug

FAILED = 1
# What a test raises that noticed something: a failed assert, an error that should have come and did not, or NaN.
NOTICED = ("AssertionError:", "Failed: DID NOT RAISE", "RuntimeWarning: invalid value")
# The same examples of Hypothesis every time, and one thread, so that a fork copies everything.
SURROUNDINGS = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "CI": "1"}

Verdicts = list[tuple[int, str]]


@pytest.fixture(scope="module")
def verdicts_on() -> Iterator[Callable[[Bug], Verdicts]]:
    """Asks the runner: for each test that must catch the bug, pytest's exit code and what was raised."""
    command = [sys.executable, "-m", "tests.bugs.runner"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=SURROUNDINGS, **pipes) as runner:
        assert runner.stdin is not None
        assert runner.stdout is not None

        def ask(bug: Bug) -> Verdicts:
            runner.stdin.write(f"{bug.name}\n")
            runner.stdin.flush()
            return json.loads(runner.stdout.readline())

        yield ask
        runner.stdin.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "bug", [pytest.param(bug, id=bug.name, marks=pytest.mark.torch if bug.torch else ()) for bug in BUGS]
)
def test_the_suite_catches(bug: Bug, verdicts_on: Callable[[Bug], Verdicts]) -> None:
    verdicts = verdicts_on(bug)
    assert len(verdicts) == len(bug.caught_by) > 0
    for tests, (code, raised) in zip(bug.caught_by, verdicts, strict=True):
        assert (code, raised.startswith(NOTICED)) == (FAILED, True), (tests, raised)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_changes_one_place_of_the_core(bug: Bug) -> None:
    assert bug.path.read_text(encoding="utf-8").count(bug.old) == 1
    assert bug.source() != bug.path.read_text(encoding="utf-8")
    compile(bug.source(), str(bug.path), "exec")


def test_the_list_is_long_and_names_every_bug_once() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 40
