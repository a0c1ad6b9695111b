"""Makes the weights of the routes anew from the examples.

    python -m benchmarks.training

A minute or two; the same examples give the same weights. Run it after a change to the examples,
to the classes of words or to what is seen of a clause.
"""

import json
from pathlib import Path

from benchmarks.training.weights import trained
from understanding.classifier import WEIGHTS


def main(path: Path = WEIGHTS) -> int:
    """Write the weights' file."""
    file = trained()
    path.write_text(json.dumps(file, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(file['surface'])} features, {path.stat().st_size // 1024} KB in {path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
