"""What the documents tell people to type exists."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.commands.gate import BY_NAME, RINGS

ROOT = Path(__file__).parents[3]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "Dockerfile", "docker-compose.yml")
GROUPS = ("memory", "calendars")
BENCHMARKS = {path.stem for path in (ROOT / "benchmarks").glob("*.py")}


def typed(document: str) -> set[tuple[str, ...]]:
    """The lower-case words after each `./jenny` in a document."""
    text = (ROOT / document).read_text("utf-8")
    found = re.findall(r"\./jenny((?: [a-z]+(?![a-z:(]))*)", text)
    return {tuple(words.split()) for words in found if words}


def runs(*words: str) -> bool:
    return CliRunner().invoke(app, [*words, "--help"]).exit_code == 0


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_of_a_document_exists(document: str) -> None:
    for command, *more in typed(document):
        assert runs(command), command
        if command in GROUPS and more:
            assert runs(command, more[0]), more
        if command == "test" and more:
            assert more[0] in (*RINGS, *BY_NAME)
        if command == "bench" and more:
            assert more[0] in BENCHMARKS


def test_the_readme_shows_how_to_begin() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    assert lines[0].startswith("git clone ")
    assert lines[1] == "./jenny chat"
    assert all(line.startswith(("git clone", "./jenny ", "docker compose ")) for line in lines)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text("utf-8"))
    here = [link for link in links if not link.startswith("http")]
    assert [link for link in here if not (ROOT / link).exists()] == []
