"""`./jenny init` writes what the owner chose, keeps what they had, and says what has changed."""

import re

from dotenv import dotenv_values

from tests.machine import ROOT, Machine, one_sentence

SECRETS = (
    "APP_DB_PASSWORD", "ADMIN_DB_PASSWORD", "REDIS_PASSWORD", "NEO4J_PASSWORD", "JENNY_KEYS",
)  # fmt: skip


def test_init_writes_private_settings_with_their_explanations(own: Machine) -> None:
    done = own.jenny("init", "--zone", "Europe/Paris", "--model-name", "small one")
    assert (done.returncode, done.stderr) == (0, "")
    written = own.checkout / ".env"
    assert written.stat().st_mode & 0o777 == 0o600
    values = dotenv_values(written)
    assert (values["JENNY_ZONE"], values["MODEL_NAME"]) == ("Europe/Paris", "small one")
    assert len({values[name] for name in SECRETS}) == len(SECRETS)
    assert all(len(values[name] or "") >= 32 for name in SECRETS)
    comments = re.findall(r"^#.*", (ROOT / ".env.example").read_text(), re.M)
    assert re.findall(r"^#.*", written.read_text(), re.M) == comments


def test_a_second_init_keeps_what_it_is_not_told(own: Machine) -> None:
    own.jenny("init", "--zone", "Europe/Paris")
    first = dotenv_values(own.checkout / ".env")
    own.jenny("init", "--model-url", "http://127.0.0.1:9/v1", "--yes")
    second = dotenv_values(own.checkout / ".env")
    assert second == first | {"MODEL_URL": "http://127.0.0.1:9/v1"}


def test_a_wrong_answer_writes_nothing(own: Machine) -> None:
    done = own.jenny("init", "--token", "geheim")
    one_sentence(done, "TELEGRAM_TOKEN", "BotFather", "answer it anew")
    assert "geheim" not in done.stderr
    assert ".env or the environment" not in done.stderr
    assert [path.name for path in own.checkout.glob(".env*")] == [".env.example"]


def test_a_token_that_cannot_be_checked_is_kept(own: Machine) -> None:
    own.settings = {"TELEGRAM_API_URL": "http://127.0.0.1:9"}
    done = own.jenny("init", "--token", "123456:" + "a" * 35)
    assert (done.returncode, done.stderr) == (0, "")
    assert "not checked yet" in done.stdout
    assert "check the network" in done.stdout
    assert dotenv_values(own.checkout / ".env")["TELEGRAM_TOKEN"]


def test_a_second_init_leaves_lines_and_secrets_of_the_owner_alone(own: Machine) -> None:
    file = own.checkout / ".env"
    other = "OTHER='a b'  # of another program"
    file.write_text(f"# mine\nexport MODEL_NAME=one\n{other}\nMODEL_KEY=geheim")
    done = own.jenny("init", "--model-name", "two", "--zone", "Europe/Paris")
    assert done.returncode == 0, done.stderr
    lines = file.read_text().splitlines()
    assert lines[:4] == ["# mine", "MODEL_NAME=two", other, "MODEL_KEY=geheim"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert "MODEL_NAME: one → two" in done.stdout
    assert "JENNY_ZONE: Europe/Paris" in done.stdout
    assert "JENNY_KEYS: generated" in done.stdout
    values = dotenv_values(file)
    assert [name for name in SECRETS if str(values[name]) in done.stdout] == []
    again = own.jenny("init", "--model-key", "neu")
    assert "stays as it is" in own.jenny("init", "--yes").stdout
    assert "MODEL_KEY: replaced" in again.stdout
    assert "neu" not in again.stdout


def test_init_after_a_first_chat_moves_the_owner(own: Machine) -> None:
    own.ask("remind me to call mum tomorrow at 9")
    done = own.jenny("init", "--zone", "Asia/Tokyo")
    assert "Your time zone is Asia/Tokyo" in done.stdout
    assert "1 reminder keeps its clock time" in done.stdout
    assert "Asia/Tokyo" in own.ask("/settings")
    assert "09:00" in own.ask("what are my reminders?")
    own.ask("/tz Europe/Lisbon")
    own.jenny("init", "--model-name", "one")
    assert "Europe/Lisbon" in own.ask("/settings")
