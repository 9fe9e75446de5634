"""onrecord puts news on the record. `create_app` is the only place that knows every layer."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from .config import Settings
    from .http.gate import Gate
    from .store.database import Database

# The engine multiplies small matrices: more threads than one only wait for each other. NumPy's BLAS
# reads this when it is first loaded, so it stands before everything else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

VERSION = "0.1.0"
LICENSE = {"name": "Apache License 2.0", "identifier": "Apache-2.0"}
DESCRIPTION = """Stores news articles and finds in them every quote (who said what) and every
figure (number, unit, what it measures), each tied to the exact characters it was read from.

A quote or figure is a claim by somebody in an article, never a fact. Lists are newest first and
paged: follow `next` (or the `Link` header) until it is null. Errors are
`application/problem+json` (RFC 9457) with every fault and its place."""


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Make the application. Settings come from the environment where none are given."""
    # Imported here, so that `api.extraction` can be used without any of it.
    from . import web  # noqa: PLC0415
    from .config import Settings  # noqa: PLC0415
    from .http import (  # noqa: PLC0415
        Api,
        compression,
        long_requests,
        observing,
        problems,
        scopes,
        transactions,
    )
    from .resources import BLUEPRINTS, documents, monitoring  # noqa: PLC0415
    from .store.database import Database  # noqa: PLC0415

    settings = settings or Settings.from_environment(os.environ)
    app = _flask(settings)
    database = Database(settings.database_url, 30, settings.database_read_url)
    transactions.init_app(app, database)
    long_requests.init_app(app, max(1, settings.threads // 2))
    problems.init_app(app, database.errors)
    scopes.init_app(app)
    compression.init_app(app)
    app.register_blueprint(documents.blueprint)
    app.register_blueprint(monitoring.blueprint)
    api = Api(
        app,
        info={"description": DESCRIPTION, "license": LICENSE},
        servers=[{"url": "/"}],
        security=[{"key": []}, {}],
    )
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    web.init_app(app)
    observing.init_app(app)
    _wrap(app, settings, database)
    return app


def _flask(settings: "Settings") -> "Flask":
    """An application that answers nothing yet."""
    from flask import Flask  # noqa: PLC0415
    from flask.json.provider import DefaultJSONProvider  # noqa: PLC0415

    from .http.sessions import NoFlaskSession  # noqa: PLC0415

    app = Flask(__name__)
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_body,
        KEEP_PAGES=settings.keep_pages,
        MAX_FORM_MEMORY_SIZE=settings.max_body,
        API_TITLE="onrecord",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
    )
    app.json = provider = DefaultJSONProvider(app)
    provider.sort_keys = provider.ensure_ascii = False
    app.url_map.strict_slashes = False
    app.session_interface = NoFlaskSession()
    return app


def _wrap(app: "Flask", settings: "Settings", database: "Database") -> None:
    """Put around an application what requests pass before it: the last here is the first of all."""
    from . import tracing, web  # noqa: PLC0415
    from .http.addresses import PublicAddress  # noqa: PLC0415
    from .http.cache import Cache  # noqa: PLC0415
    from .http.conditional import Conditional  # noqa: PLC0415
    from .http.replicated import Replicated  # noqa: PLC0415

    if settings.cache:
        app.wsgi_app = Cache(app.wsgi_app, database.version, settings.cache)  # type: ignore[method-assign]
    app.wsgi_app = Conditional(app.wsgi_app)  # type: ignore[method-assign]
    if database.replica:
        app.wsgi_app = Replicated(app.wsgi_app, database, database.replica)  # type: ignore[method-assign]
    app.wsgi_app = _gate(app, settings, database)  # type: ignore[method-assign]
    app.wsgi_app = web.ReadableProblems(app)  # type: ignore[method-assign]
    if settings.tracing:
        tracing.must_be_installed()
        from .http.spans import Spans  # noqa: PLC0415

        app.wsgi_app = Spans(app.wsgi_app)  # type: ignore[method-assign]
    if settings.public_url:
        app.wsgi_app = PublicAddress(app.wsgi_app, settings.public_url)  # type: ignore[method-assign]


def _gate(app: "Flask", settings: "Settings", database: "Database") -> "Gate":
    """What stands ahead of everything, the cache too."""
    from .http.callers import Callers  # noqa: PLC0415
    from .http.cors import Cors  # noqa: PLC0415
    from .http.gate import Gate  # noqa: PLC0415
    from .http.limits import Limits  # noqa: PLC0415
    from .http.request_logs import log_to  # noqa: PLC0415
    from .models import Scope  # noqa: PLC0415

    public = frozenset({Scope.READ}) if settings.public_reads else frozenset()
    callers = Callers(database, frozenset(Scope) if settings.is_open else public, public)
    app.extensions["callers"] = callers
    origins = settings.cors_origins.split(",") if settings.cors_origins else []
    limits = Limits(settings.rate_limit, settings.rate_limit_store)
    audit = log_to(settings.audit_log or ("" if settings.is_open else "-"))
    access = log_to(settings.access_log)
    return Gate(app.wsgi_app, callers, limits, Cors(origins), audit, access)
