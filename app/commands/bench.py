"""`./jenny bench NAME`: a benchmark of `benchmarks/`, in a process of its own."""

import subprocess
import sys

from app.settings import ROOT
from core.errors import WrongUsage

FOLDER = ROOT / "benchmarks"


def bench(name: str, arguments: list[str]) -> int:
    """Run `benchmarks/NAME.py` with `arguments`; its exit status.

    Raises:
        WrongUsage: there is no such benchmark.
    """
    known = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
    if name not in known:
        wrong = f"There is no benchmark {name}" if name else "Say which benchmark"
        raise WrongUsage(f"{wrong}; there are: {', '.join(known)}.")
    return subprocess.run(  # noqa: S603 - one of our own modules
        [sys.executable, "-m", f"benchmarks.{name}", *arguments], cwd=ROOT, check=False
    ).returncode
