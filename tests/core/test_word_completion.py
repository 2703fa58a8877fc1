"""What a word that is typed may become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_completion import KnownWord, WordIndex, complete_word

INDEX = WordIndex(
    Vocabulary(
        {
            "car": Word("car", synonyms=("auto", "motorcar"), translations={"cs": "vůz"}),
            "Kilimanjaro": Word("Kilimanjaro", is_kept=True),
            "autumn": Word("autumn", translations={"cs": "podzim"}),
        }
    )
)
COUNTS = {"car": 312, "autumn": 7, "automobile": 0}


def known_tags(prefix: str, limit: int) -> list[str]:
    return [name for name in ("automobile", "autumn", "car") if name.startswith(prefix)][:limit]


def photos(names: Sequence[str]) -> Mapping[str, int]:
    return {name: COUNTS[name] for name in names if name in COUNTS}


def complete(prefix: str, limit: int = 12) -> list[KnownWord]:
    return complete_word(prefix, INDEX, known_tags, photos, limit)


def test_a_synonym_offers_the_word_it_means_with_its_photos() -> None:
    assert complete("auto") == [
        KnownWord("auto", "car", 312),
        KnownWord("automobile", "automobile", 0),
    ]


def test_a_translation_offers_its_word_whatever_case_and_accents() -> None:
    assert complete("VUZ") == [KnownWord("vůz", "car", 312)]
    assert complete("podz") == [KnownWord("podzim", "autumn", 7)]


def test_a_word_of_the_vocabulary_that_no_photo_has_is_offered() -> None:
    assert complete("kil") == [KnownWord("Kilimanjaro", "Kilimanjaro", 0)]


def test_a_word_is_offered_once_and_no_more_than_wanted() -> None:
    assert complete("c") == [KnownWord("car", "car", 312)]
    assert len(complete("a", 2)) == 2
    assert complete("zebra") == []


def test_a_synonym_that_is_on_photos_means_its_word() -> None:
    index = WordIndex(Vocabulary({"car": Word("car", synonyms=("automobile",))}))
    found = complete_word("automobile", index, known_tags, photos)
    assert found == [KnownWord("automobile", "car", 312)]
