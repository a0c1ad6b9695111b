"""Lines for the eyes of a person at a terminal."""

import shutil
import sys

from rich.cells import cell_len, set_cell_size

NARROWEST = 20


def fitted(text: str) -> str:
    """`text` in one line; at a terminal it is cut to the width, elsewhere it stays whole."""
    # Half a character, as JSON can hold, cannot be written.
    line = " ".join(text.encode("utf-8", "replace").decode().splitlines())
    width = max(shutil.get_terminal_size().columns, NARROWEST)
    if not sys.stdout.isatty() or cell_len(line) <= width:
        return line
    return f"{set_cell_size(line, width - 1).rstrip()}…"
