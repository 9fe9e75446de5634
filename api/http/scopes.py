"""What an operation takes: each says so, and one that does not is refused at start."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from flask import Flask, Response, request

from ..models import Scope
from ..services.bounds import FREE
from .callers import Caller
from .gate import CALLER, must_have
from .problems import problem
from .refusals import Refused

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "takes_scope"


class Takes(NamedTuple):
    """What an operation takes: a scope, and where names of all articles change, no bound key."""

    scope: Scope
    unbound: bool


def init_app(app: Flask) -> None:
    """Answer what is refused inside the application as the gate does."""
    app.register_error_handler(Refused, _refused)


def requires(scope: Scope, *, unbound: bool = False) -> Callable[[View], View]:
    """Say which scope the caller of an operation has to have.

    `unbound` keeps out keys that are bound to a publisher or a tag: what it changes is everybody's.
    """

    def mark(view: View) -> View:
        view.__dict__[_MARK] = Takes(scope, unbound)
        return view

    return mark


def taken_by(view: Any) -> Takes:
    """What an operation says it takes; raises TypeError for one that says nothing."""
    takes: Takes | None = getattr(view, _MARK, None)
    if takes is None:
        raise TypeError(f"{view.__qualname__} does not say which scope it takes: add @requires(…)")
    return takes


def guarded(view: Callable[..., Response], takes: Takes) -> Callable[..., Response]:
    """Let only those call a view who may. Whether they may read was seen to by the gate."""
    if takes.scope is Scope.READ:
        return view

    @wraps(view)
    def checked(**path: Any) -> Response:
        who = caller()
        must_have(who, takes.scope)
        if takes.unbound and who.bound != FREE:
            to = " and ".join(f"the {of} {it!r}" for of, it in who.bound._asdict().items() if it)
            detail = f"The key {who.name!r} is bound to {to}; what this changes is shared by all."
            raise Refused(403, detail)
        return view(**path)

    return checked


def caller() -> Caller:
    """Who sent the request that is being answered."""
    found: Caller = request.environ[CALLER]
    return found


def signed(decision: dict[str, Any]) -> dict[str, Any]:
    """A decision in the name of the key it came with, no matter who it says decided it."""
    name = caller().name
    return decision if name is None else decision | {"by": name}


def _refused(error: Refused) -> Response:
    return problem(error.status, error.detail, headers=dict(error.headers()))
