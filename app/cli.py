"""The command line. Each command imports what it needs when it is called, so that the quick ones
stay quick."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import typer

from app.options import As, Json, Jsonl, Now, Simulate, Yes, Zone
from core.errors import JennyError, WrongUsage

app = typer.Typer(
    name="jenny",
    help="Jenny, a private assistant: try `./jenny chat`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
memory = typer.Typer(help="What Jenny knows, from the shell.", no_args_is_help=True)
calendars = typer.Typer(help="Calendars.", no_args_is_help=True)
app.add_typer(memory, name="memory")
app.add_typer(calendars, name="calendars")


@app.command()
def chat(
    who: As = "",
    simulate: Simulate = "",
    zone: Zone = "",
    as_json: Json = False,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="Do not use the configured model.")
    ] = False,
) -> None:
    """Talk to Jenny in the terminal."""
    from app.chat import ChatOptions, chat

    options = ChatOptions(
        person=who, simulate=simulate, zone=zone, as_json=as_json, use_model=not no_model
    )
    raise typer.Exit(chat(options))


@app.command()
def ask(text: str, who: As = "", as_json: Json = False, zone: Zone = "") -> None:
    """One message, the reply, done."""
    if not text.strip():
        raise WrongUsage('Say something: ./jenny ask "remind me to call mum tomorrow at 9".')
    from app.chat import ChatOptions, ask

    raise typer.Exit(ask(text, ChatOptions(person=who, zone=zone, as_json=as_json)))


@app.command()
def run() -> None:
    """The service: Telegram, alarms and background work."""
    from app.commands.run import run

    run()


@app.command()
def init(
    token: Annotated[str, typer.Option(help="The bot token from @BotFather.")] = "",
    zone: Zone = "",
    model_url: Annotated[str, typer.Option(help="An OpenAI-compatible endpoint.")] = "",
    model_name: str = "",
    model_key: str = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Write .env with your answers and with generated secrets."""
    from app.commands.init import Answers, init

    init(
        Answers(
            token=token, zone=zone, model_url=model_url, model_name=model_name, model_key=model_key
        ),
        ask=not yes and sys.stdin.isatty(),
    )


@app.command()
def pair(who: As = "", as_json: Json = False) -> None:
    """A one-time code and link that let one Telegram account in."""
    from app.commands.people import pair

    pair(who, as_json=as_json)


