"""Articles, quotes and figures as linked data: JSON-LD in the words of schema.org.

Where a reading stands is told as W3C Web Annotation has it: it is an annotation whose target is a
part of the article. What neither has a word for keeps its name here, as `urn:onrecord:` and it.
The context is part of every document, so that nothing has to be fetched to understand one.
"""

from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]

_OA, _AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_OWN = (
    *("kind", "cue", "speakerText", "confidence", "status", "revision"),
    *("statedBy", "statedIn", "modifier", "change", "period", "outlook", "salience"),
)
CONTEXT: Document = {
    "@vocab": "http://schema.org/",  # as schema.org's own context has it, not https
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "datePublished": {"@type": "DateTime"},
    "itemListElement": {"@container": "@list"},
    "next": {"@id": f"{_AS}next", "@type": "@id"},
    **{name: f"{_OA}{name}" for name in ("Annotation", "SpecificResource")},
    **{name: f"{_OA}{name}" for name in ("TextPositionSelector", "TextQuoteSelector")},
    "target": f"{_OA}hasTarget",
    "source": {"@id": f"{_OA}hasSource", "@type": "@id"},
    "selector": f"{_OA}hasSelector",
    **{
        name: {"@id": f"{_OA}{name}", "@type": f"{_XSD}nonNegativeInteger"}
        for name in ("start", "end")
    },
    **{name: f"{_OA}{name}" for name in ("exact", "prefix", "suffix")},
    **{name: f"urn:onrecord:{name}" for name in _OWN},
}
_KINDS = {"person": "Person", "organisation": "Organization", "place": "Place", "other": "Thing"}
# Where a number is a bound: https://schema.org/QuantitativeValue.
_BOUNDS = {">": "minValue", "<": "maxValue"}


def document(node: Document, base: str) -> Document:
    """A node with the context, at the root of the service that its addresses begin with."""
    return {"@context": {"@base": base, **CONTEXT}, **node}


def page(nodes: list[Document], following: str | None) -> Document:
    """A page of a list (schema.org ItemList)."""
    return _without_null({"@type": "ItemList", "itemListElement": nodes, "next": following})


def article(found: Mapping[str, Any]) -> Document:
    """An article, whole or in a list (schema.org NewsArticle)."""
    return _without_null(
        {
            "@id": f"v1/articles/{found['id']}",
            "@type": "NewsArticle",
            "url": found["url"],
            "headline": found["title"],
            "author": [{"name": name} for name in found["authors"]],
            "publisher": _publisher(found),
            "datePublished": found["published_at"],
            "inLanguage": found["language"],
            "keywords": found["tags"] or None,
            "articleBody": found.get("text"),
            "hasPart": [quote(one) for one in found.get("quotes", ())],
            "mentions": [figure(one) for one in found.get("figures", ())],
            "revision": found["revision"],
        }
    )


def entity(found: Mapping[str, Any]) -> Document:
    """An entity: a schema.org Person, Organization, Place or Thing."""
    return _without_null(
        {
            "@id": f"v1/entities/{found['id']}",
            "@type": _KINDS[found["kind"]],
            "name": found["name"],
            "alternateName": found["aliases"] or None,
            "sameAs": found["same_as"] or None,
        }
    )


def quote(found: Mapping[str, Any]) -> Document:
    """A quote (schema.org Quotation)."""
    return _without_null(
        {
            "@id": f"v1/quotes/{found['id']}",
            "@type": ["Quotation", "Annotation"],
            "text": found["text"],
            "spokenByCharacter": _named("entities", found["speaker"]),
            "isPartOf": _article_of(found),
            **_read(found),
            "kind": found["kind"],
            "cue": found["cue"],
            "speakerText": found["speaker_text"],
        }
    )


def figure(found: Mapping[str, Any]) -> Document:
    """A figure (schema.org Observation, which is a QuantitativeValue)."""
    in_si = {"unitCode": _unit_code(found["dimension"], found["si_unit"])}
    in_si |= _value(found, "si_value", "si_value_max")
    is_normalised = found["si_value"] is not None
    return _without_null(
        {
            "@id": f"v1/figures/{found['id']}",
            "@type": ["Observation", "Annotation"],
            "name": found["text"],
            **_value(found, "value", "value_max"),
            "unitText": found["unit"],
            "unitCode": _unit_code(found["dimension"], found["unit_code"]),
            "valueReference": {"@type": "QuantitativeValue", **in_si} if is_normalised else None,
            "observationAbout": _named("entities", found["entity"]),
            "variableMeasured": _named("measures", found["measure"]),
            "measuredProperty": found["property"],
            "subjectOf": _article_of(found),
            **_read(found),
            "statedBy": _named("entities", found["stated_by"]),
            "statedIn": found["quote_id"] and {"@id": f"v1/quotes/{found['quote_id']}"},
            **{
                name: found[name]
                for name in ("modifier", "change", "period", "outlook", "salience")
            },
        }
    )


def _read(found: Mapping[str, Any]) -> Document:
    """What quotes and figures have in common: where it stands, and how sure it is."""
    at = found["selector"]
    position = {"start": at["start"], "end": at["end"]}
    words = {name: at[name] for name in ("exact", "prefix", "suffix")}
    return {
        "target": {
            "@type": "SpecificResource",
            "source": f"v1/articles/{found['article_id']}",
            "revision": found["revision"],
            "selector": [
                {"@type": "TextPositionSelector", **position},
                {"@type": "TextQuoteSelector", **words},
            ],
        },
        "confidence": found["confidence"],
        "status": found["status"],
    }


def _article_of(found: Mapping[str, Any]) -> Document:
    return _without_null(
        {
            "@id": f"v1/articles/{found['article_id']}",
            "@type": "NewsArticle",
            "url": found["article_url"],
            "headline": found["article_title"],
            "publisher": _publisher(found),
            "datePublished": found["published_at"],
        }
    )


def _publisher(found: Mapping[str, Any]) -> Document | None:
    name = found["publisher"]
    return {"@type": "Organization", "name": name} if name else None


def _named(kind: str, reference: Mapping[str, Any] | None) -> Document | None:
    if reference is None:
        return None
    return {"@id": f"v1/{kind}/{reference['id']}", "name": reference["name"]}


def _value(found: Mapping[str, Any], least: str, most: str) -> Document:
    if found[most] is not None:
        return {"minValue": found[least], "maxValue": found[most]}
    return {_BOUNDS.get(found["modifier"], "value"): found[least]}


def _unit_code(dimension: str | None, code: str | None) -> str | None:
    """A code as schema.org takes those that are not UN/CEFACT's: with a prefix."""
    return code and f"{'ISO4217' if dimension == 'currency' else 'UCUM'}:{code}"


def _without_null(node: Document) -> Document:
    return {name: value for name, value in node.items() if value is not None}
