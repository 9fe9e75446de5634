# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202, D102, DJ001, DJ008, S106, D106
"""onrecord's tables as a Django user would map them, and the settings of both Django peers."""

import os
import sys
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings

URL = urlsplit(os.environ["BENCH_DATABASE_URL"])
IS_SQLITE = URL.scheme == "sqlite"
# The same as onrecord has.
PRAGMAS = (
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
    "PRAGMA busy_timeout = 10000; PRAGMA cache_size = -1024; PRAGMA mmap_size = 2147418112;"
    "PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;"
)


def _database():
    if IS_SQLITE:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": URL.path[1:],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": URL.path[1:],
        "USER": URL.username,
        "HOST": parse_qs(URL.query)["host"][0],
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True},
    }


settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": _database()},
    DEBUG=False,
    INSTALLED_APPS=["rest_framework"],
    LOGGING_CONFIG=None,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=os.environ.get("BENCH_URLS", sys.argv[-1].partition(":")[0]),
    SECRET_KEY="not secret",
    TIME_ZONE="UTC",
    USE_TZ=True,
)
django.setup()

from django.core.exceptions import ObjectDoesNotExist  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.db.models import Prefetch, Q  # noqa: E402
from django.http import Http404  # noqa: E402
from django.utils.dateparse import parse_datetime  # noqa: E402
from django.utils.timezone import now  # noqa: E402


class Moment(models.DateTimeField):
    """A moment; onrecord keeps it in SQLite as RFC 3339."""

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None or not IS_SQLITE:
            return super().get_db_prep_value(value, connection, prepared)
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")


class Json(models.JSONField):
    """A column of type json, which psycopg has read already: Django sees to jsonb only."""

    def from_db_value(self, value, expression, connection):
        return super().from_db_value(value, expression, connection) if IS_SQLITE else value


class Entity(models.Model):
    name = models.TextField()

    class Meta:
        app_label = "news"
        db_table = "entities"
        managed = False


class Measure(models.Model):
    name = models.TextField()

    class Meta:
        app_label = "news"
        db_table = "measures"
        managed = False


class Article(models.Model):
    key = models.TextField()
    url = models.TextField(null=True)
    title = models.TextField(null=True)
    authors = Json()
    publisher = models.TextField(null=True)
    published_at = Moment(null=True)
    dated_at = Moment()
    language = models.TextField()
    revision = models.IntegerField()
    created_at = Moment()
    updated_at = Moment()
    version = models.IntegerField()

    class Meta:
        app_label = "news"
        db_table = "articles"
        managed = False


class Revision(models.Model):
    pk = models.CompositePrimaryKey("article_id", "number")
    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.IntegerField()
    text = models.TextField()
    extractor = models.TextField(null=True)
    created_at = Moment()

    class Meta:
        app_label = "news"
        db_table = "revisions"
        managed = False


class Reading(models.Model):
    revision = models.IntegerField(default=1)
    current = models.IntegerField(default=1) if IS_SQLITE else models.BooleanField(default=True)
    text = models.TextField()
    start = models.IntegerField()
    end = models.IntegerField()
    prefix = models.TextField()
    suffix = models.TextField()
    confidence = models.FloatField()
    status = models.TextField(default="extracted")
    publisher = models.TextField(null=True)
    published_at = Moment(null=True)
    dated_at = Moment()

    class Meta:
        abstract = True

    @property
    def selector(self):
        return self

    @property
    def exact(self):
        return self.text


class Quote(Reading):
    article = models.ForeignKey(Article, models.CASCADE, related_name="quotes")
    kind = models.TextField()
    parts = Json()
    speaker = models.ForeignKey(Entity, models.CASCADE, null=True)
    speaker_text = models.TextField(null=True)
    cue = models.TextField(null=True)
    around = models.TextField(null=True)

    class Meta:
        app_label = "news"
        db_table = "quotes"
        managed = False

    @property
    def exact(self):
        return self.text if self.around is None else self.around


class Figure(Reading):
    article = models.ForeignKey(Article, models.CASCADE, related_name="figures")
    value = models.FloatField()
    value_max = models.FloatField(null=True)
    modifier = models.TextField()
    change = models.TextField(null=True)
    period = models.TextField(null=True)
    outlook = models.TextField(null=True)
    unit = models.TextField(null=True)
    unit_code = models.TextField(null=True)
    dimension = models.TextField(null=True)
    si_value = models.FloatField(null=True)
    si_value_max = models.FloatField(null=True)
    si_unit = models.TextField(null=True)
    measure = models.ForeignKey(Measure, models.CASCADE, null=True)
    entity = models.ForeignKey(Entity, models.CASCADE, null=True)
    property = models.TextField(null=True)
    salience = models.TextField()
    quote = models.ForeignKey(Quote, models.CASCADE, null=True)
    stated_by = models.ForeignKey(Entity, models.CASCADE, null=True, related_name="stated")

    class Meta:
        app_label = "news"
        db_table = "figures"
        managed = False


QUOTES = Quote.objects.select_related("speaker")
FIGURES = Figure.objects.select_related("measure", "entity", "stated_by")


def article(number):
    """Give an article with its quotes and figures."""
    parts = (
        Prefetch("revisions"),
        Prefetch("quotes", QUOTES.order_by("start", "id")),
        Prefetch("figures", FIGURES.order_by("start", "id")),
    )
    try:
        found = Article.objects.prefetch_related(*parts).get(pk=number)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    now = next(one for one in found.revisions.all() if one.number == found.revision)
    found.text, found.extractor = now.text, now.extractor
    return found


def quotes_of(speaker, limit, after):
    """Give a speaker's quotes, newest first, and one more to know if there are more."""
    return _page(QUOTES.filter(current=1, speaker_id=speaker), limit, after)


def figures_of(entity, unit, least, limit, after):
    """Give an entity's figures of at least some value, newest first, and one more."""
    found = FIGURES.filter(
        current=1, entity_id=entity, unit_code=unit, value__gte=least, salience="high"
    )
    return _page(found, limit, after)


def _page(found, limit, after):
    if after:
        moment, number = after.split(",")
        moment = parse_datetime(moment)
        found = found.filter(Q(dated_at__lt=moment) | Q(dated_at=moment, id__lt=int(number)))
    return list(found.order_by("-dated_at", "-id")[: limit + 1])


def page(request, rows, limit):
    """Give a page and the address of the next."""
    items = rows[:limit]
    if len(rows) <= limit:
        return {"items": items, "next": None}
    query = request.GET.copy()
    query["after"] = f"{items[-1].dated_at.isoformat()},{items[-1].id}"
    return {"items": items, "next": request.build_absolute_uri(f"?{query.urlencode()}")}


@transaction.atomic
def store(given):
    """Insert an article with the quotes and figures that are given with it."""
    given = dict(given)
    text, extractor = given.pop("text"), given.pop("extractor")
    quotes, figures = given.pop("quotes"), given.pop("figures")
    moment, dated = now(), given["published_at"]
    made = Article.objects.create(
        **given,
        key=given["url"],
        dated_at=dated,
        created_at=moment,
        updated_at=moment,
        revision=1,
        version=1,
    )
    shared = {"article": made, "publisher": made.publisher, "published_at": dated}
    shared["dated_at"] = dated
    Revision.objects.create(
        article=made, number=1, text=text, extractor=extractor, created_at=moment
    )
    Quote.objects.bulk_create([Quote(**quote, **shared) for quote in quotes])
    Figure.objects.bulk_create([Figure(**figure, **shared) for figure in figures])
    return article(made.id)
