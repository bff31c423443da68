"""The tutorials' worked examples: true values computed with forty digits, what was published, and where it errs."""

import json
from pathlib import Path

WORKED = json.loads(Path(__file__).with_suffix(".json").with_stem("worked_examples").read_text(encoding="utf-8"))
