"""Logs are events with ids, on stderr; never a text of anybody, a token or a key."""

import logging
import sys
import warnings
from typing import Literal

import structlog

Level = Literal["debug", "info", "warning", "error"]
# Libraries that log addresses with tokens in them, or whole messages.
TALKATIVE = (
    "telegram", "httpx", "httpcore", "httpx2", "openai", "apscheduler", "mem0", "neo4j",
    "psycopg", "urllib3", "alembic", "google", "googleapiclient", "google_auth_httplib2",
)  # fmt: skip


def configure(level: Level) -> None:
    """At a terminal lines with the time of the clock on the wall, otherwise JSON in UTC."""
    shown = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    person = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if person else "iso", utc=not person),
            structlog.dev.ConsoleRenderer() if person else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(shown),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
