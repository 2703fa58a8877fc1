"""What the user said about words: remembered across runs, taken back without a trace."""

from __future__ import annotations

from pathlib import Path

from phototagger.core.library import Library
from phototagger.core.vocabulary import Vocabulary, Word, changed

DOG = Word(
    "dog",
    parent="animal",
    synonyms=("hound", "doggo"),
    translations={"cs": "pes"},
    is_private=True,
    is_never_suggested=True,
    show_from=0.2,
    accept_from=0.9,
)


def test_entries_are_there_after_a_restart_and_gone_after_an_undo(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "catalog.sqlite")
    change = changed(library.vocabulary.load(), [DOG, Word("cat", is_private=True)], "describe")
    library.vocabulary.save(change.after)
    library.close()

    library = Library.open(tmp_path / "catalog.sqlite")
    assert library.vocabulary.load().word("dog") == DOG
    library.vocabulary.save(change.reversed().after)
    assert library.vocabulary.load() == Vocabulary()
    library.close()


def test_a_change_holds_only_what_differs() -> None:
    vocabulary = Vocabulary({"dog": DOG})
    change = changed(vocabulary, [DOG, Word("cat"), Word("fox", parent="animal")], "describe")
    assert change.before == {"fox": None}
    assert change.after == {"fox": Word("fox", parent="animal")}


def test_a_circle_of_parents_ends() -> None:
    words = {name: Word(name, parent=above) for name, above in (("a", "b"), ("b", "c"), ("c", "a"))}
    assert Vocabulary(words).parents("a") == ("b", "c")


def test_a_kept_word_is_not_plain_and_stays(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "catalog.sqlite")
    new = Word("Kilimanjaro").kept()
    assert not new.is_plain
    library.vocabulary.save(changed(Vocabulary(), [new], "add").after)
    library.close()
    library = Library.open(tmp_path / "catalog.sqlite")
    assert library.vocabulary.load().words == {"Kilimanjaro": new}
    library.close()
    assert not Word("fox", parent="animal", is_kept=True).kept().is_kept


def test_a_synonym_is_the_word_it_means_over_several_steps() -> None:
    vocabulary = Vocabulary(
        {
            "car": Word("car", synonyms=("auto", "motorcar")),
            "vehicle": Word("vehicle", synonyms=("car",)),
            "wagon": Word("wagon", synonyms=("auto",)),
        }
    )
    assert vocabulary.main_word("motorcar") == "vehicle"
    assert vocabulary.main_word("auto") == "vehicle", "of two that claim it, the first has it"
    assert vocabulary.main_word("train") == "train"


def test_synonyms_that_mean_each_other_end_somewhere() -> None:
    words = {"a": Word("a", synonyms=("b",)), "b": Word("b", synonyms=("a",))}
    assert {Vocabulary(words).main_word(name) for name in "ab"} <= {"a", "b"}
