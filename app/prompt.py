"""The line that a person types at a terminal, and what is printed while they type it."""

import asyncio
import sys
from collections.abc import AsyncIterator


def at_terminal() -> bool:
    """Whether a person types here and reads here."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Prompt:
    """Lines with editing, and those of this session on the arrow keys; none is kept on disk."""

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self._typing = False
        self._above: set[asyncio.Future[None]] = set()

    def show(self, text: str) -> None:
        """Print a line; above the one that is being typed, when there is one."""
        if not self._typing:
            show(text)
            return
        from prompt_toolkit.application import run_in_terminal

        printed = asyncio.ensure_future(run_in_terminal(lambda: show(text)))
        self._above.add(printed)
        printed.add_done_callback(self._above.discard)

    async def lines(self) -> AsyncIterator[str]:
        """What a person types until Ctrl-D; the prompt comes back once a line is dealt with."""
        # Only a person at a terminal waits for this import.
        from prompt_toolkit import PromptSession
        from prompt_toolkit.output import create_output

        # Where the output goes elsewhere, it holds no prompts.
        output = create_output(stdout=sys.stdout if sys.stdout.isatty() else sys.stderr)
        session: PromptSession[str] = PromptSession(output=output, reserve_space_for_menu=0)
        while True:
            self._typing = True
            try:
                line = await session.prompt_async(self._mark)
            except (EOFError, KeyboardInterrupt):
                return
            finally:
                self._typing = False
                await asyncio.gather(*self._above)
            yield line
