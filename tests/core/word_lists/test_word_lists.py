"""Lists of words in and out: nothing lost, nothing broken, everything odd is said."""

from __future__ import annotations

import codecs
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from phototagger.core.errors import ExportError, WordListError
from phototagger.core.tags import clean_name
from phototagger.core.vocabulary import Vocabulary, Word
from phototagger.core.word_lists import ImportPlan, plan_import, read_words, write_words
from phototagger.core.word_lists import files as files_module
from phototagger.core.word_lists.indented import read_indented, write_indented

LIGHTROOM = """[PLACES]
\tEurope
\t\tCzechia
\t\t\t{Czech Republic}
\t\t\t{Česko}
\t\t\tPrague
\t\t\t\t{Praha}
[WHAT]
\tanimal
\t\tdog
\t\t\t{hound}
\t\t\tpug
\t\tcat
"""
"""As Lightroom Classic exports a list: headings are not exported, synonyms one level deeper."""


def imported(text: str, vocabulary: Vocabulary | None = None) -> ImportPlan:
    return plan_import(read_indented(text), vocabulary or Vocabulary(), "list.txt")


def words_of(plan: ImportPlan) -> dict[str, Word]:
    return {name: word for name, word in plan.change.after.items() if word is not None}


def test_a_list_of_lightroom() -> None:
    plan = imported(LIGHTROOM)
    words = words_of(plan)
    assert plan.problems == ()
    assert len(plan.new) == len(words) == 9
    assert words["PLACES"] == Word("PLACES", is_private=True)
    assert words["Czechia"] == Word(
        "Czechia", parent="Europe", synonyms=("Czech Republic", "Česko")
    )
    assert words["Prague"] == Word("Prague", parent="Czechia", synonyms=("Praha",))
    assert Vocabulary(words).parents("pug") == ("dog", "animal", "WHAT")


def test_what_was_written_is_what_was_read() -> None:
    words = Vocabulary(words_of(imported(LIGHTROOM)))
    assert read_indented(write_indented(words)).problems == ()
    assert words_of(imported(write_indented(words))) == words.words
    assert write_indented(words).splitlines()[:3] == ["[PLACES]", "\tEurope", "\t\tCzechia"]


def test_blanks_may_stand_for_tabs() -> None:
    assert words_of(imported(LIGHTROOM.replace("\t", "  "))) == words_of(imported(LIGHTROOM))


def test_a_flat_list_leaves_parents_as_they_are() -> None:
    known = Vocabulary({"dog": Word("dog", parent="animal", show_from=0.3)})
    plan = imported("dog\r\nfox\r\n\r\n", known)
    assert plan.new == (Word("fox", is_kept=True),)
    assert (plan.changed, plan.same_count) == ((), 1)


def test_a_list_adds_synonyms_and_keeps_the_rest() -> None:
    dog = Word("dog", synonyms=("hound",), translations={"cs": "pes"}, accept_from=0.9)
    plan = imported("animal\n\tdog\n\t\t{doggo}\n", Vocabulary({"dog": dog}))
    assert plan.changed == ((dog, replace(dog, parent="animal", synonyms=("hound", "doggo"))),)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a\n\t\tb\n", 2, "indented too far"),
        ("\ta\n", 1, "stands at the left now"),
        ("{x}\n", 1, "belongs to no word"),
        ("a\n\t[]\n", 2, "there is no word"),
        ("Countries\n\tTurkey\nBirds\n\tTurkey\n", 4, "stands below “Birds” here and below"),
        ("orange\n\torange\n", 2, "stands below “orange” here and at the left"),
        ("a\n\tb\n\t\ta\n", 3, "stands below “b” here and at the left in line 1"),
        ("a\n\t{b}\nb\n", 1, "the synonym “b” of “a” is a word of its own"),
        ("a\n\t{x}\nb\n\t{x}\n", 3, "the synonym “x” of “b” means “a” already"),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_line(text: str, line: int, sentence: str) -> None:
    problems = imported(text).problems
    assert any(f"Line {line}:" in p and sentence in p for p in problems), problems


def test_a_word_below_its_own_child_keeps_no_parent() -> None:
    known = Vocabulary({"dog": Word("dog", parent="pug"), "pug": Word("pug", show_from=0.2)})
    plan = imported("dog\n\tpug\n", known)
    assert len(plan.problems) == 1
    after = {**known.words, **words_of(plan)}
    assert "dog" not in Vocabulary(after).parents("dog")


# There and back


NASTY = "ab ;,\\'\"=+-@{}[]\té→ž語"


def random_words(chance: random.Random) -> Vocabulary:
    def name() -> str:
        text = "".join(chance.choice(NASTY) for _ in range(chance.randint(1, 9)))
        return clean_name(text)

    names = list(dict.fromkeys(filter(None, (name() for _ in range(30)))))
    chance.shuffle(names)
    words, synonyms = names[:12], names[12:]
    found = {}
    for number, word in enumerate(words):
        own = [synonyms.pop() for _ in range(chance.randint(0, 2)) if synonyms]
        found[word] = Word(
            word,
            parent=chance.choice(["", *words[:number]]),
            synonyms=tuple(own),
            translations={
                language: text
                for language in ("en", "cs", "de")
                if chance.random() < 0.4 and (text := name())
            },
            is_private=chance.random() < 0.3,
            is_never_suggested=chance.random() < 0.3,
            show_from=chance.choice((None, 0.0, 1.0, chance.random())),
            accept_from=chance.choice((None, chance.random())),
        ).kept()
    return Vocabulary(found)


