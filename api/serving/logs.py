"""What the service says while it runs: JSON lines outside a terminal, for people in one.

Every line of a request has its id. No line has an article's text in it or a secret: of an exception
it tells the kind and where it was raised, and what it says only where Python makes that of names.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from gunicorn.glogging import Logger as GunicornLogger
from structlog.typing import EventDict, Processor

from ..errors import Misconfigured
from ..http.request_logs import CURRENT

# What these say is made of names and types, or by the system; others quote the value at fault.
_TELLING = (
    *(AttributeError, ImportError, IndexError, MemoryError, Misconfigured, NameError, OSError),
    *(NotImplementedError, RecursionError, TypeError, ZeroDivisionError),
)


def set_up() -> None:
    """Have all that is logged in this process written to standard error."""
    terminal = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _add_request_id,
        _tell_exception,
    ]
    show: Processor = (
        structlog.dev.ConsoleRenderer(timestamp_key="at", pad_event_to=0)
        if terminal
        else structlog.processors.JSONRenderer()
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    threading.excepthook = _in_thread


class Logger(GunicornLogger):  # type: ignore[misc]
    """gunicorn's, whose lines are written as all others are."""

    def setup(self, cfg: Any) -> None:
        """Leave them to the root."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def _add_request_id(_logger: Any, _method: str, event: EventDict) -> EventDict:
    if request_id := CURRENT.get():
        event["request_id"] = request_id
    return event


def _tell_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    error = sys.exception() if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_lines(error))
    return event


def _lines(error: BaseException) -> Iterator[str]:
    """Where an exception was raised and what led to it, oldest first."""
    led = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if led is not None:
        yield from _lines(led)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"
    says = f": {error}" if isinstance(error, _TELLING) else ""
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    yield f"{type(error).__name__}{says}{f' ({code})' if code else ''}"


def _in_thread(given: threading.ExceptHookArgs) -> None:
    logging.getLogger("onrecord").error("A thread ended", exc_info=given.exc_value)
