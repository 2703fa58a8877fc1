"""The search language is understood, or says in one sentence what would be right."""

from __future__ import annotations

from datetime import date

import pytest

from phototagger.core.errors import SearchError
from phototagger.core.search import Field, Term, parse
from phototagger.core.search_completion import complete


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("   ", ()),
        ("Beach", (Term(Field.ANY, "beach"),)),
        ("žluť kůň", (Term(Field.ANY, "zlut"), Term(Field.ANY, "kun"))),
        ('"Golden  Retriever"', (Term(Field.ANY, "golden retriever"),)),
        ("-cat", (Term(Field.ANY, "cat", is_negated=True),)),
        ("-", (Term(Field.ANY, "-"),)),
        ("sun*", (Term(Field.ANY, "sun", is_prefix=True),)),
        ("a=b 12:30", (Term(Field.ANY, "a=b"), Term(Field.ANY, "12:30"))),
        ("tag:Dog", (Term(Field.TAG, "dog"),)),
        ('TAG:"golden retriever"', (Term(Field.TAG, "golden retriever"),)),
        ("-tag:ca*", (Term(Field.TAG, "ca", is_negated=True, is_prefix=True),)),
        ("suggested:dog", (Term(Field.SUGGESTED, "dog"),)),
        ("p:beach>0.6", (Term(Field.PROBABILITY, "beach", operator=">", number=0.6),)),
        ("p:beach>=60%", (Term(Field.PROBABILITY, "beach", operator=">=", number=0.6),)),
        ('p:"blue sky"<0,5', (Term(Field.PROBABILITY, "blue sky", operator="<", number=0.5),)),
        ("state:review", (Term(Field.STATE, "review"),)),
        ("kw<7", (Term(Field.KEYWORD_COUNT, operator="<", number=7),)),
        ("kw:0", (Term(Field.KEYWORD_COUNT, operator="=", number=0),)),
        ("kw:>=3", (Term(Field.KEYWORD_COUNT, operator=">=", number=3),)),
        ("ext:.NEF", (Term(Field.EXTENSION, "nef"),)),
        ("name:img_00", (Term(Field.NAME, "img_00"),)),
        ("in:Trip", (Term(Field.FOLDER, "trip"),)),
    ],
)
def test_what_is_understood(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text) == terms


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("date:2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("date:2024-05-03", date(2024, 5, 3), date(2024, 5, 3)),
        ("date:2024-05..2024-08", date(2024, 5, 1), date(2024, 8, 31)),
        ("date:2024..", date(2024, 1, 1), None),
        ("date:..2023-06-05", None, date(2023, 6, 5)),
    ],
)
def test_dates_are_periods(text: str, first: date | None, last: date | None) -> None:
    assert parse(text) == (Term(Field.DATE, first=first, last=last),)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("colour:red", 1, "no field"),
        ("sea state:odd", 5, "no state"),
        ('sea "open', 5, "not closed"),
        ("tag:", 1, "must follow"),
        ("p:beach", 1, "p:beach>0.6"),
        ("p:>0.5", 1, "p:beach>0.6"),
        ("kw<many", 1, "kw<7"),
        ("date:yesterday", 1, "2024-05"),
        ("date:2024-13", 1, "2024-05"),
        ('""', 1, "no word"),
    ],
)
def test_what_is_not_understood_says_where(text: str, position: int, words: str) -> None:
    with pytest.raises(SearchError, match="character") as caught:
        parse(text)
    assert words in str(caught.value)
    assert f"(character {position})." in str(caught.value)


def known_tags(prefix: str) -> list[str]:
    return [word for word in ("dog", "dog show", "sea", "state fair") if word.startswith(prefix)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("sea ", ()),
        ("do", ("dog", '"dog show"')),
        ("sea -tag:do", ("tag:dog", 'tag:"dog show"')),
        ("p:se", ("p:sea",)),
        ("st", ("state:", '"state fair"')),
        ("state:un", ("state:untagged", "state:unwritten")),
        ("kw", ("kw:",)),
        ("date:20", ()),
    ],
)
def test_completions(text: str, words: tuple[str, ...]) -> None:
    assert complete(text, len(text), known_tags).words == words


def test_a_completion_takes_the_place_of_what_was_typed() -> None:
    text = "sea -tag:do rest"
    cursor = text.index(" rest")
    completion = complete(text, cursor, known_tags)
    assert completion.apply(text, cursor, "tag:dog") == ("sea -tag:dog rest", 13)
    assert complete("st", 2, known_tags).apply("st", 2, "state:") == ("state:", 6)