@pytest.mark.parametrize("suffix", [".csv", ".json"])
@pytest.mark.parametrize("seed", range(40))
def test_tables_and_json_lose_nothing(tmp_path: Path, suffix: str, seed: int) -> None:
    words = random_words(random.Random(seed))
    out = tmp_path / f"words{suffix}"
    assert write_words(words, out) == len(words.words)
    found = read_words(out)
    plan = plan_import(found, Vocabulary(), out.name)
    assert plan.problems == ()
    assert words_of(plan) == words.words
    again = plan_import(found, words, out.name)
    assert (again.new, again.changed, again.same_count) == ((), (), len(words.words))
    assert not again.change.after


@pytest.mark.parametrize("seed", range(40))
def test_indented_text_keeps_what_it_has_a_form_for(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"word {number}" for number in range(15)]
    words = Vocabulary(
        {
            name: Word(
                name,
                parent=chance.choice(["", *names[:number]]),
                synonyms=(f"also {number}",) if chance.random() < 0.4 else (),
                is_private=chance.random() < 0.3,
            ).kept()
            for number, name in enumerate(names)
        }
    )
    out = tmp_path / "words.txt"
    write_words(words, out)
    assert words_of(plan_import(read_words(out), Vocabulary(), out.name)) == words.words


def test_a_circle_of_parents_is_written_all_the_same() -> None:
    words = Vocabulary({"a": Word("a", parent="b"), "b": Word("b", parent="a"), "c": Word("c")})
    assert sorted(line.strip() for line in write_indented(words).splitlines()) == ["a", "b", "c"]


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes("Český les\n\tkůň\n".encode(encoding))
    assert [word.name for word in read_words(file).words] == ["Český les", "kůň"]


def test_encodings_of_windows(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes("façade\nMünchen\n".encode("cp1252"))
    assert [word.name for word in read_words(file).words] == ["façade", "München"]
    file.write_bytes("labuť\n".encode("cp1250"))
    assert [word.name for word in read_words(file).words] == ["labuť"]


def table(tmp_path: Path, text: str, name: str = "words.csv") -> ImportPlan:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return plan_import(read_words(file), Vocabulary(), name)


def test_a_table_of_a_spreadsheet(tmp_path: Path) -> None:
    plan = table(
        tmp_path, "Keyword;Parent;Synonyms;show from;private\ndog;animal;hound;40 %;X\ncat;;;0,5;\n"
    )
    words = words_of(plan)
    assert words["dog"] == Word(
        "dog", parent="animal", synonyms=("hound",), is_private=True, show_from=0.4
    )
    assert words["cat"].show_from == 0.5


def test_columns_that_are_not_there_say_nothing(tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    file.write_text("name,cs\ndog,pes\n", "utf-8")
    dog = Word("dog", parent="animal", is_private=True, translations={"en": "dog"})
    plan = plan_import(read_words(file), Vocabulary({"dog": dog}), file.name)
    assert plan.changed == ((dog, replace(dog, translations={"en": "dog", "cs": "pes"})),)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("dog,maybe,", "Line 2: private must be yes or no, not “maybe”."),
        ("dog,,140", "Line 2: show_from must be a number from 0 to 1 or a percentage, not “140”."),
        ("dog,,nan", "Line 2: show_from must be a number"),
        (",yes,", "Line 2: there is no word."),
        ("dog,,\ndog,,", "Line 3: “dog” stands in line 2 already"),
    ],
)
def test_odd_cells_are_said_with_their_line(tmp_path: Path, row: str, sentence: str) -> None:
    problems = table(tmp_path, f"name,private,show_from\n{row}\n").problems
    assert any(problem.startswith(sentence) for problem in problems), problems


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"parent,cs\nx,y\n", "a.csv has no column called name; add one."),
        ("a.csv", b'name\n"' + b"x" * 200_000 + b'"\n', "a.csv is no table that can be read"),
        ("a.json", b"{", "a.json is no JSON that can be read."),
        ("a.json", b"[" * 100_000, "a.json is no JSON that can be read."),
        ("a.json", b"[]", "a.json holds no list of words."),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x81\x8d", "a.txt is no text"),
    ],
)
def test_what_is_no_list_is_said_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(WordListError) as refused:
        read_words(file)
    assert str(refused.value).startswith(sentence)


def test_files_that_are_away_or_huge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WordListError, match="cannot be read; choose another file"):
        read_words(tmp_path / "none.txt")
    file = tmp_path / "list.txt"
    file.write_bytes(b"x\n" * 100)
    monkeypatch.setattr(files_module, "MAX_BYTES", 100)
    with pytest.raises(WordListError, match="too large"):
        read_words(file)
    with pytest.raises(ExportError):
        write_words(Vocabulary(), tmp_path / "photo.jpg")


def test_broken_records_of_json_are_left_out(tmp_path: Path) -> None:
    records: list[object] = [
        {"name": "dog"},
        "cat",
        {"name": 3},
        {"name": ""},
        {"name": "dog"},
        {"name": "cow", "show_from": 2},
    ]
    plan = table(tmp_path, json.dumps({"words": records}), "words.json")
    assert list(words_of(plan)) == ["dog"]
    assert len(plan.problems) == 5


def test_a_list_as_deep_as_it_is_long(tmp_path: Path) -> None:
    text = "".join("\t" * depth + f"w{depth}\n" for depth in range(2000))
    words = Vocabulary(words_of(imported(text)))
    assert len(words.parents("w1999")) == 1999
    assert len(write_indented(words).splitlines()) == 2000


def test_our_table_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "words.csv"
    write_words(Vocabulary({"=1+1": Word("=1+1").kept()}), out)
    content = out.read_bytes()
    assert content.startswith(codecs.BOM_UTF8)
    assert b"'=1+1" in content
