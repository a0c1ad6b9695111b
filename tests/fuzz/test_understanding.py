"""Ten minutes each of hypothesis and atheris against the understanding: `./jenny test fuzz`.

JENNY_TEST_FUZZ_SECONDS shortens them. Atheris has wheels for Linux on x86-64 alone.
"""

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.understanding.promises import WORDS, kept, steps

ROOT = Path(__file__).parents[2]
SECONDS = int(os.environ.get("JENNY_TEST_FUZZ_SECONDS", "600"))
# Calls for each code point, with what every text costs.
MOST_STEPS, LEAST_STEPS = 400, 8000

long = settings(
    max_examples=500, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
texts = st.one_of(
    st.text(alphabet=st.characters(), max_size=300),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=60).map(" ".join),
    st.tuples(st.text(min_size=1, max_size=12), st.integers(1, 200)).map(lambda t: t[0] * t[1]),
)


@long
@given(texts)
def promises_hold(text: str) -> None:
    kept(text)
    assert steps(text) <= LEAST_STEPS + MOST_STEPS * len(text)


@pytest.mark.timeout(0)
def test_hypothesis_finds_no_broken_promise() -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        promises_hold()


if importlib.util.find_spec("atheris") is not None:

    @pytest.mark.timeout(0)
    def test_atheris_finds_no_broken_promise(tmp_path: Path) -> None:
        command = [sys.executable, "-m", "tests.fuzz.bytes_to_text", f"-max_total_time={SECONDS}",
                   "-timeout=10", "-max_len=800", "-len_control=0",
                   f"-artifact_prefix={tmp_path}/"]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
