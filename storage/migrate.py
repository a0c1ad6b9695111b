"""Brings a database up to date: roles, extension, tables. Runs as the server's administrator."""

from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from core.errors import ServerDown

HEAD = "0030"
FOLDER = Path(__file__).parent / "migrations"


def revision(url: str) -> str | None:
    """The revision that the database at `url` has; None when it is empty.

    Raises:
        ServerDown: when PostgreSQL cannot be reached.
    """
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("select to_regclass('public.alembic_version')").fetchone()
            if row is None or row[0] is None:
                return None
            row = connection.execute("select version_num from alembic_version").fetchone()
            return None if row is None else str(row[0])
    except psycopg.OperationalError as error:
        raise ServerDown("PostgreSQL", "start it, or check DATABASE_URL.") from error


def answers(admin_url: str) -> bool:
    """Whether the server at `admin_url` takes connections."""
    try:
        psycopg.connect(make_conninfo(admin_url, dbname="postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(admin_url: str) -> None:
    """Make the database that `admin_url` names, when it is missing."""
    name = str(conninfo_to_dict(admin_url)["dbname"])
    maintenance = make_conninfo(admin_url, dbname="postgres")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        query = "select from pg_database where datname = %s"
        if connection.execute(query, (name,)).fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def prepare_roles(admin_url: str, app_url: str) -> None:
    """Make the app's role (no superuser, no BYPASSRLS) and the owner of the definer functions."""
    password = conninfo_to_dict(app_url).get("password")
    with psycopg.connect(admin_url, autocommit=True) as connection:
        # Two starts at once would both try to create the roles.
        connection.execute("select pg_advisory_lock(4201)")
        known = {row[0] for row in connection.execute("select rolname from pg_roles")}
        if "jenny_definer" not in known:
            connection.execute("create role jenny_definer nologin bypassrls")
        if "jenny_app" not in known:
            connection.execute("create role jenny_app")
        connection.execute(
            sql.SQL(
                "alter role jenny_app login nosuperuser nobypassrls nocreaterole password {}"
            ).format(sql.Literal(password))
        )
        # After something was forgotten the log of changes is cut off there.
        connection.execute("grant pg_checkpoint to jenny_app")


def migrate(admin_url: str, app_url: str) -> None:
    """Bring roles and tables to `HEAD`. Two at once are safe: the second waits for the first."""
    # Alembic and SQLAlchemy cost 0.4 s, so they are imported only when there is something to do.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, pool, text

    prepare_roles(admin_url, app_url)
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(admin_url),
        poolclass=pool.NullPool,
    )
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(4201)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        # Tables that are new too: the app writes them anew after something was forgotten.
        connection.execute(text("grant maintain on all tables in schema public to jenny_app"))
