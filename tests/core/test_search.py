"""The search language is understood, or says in one sentence what would be right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from phototagger.core.errors import SearchError
from phototagger.core.photo import PhotoFilter
from phototagger.core.photo_query import SavedSearch
from phototagger.core.search import Field, State, Term, as_text, parse
from phototagger.core.search_completion import Known, complete


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
        ("is:Reviewed", (Term(Field.STATE, "reviewed"),)),
        ("own:Rex", (Term(Field.OWN, "rex"),)),
        ("-rejected:dog", (Term(Field.REJECTED, "dog", is_negated=True),)),
        (
            "tag:dog or -cat OR kw<2 sea",
            (
                Term(
                    Field.TAG,
                    "dog",
                    others=(
                        Term(Field.ANY, "cat", is_negated=True),
                        Term(Field.KEYWORD_COUNT, operator="<", number=2),
                    ),
                ),
                Term(Field.ANY, "sea"),
            ),
        ),
        ('"or"', (Term(Field.ANY, "or"),)),
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


def known_words(prefix: str) -> list[str]:
    return [word for word in ("dog", "dog show", "sea", "state fair") if word.startswith(prefix)]


KNOWN = Known(
    known_words,
    lambda words: {"dog": 3},
    {State.REVIEW: 7, State.CHANGED: 0},
    {"Trip": 40, "Old trips": 50, "Work": 1},
    {"jpg": 9, "nef": 3},
)


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
    assert complete(text, len(text), KNOWN).words == words


def test_a_completion_takes_the_place_of_what_was_typed() -> None:
    text = "sea -tag:do rest"
    cursor = text.index(" rest")
    completion = complete(text, cursor, KNOWN)
    assert completion.apply(text, cursor, "tag:dog") == ("sea -tag:dog rest", 13)
    assert complete("st", 2, KNOWN).apply("st", 2, "state:") == ("state:", 6)


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("tag:d", [("tag:dog", 3)]),
        ("state:re", [("state:review", 7), ("state:reviewed", None)]),
        ("is:ch", [("is:changed", 0)]),
        ("in:tri", [('in:"Old trips"', 50), ("in:Trip", 40)]),
        ("ext:", [("ext:jpg", 9), ("ext:nef", 3)]),
        ("ext:n", [("ext:nef", 3)]),
        ("state:pro", []),  # "error" is the word; "problem" is understood too
    ],
)
def test_completions_say_how_many_photos(text: str, offers: list[tuple[str, int | None]]) -> None:
    found = complete(text, len(text), KNOWN).offers
    assert [(offer.text, offer.count) for offer in found if "dog" in offer.text or ":" in text][
        : len(offers)
    ] == offers


def test_a_choice_at_the_side_becomes_part_of_the_search() -> None:
    assert as_text(PhotoFilter.ALL, " kw<7 ") == "kw<7"
    assert as_text(PhotoFilter.REVIEWED, "") == "state:reviewed state:unwritten"
    assert as_text(SavedSearch("x", "a or b"), "c") == "a or b c"
    assert parse(as_text(Path("/p/My Trip"), "c")) == (
        Term(Field.FOLDER, "/p/my trip"),
        Term(Field.ANY, "c"),
    )
    for choice in PhotoFilter:
        parse(as_text(choice, ""))


@pytest.mark.parametrize(("text", "position"), [("or cat", 0), ("a or or b", 5), ("a or", 2)])
def test_or_needs_two_sides(text: str, position: int) -> None:
    with pytest.raises(SearchError, match="Something must") as caught:
        parse(text)
    assert caught.value.position == position