@app.command()
def people(
    revoke: Annotated[
        str, typer.Option(metavar="NUMBER", help="The number of the account to shut out.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Who may talk to Jenny; with --revoke, who no longer may."""
    from app.commands.people import people

    people(revoke, as_json=as_json)


@app.command()
def backup(
    file: Path,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Everything that is not rebuilt, in one encrypted file."""
    from app.commands.backup import backup

    backup(file, replace=force)


@app.command()
def restore(file: Path, yes: Yes = False) -> None:
    """Put a backup back in place of what is here."""
    from app.commands.backup import restore

    restore(file, ask=not yes)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check every part; each failure with its cure."""
    from app.commands.doctor import doctor

    raise typer.Exit(doctor(as_json=as_json))


@app.command()
def understand(
    text: Annotated[str, typer.Argument()] = "",
    now: Now = "",
    zone: Zone = "",
    jsonl: Jsonl = False,
) -> None:
    """Explain how a text is understood."""
    from app.understand import run

    run(text, now=now, zone=zone, jsonl=jsonl)


@app.command()
def rebuild(what: Literal["alarms", "graph", "vectors"]) -> None:
    """Rebuild an index from PostgreSQL."""
    from app.commands.rebuild import rebuild

    rebuild(what)


@app.command(context_settings={"ignore_unknown_options": True})
def bench(
    name: Annotated[str, typer.Argument()] = "",
    arguments: Annotated[list[str] | None, typer.Argument()] = None,
) -> None:
    """A benchmark, side by side with its peer."""
    from app.commands.bench import bench

    raise typer.Exit(bench(name, arguments or []))


@app.command("test")
def run_tests(
    rings: Annotated[list[str] | None, typer.Argument(metavar="[RING…]")] = None,
) -> None:
    """The gate; by name also crash, compose and fuzz."""
    from app.commands.gate import gate

    raise typer.Exit(gate(rings or []))


@memory.command("import")
def memory_import(
    file: str,
    who: As = "",
    as_json: Json = False,
    look: Annotated[bool, typer.Option("--preview", help="Only show what would be kept.")] = False,
) -> None:
    """Keep JSON lines verbatim (`-` is standard input), or the notes of a Markdown folder."""
    from app.commands.memory import import_file, preview

    if look:
        preview(file)
    else:
        import_file(file, who, as_json=as_json)


@memory.command("search")
def memory_search(
    query: Annotated[str, typer.Argument()] = "",
    who: As = "",
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many.")] = 10,
    jsonl: Jsonl = False,
) -> None:
    """Find what was said and known."""
    from app.commands.search import search

    search(query, who, k, jsonl=jsonl)


@memory.command("list")
def memory_list(who: As = "", as_json: Json = False) -> None:
    """What Jenny knows, the newest first."""
    from app.commands.memory import list_facts

    list_facts(who, as_json=as_json)


@memory.command("forget")
def memory_forget(
    words: Annotated[str, typer.Argument()] = "",
    everything: Annotated[bool, typer.Option("--all", help="All of it.")] = False,
    who: As = "",
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Erase from every store, with a receipt."""
    from app.commands.forget import forget

    forget(words, who, everything=everything, as_json=as_json, ask=not yes)


@memory.command("export")
def memory_export(
    who: As = "",
    form: Annotated[
        Literal["json", "lines", "markdown"], typer.Option("--format", help="How it is written.")
    ] = "json",
) -> None:
    """All that is kept of a person, as JSON; as lines to import again, or Markdown to read."""
    from app.commands.memory import export

    export(who, form)


@calendars.command("add")
def calendars_add(
    address: Annotated[
        str, typer.Argument(help="google, outlook, or the address of a CalDAV server or of mail.")
    ],
    user: Annotated[str, typer.Option(help="Your name at the CalDAV server.")] = "",
    who: As = "",
) -> None:
    """Connect a calendar: consent in the browser, or an app password (asked for, or read from
    standard input)."""
    from app.commands.calendars import add

    add(address, user, who)


@calendars.command("list")
def calendars_list(who: As = "", as_json: Json = False) -> None:
    """The calendars that Jenny knows, and how they are."""
    from app.commands.calendars import list_calendars

    list_calendars(who, as_json=as_json)


@calendars.command("sync")
def calendars_sync(who: As = "") -> None:
    """Send what waits, and fetch what changed."""
    from app.commands.calendars import sync

    sync(who)


@calendars.command("remove")
def calendars_remove(account: str, who: As = "", yes: Yes = False) -> None:
    """Disconnect an account, by the number or name that `list` shows."""
    from app.commands.calendars import remove

    remove(account, who, ask=not yes)


@calendars.command("import")
def calendars_import(file: Path, who: As = "", yes: Yes = False) -> None:
    """Put the events of an .ics file into the default calendar."""
    from app.commands.calendars import import_file

    import_file(file, who, ask=not yes)


@calendars.command("export")
def calendars_export(
    when: Annotated[str, typer.Argument(help='Such as "this week"; all without it.')] = "",
    who: As = "",
) -> None:
    """Events as one .ics file, on standard output."""
    from app.commands.calendars import export

    export(when, who)


def _leave(number: int, _: FrameType | None) -> None:
    """End as after Ctrl-C, so that the servers are stopped by the last one out."""
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command; a known error is one sentence on stderr and exit status 1, wrong usage 2."""
    os.umask(0o077)
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Not where `nohup` has it ignored.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _leave)
    try:
        try:
            app(prog_name="./jenny")
        finally:
            sys.stdout.flush()
    except JennyError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2 if isinstance(error, WrongUsage) else 1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # Whoever read us has left: that is no fault of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
