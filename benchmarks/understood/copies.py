"""No sentence of the evaluation data may stand in the project."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = ("understanding", "tests/unit/understanding", "benchmarks", "agents", "docs")
KINDS = frozenset({".py", ".txt", ".md", ".jsonl"})
# Shorter sentences are anybody's.
FEWEST_WORDS = 6


def copies(folder: Path) -> list[str]:
    """The sentences of `folder` of some length that a file of the project holds."""
    files = (p for place in PLACES for p in (ROOT / place).rglob("*") if p.suffix in KINDS)
    held = "\n".join(path.read_text(encoding="utf-8").lower() for path in files)
    said: set[str] = set()
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            said.add(str(json.loads(line).get("text", "")).lower().strip())
    return sorted(text for text in said if len(text.split()) >= FEWEST_WORDS and text in held)


def report_copies(folder: Path) -> None:
    """Print how many sentences of the evaluation data stand in the project, and which."""
    found = copies(folder)
    print(f"sentences of the evaluation data that stand in the project: {len(found)}")
    print(*(f"  {text!r}" for text in found), sep="\n" if found else "")
