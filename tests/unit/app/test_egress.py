"""The hosts that `doctor` names."""

from pathlib import Path

from app.commands.checks import egress
from app.settings import load


def test_microsoft_is_named_once_there_is_a_client_id(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert egress(load(file)) == []
    given = {"OUTLOOK_CLIENT_ID": "1", "OUTLOOK_GRAPH_URL": "https://graph.microsoft.us/v1.0"}
    assert egress(load(file, given)) == ["graph.microsoft.us", "login.microsoftonline.com"]
