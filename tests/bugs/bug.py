"""A bug made by hand: one text of the core replaced by another, and who must notice."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Bug:
    """In `file`, the text `old`, which stands there once, becomes `new`; each of `caught_by` must then fail.

    file: below core/;  caught_by: test files or tests below tests/core/;  only: pytest's -k, so that a long file does
    not run in full;  torch: whether only PyTorch knows better.
    """

    name: str
    file: str
    old: str
    new: str
    caught_by: tuple[str, ...]
    only: str = ""
    torch: bool = False

    @property
    def path(self) -> Path:
        """The file with the bug."""
        return ROOT / "core" / self.file

    def source(self) -> str:
        """The file with the bug in it."""
        return self.path.read_text(encoding="utf-8").replace(self.old, self.new)
