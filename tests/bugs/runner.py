"""Runs tests against a core with a bug in it.  A process of its own: `python -m tests.bugs.runner`.

It imports everything but the core once.  For each bug named on its input it forks; the child changes the source of one
module in memory, imports the core with it, runs the tests and says how that ended; nothing on the disk is touched.
"""

import gc
import json
import os
import sys
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_loader
from pathlib import Path
from types import CodeType

import pytest
from hypothesis import Phase, settings

from tests.bugs import BUGS
from tests.bugs.bug import ROOT, Bug

# The last is what torch.optim would import in its first step.
SHARED = ("numpy", "hypothesis", "torch", "torch._dynamo")
# Plugins that no test of the core asks for, but every child would start.
WITHOUT = [
    f"-pno:{name}" for name in ("anyio", "cacheprovider", "logging", "rerunfailures", "xdist", "xdist.looponfail")
]
OPTIONS = ("-xq", "--tb=no", "--assert=plain", "--timeout=60", "--hypothesis-profile=bugs", *WITHOUT)


class Core(InspectLoader, MetaPathFinder):
    """Loads the modules of the core from sources that were compiled once; `change` puts a bug into one of them."""

    def __init__(self) -> None:
        self.paths = {module_name(path): path for path in (ROOT / "core").rglob("*.py")}
        self.codes = {name: compile(path.read_bytes(), path, "exec") for name, path in self.paths.items()}

    def change(self, bug: Bug) -> None:
        self.codes[module_name(bug.path)] = compile(bug.source(), bug.path, "exec")

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname not in self.codes:
            return None
        package = self.is_package(fullname)
        spec = spec_from_loader(fullname, self, origin=str(self.paths[fullname]), is_package=package)
        spec.has_location = True  # So that the module knows its __file__.
        return spec

    def get_source(self, fullname: str) -> str:
        return self.paths[fullname].read_text(encoding="utf-8")

    def get_code(self, fullname: str) -> CodeType:
        return self.codes[fullname]

    def is_package(self, fullname: str) -> bool:
        return self.paths[fullname].name == "__init__.py"


def module_name(path: Path) -> str:
    """core/ops/tanh.py → core.ops.tanh."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


class Watcher:
    """Keeps what the first failure raised: a test that stumbles over a misspelt bug has not caught it."""

    raised = ""

    def pytest_exception_interact(self, call: pytest.CallInfo) -> None:
        assert call.excinfo is not None
        self.raised = self.raised or f"{call.excinfo.typename}: {str(call.excinfo.value)[:300]}"


def run_tests(core: Core, bug: Bug, tests: str) -> tuple[int, str]:
    """pytest's exit code, and what the first failure raised."""
    assert not [name for name in sys.modules if name.partition(".")[0] == "core"]
    core.change(bug)
    sys.meta_path.insert(0, core)
    watcher = Watcher()
    arguments = [f"tests/core/{tests}", *OPTIONS, *(("-k", bug.only) if bug.only else ())]
    return int(pytest.main(arguments, plugins=[watcher])), watcher.raised


def in_a_child(core: Core, bug: Bug, tests: str) -> tuple[int, str]:
    """run_tests in a fork, whose output nobody reads."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.write(writer, json.dumps(run_tests(core, bug, tests)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    code, raised = json.loads(said) if said else (-1, "the tests broke off")
    return code, raised


def main() -> None:
    """One name in, one answer out, until the input ends."""
    settings.register_profile("bugs", deadline=None, database=None, derandomize=True, phases=(Phase.generate,))
    for name in SHARED:
        if find_spec(name.partition(".")[0]):
            import_module(name)
    os.chdir(ROOT)
    core, bugs = Core(), {bug.name: bug for bug in BUGS}
    gc.freeze()  # A child need not look through what it shares.
    for line in sys.stdin:
        bug = bugs[line.strip()]
        print(json.dumps([in_a_child(core, bug, tests) for tests in bug.caught_by]), flush=True)


if __name__ == "__main__":
    main()
