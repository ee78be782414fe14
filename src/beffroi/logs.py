"""The technical log: sentences on a terminal, one JSON object a line elsewhere, secrets masked.

It tells how the program runs; what was decided and by whom is in the journal, which the store
keeps. Nothing is sent anywhere: lines go to the stream, which the machine may collect.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import FilteringBoundLogger, Processor

from beffroi.errors.base import BeffroiError
from beffroi.errors.ground import SETTING_INVALID

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
MASK = "***"

_SECRET = re.compile(
    r"passw|passphrase|mot_de_passe|secret|token|jeton|authori[sz]ation|cookie|api_?key|credential",
    re.IGNORECASE,
)
_URL_PASSWORD = re.compile(r"(://[^/\s:@]*:)[^@\s/]+@")


def configure(
    level: str = "warning", json: bool | None = None, stream: TextIO | None = None
) -> None:
    """Send the log of this program and of its libraries to `stream`, standard error by default.

    `json` decides the form; left out, a terminal gets sentences and anything else JSON lines.

    Raises:
        BeffroiError: `settings.invalid` for a level out of `LEVELS`.
    """
    if level not in LEVELS:
        raise BeffroiError(
            SETTING_INVALID,
            name="log_level",
            value=level,
            reason=f"not one of {', '.join(LEVELS)}",
            origin="BEFFROI_LOG_LEVEL",
        )
    target = sys.stderr if stream is None else stream
    terminal = target.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,  # a traceback may hold a secret too
                redact,
                _renderer(terminal if json is None else not json, terminal),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=LEVELS[level], force=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> FilteringBoundLogger:
    """Return the logger of a module: `logger(__name__).info("batch stored", rows=3)`."""
    found: FilteringBoundLogger = structlog.get_logger(name)
    return found


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Mask what a log must not hold: values of secret keys, passwords within addresses.

    >>> redact(None, "", {"password": "x", "at": {"api_key": "y", "n": 1}})
    {'password': '***', 'at': {'api_key': '***', 'n': 1}}
    >>> redact(None, "", {"url": "postgresql://beffroi:x@db/state"})
    {'url': 'postgresql://beffroi:***@db/state'}
    """
    return {
        key: MASK if _SECRET.search(str(key)) else _masked(value) for key, value in event.items()
    }


def _masked(value: object) -> object:
    if isinstance(value, str):
        return _URL_PASSWORD.sub(rf"\1{MASK}@", value)
    if isinstance(value, dict):
        return redact(None, "", value)
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value


def _renderer(human: bool, colours: bool) -> Processor:
    if human:
        plain = structlog.dev.plain_traceback
        return structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain)
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
