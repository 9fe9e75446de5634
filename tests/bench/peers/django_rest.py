# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, D102, D106
"""Django REST framework: serializers over Django's models."""

# First: it settles Django.
from tests.bench.peers import django_models as models  # isort: split

from django.core.wsgi import get_wsgi_application
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

IN_ARTICLE = ("article_id", "revision", "publisher", "published_at")
METADATA = ("url", "title", "authors", "publisher", "published_at", "language")
PLACE = ("text", "start", "end", "prefix", "suffix", "confidence")


class Reference(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class Selector(serializers.Serializer):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()


class Quote(serializers.ModelSerializer):
    selector = Selector()
    speaker = Reference()

    class Meta:
        model = models.Quote
        fields = (
            *("id", "status", "confidence", "kind", "text", "selector", "parts", "speaker_text"),
            *("cue", "speaker", *IN_ARTICLE),
        )


class Figure(serializers.ModelSerializer):
    selector = Selector()
    measure = Reference()
    entity = Reference()
    stated_by = Reference()

    class Meta:
        model = models.Figure
        fields = (
            *("id", "status", "confidence", "text", "selector", "value", "value_max", "modifier"),
            *("change", "period", "outlook", "unit", "unit_code", "dimension", "si_value"),
            *("si_value_max", "si_unit", "property", "salience", "measure", "entity", "quote_id"),
            *("stated_by", *IN_ARTICLE),
        )


class Article(serializers.ModelSerializer):
    text = serializers.CharField()
    extractor = serializers.CharField()
    quotes = Quote(many=True)
    figures = Figure(many=True)

    class Meta:
        model = models.Article
        fields = (
            *("id", *METADATA, "revision", "extractor", "created_at", "updated_at", "version"),
            *("text", "quotes", "figures"),
        )


class Page(serializers.Serializer):
    next = serializers.CharField()


class QuotePage(Page):
    items = Quote(many=True)


class FigurePage(Page):
    items = Figure(many=True)


class NewQuote(serializers.ModelSerializer):
    speaker_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = models.Quote
        fields = (*PLACE, "kind", "around", "parts", "speaker_id", "speaker_text", "cue")


class NewFigure(serializers.ModelSerializer):
    measure_id = serializers.IntegerField(allow_null=True)
    entity_id = serializers.IntegerField(allow_null=True)
    quote_id = serializers.IntegerField(allow_null=True)
    stated_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = models.Figure
        fields = (
            *(*PLACE, "value", "value_max", "modifier", "change", "period", "outlook", "unit"),
            *("unit_code", "dimension", "si_value", "si_value_max", "si_unit", "property"),
            *("salience", "measure_id", "entity_id", "quote_id", "stated_by_id"),
        )


class NewArticle(serializers.ModelSerializer):
    text = serializers.CharField(trim_whitespace=False)
    extractor = serializers.CharField(allow_null=True)
    quotes = NewQuote(many=True)
    figures = NewFigure(many=True)

    class Meta:
        model = models.Article
        fields = (*METADATA, "text", "extractor", "quotes", "figures")


class Articles(APIView):
    def post(self, request):
        given = NewArticle(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(Article(models.store(given.validated_data)).data, 201)


class OneArticle(APIView):
    def get(self, request, article_id):
        return Response(Article(models.article(article_id)).data)


class Quotes(APIView):
    def get(self, request):
        asked = request.query_params
        limit = int(asked.get("limit", 50))
        rows = models.quotes_of(int(asked["speaker"]), limit, asked.get("after"))
        return Response(QuotePage(models.page(request, rows, limit)).data)


class Figures(APIView):
    def get(self, request):
        asked = request.query_params
        limit = int(asked.get("limit", 50))
        bound = asked["unit"], float(asked["min"])
        rows = models.figures_of(int(asked["entity"]), *bound, limit, asked.get("after"))
        return Response(FigurePage(models.page(request, rows, limit)).data)


urlpatterns = [
    path("v1/articles/<int:article_id>", OneArticle.as_view()),
    path("v1/articles", Articles.as_view()),
    path("v1/quotes", Quotes.as_view()),
    path("v1/figures", Figures.as_view()),
]
app = get_wsgi_application()
