"""The query language, read: what binds closer, and where the fault is."""

import re

import pytest

from api.folding import fold, fold_in_place
from api.search.query import Either, Phrase, Query, Unsearchable, parse, phrases
from api.search.words import FIELDS, MOST_PLACES, indexed


def shown(query: Query) -> str:
    """A query with every parenthesis that it means."""
    if isinstance(query, Phrase):
        field = f"{query.field}:" if query.field else ""
        return field + "_".join(query.words) + "*" * query.open
    if isinstance(query, Either):
        return f"({' | '.join(map(shown, query.parts))})"
    unwanted = [f"!{shown(part)}" for part in query.unwanted]
    return f"({' & '.join([*map(shown, query.wanted), *unwanted])})"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gas", "gas"),
        ("Gás", "gas"),
        ("gas may", "(gas & may)"),
        ("gas AND may", "(gas & may)"),
        ("gas OR oil may", "(gas | (oil & may))"),
        ("(gas OR oil) may", "((gas | oil) & may)"),
        ("gas -oil NOT may", "(gas & !oil & !may)"),
        ("gas AND NOT (oil OR may)", "(gas & !(oil | may))"),
        ("gas -(oil -may)", "(gas & !(oil & !may))"),
        ('"in May" terminal*', "(in_may & terminal*)"),
        ('"in term*"', "in_term*"),
        ("“in May”", "in_may"),
        ('gas"in May"oil', "(gas & in_may & oil)"),
        ("re-use U.S. don’t", "(re_use & u_s & don_t)"),
        ("-re-use gas", "(gas & !re_use)"),
        ("gas — & *", "gas"),
        ("or and not", "(or & and & not)"),
        ("(((gas)))", "gas"),
        ("title:gas may", "(title:gas & may)"),
        ('gas -author:"Lena Brandt"', "(gas & !author:lena_brandt)"),
        ("title:re-use OR author:bran*", "(title:re_use | author:bran*)"),
        ("10:30 https://gas.example", "(10_30 & https_gas_example)"),
        ('title: gas "mood:dark"', "(title & gas & mood_dark)"),
    ],
)
def test_what_is_typed_and_what_it_means(typed: str, meant: str) -> None:
    assert shown(parse(typed, FIELDS)) == meant


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "Nothing to search for"),
        ("— !", "Nothing to search for"),
        ("(gas", "( at character 1 is not closed"),
        ("gas) may", ") at character 4 closes nothing"),
        ("gas ()", ") at character 6 is in the place of a word"),
        ('gas "in May', "quote mark at character 5 is not closed"),
        ("gas AND", "AND at character 5 lacks what follows it"),
        ("OR gas", "OR at character 1 is in the place of a word"),
        ("gas OR OR oil", "OR at character 8 is in the place of a word"),
        ("-gas", "- at character 1 needs another word that must be there"),
        ("gas OR NOT oil", "NOT at character 8 needs another word"),
        ("gas -(-oil)", "- at character 7 needs another word"),
        ("ga*", "ga* at character 1 needs 3 letters before the *"),
        ("gas mood:dark", "mood: at character 5 is not a field to search in; known here: title, "),
        ("gas -title:(oil)", "title: at character 6 goes before a word"),
        ("(" * 21 + "gas" + ")" * 21, "( at character 21 is inside 20 others"),
    ],
)
def test_what_cannot_be_read_says_where(typed: str, fault: str) -> None:
    with pytest.raises(Unsearchable, match=f"^(The )?{re.escape(fault)}"):
        parse(typed, FIELDS)


def test_where_no_field_is_known_each_is_refused() -> None:
    with pytest.raises(Unsearchable, match=r'none is known here.*: "title:gas"\.'):
        parse("title:gas")


def test_what_must_be_absent_is_nothing_to_find() -> None:
    assert [one.words for one in phrases(parse("gas (oil OR may*) -(peat OR coal)"))] == [
        ("gas",),
        ("oil",),
        ("may",),
    ]


def test_words_are_kept_without_case_and_accents_and_fields_apart() -> None:
    assert indexed("Élan in Łódź, 5 m²", None, "O’Neil") == [
        *("elan", "in", "lodz", "5", "m2", "¦"),
        *("o", "neil"),
    ]


def test_a_word_keeps_no_more_places_than_either_store_can() -> None:
    assert indexed("gas " * 300).count("gas") == MOST_PLACES


@pytest.mark.parametrize("text", ["plain", "Gás “and” Öl", "e\u0301lan straße ½ İ ﬁsh Ærø"])
def test_each_folded_character_is_found_in_the_text(text: str) -> None:
    folded, stands = fold_in_place(text)
    assert folded == fold(text)
    stands = stands or list(range(len(text) + 1))
    assert len(stands) == len(folded) + 1
    assert "".join(fold(text[at]) for at in sorted(set(stands[:-1]))) == folded
