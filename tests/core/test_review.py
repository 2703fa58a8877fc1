"""Decisions, suggestions and file keywords: the five states and how they change."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from phototagger.core import review_changes
from phototagger.core.photo import PhotoId
from phototagger.core.review import (
    Coverage,
    Decision,
    Review,
    ReviewChange,
    TagState,
    Texts,
    selection_rows,
)
from phototagger.core.tags import KeywordChange, KeywordSet, TagSuggestion, clean_name, parse_names

SUGGESTIONS = (TagSuggestion("beach", 0.9), TagSuggestion("sea", 0.7), TagSuggestion("dog", 0.3))
ONE = PhotoId(1)
NAMES = st.text(min_size=1, max_size=8).map(clean_name).filter(bool)


def states(review: Review) -> dict[str, TagState]:
    return {row.name: row.state for row in review.rows()}


def test_the_five_states_are_told_apart() -> None:
    review = Review(SUGGESTIONS, in_file=KeywordSet.of(["holiday"]))
    review = review.decide("beach", Decision.ACCEPTED).decide("dog", Decision.REJECTED)
    review = review.decide("Brno", Decision.ACCEPTED)
    assert states(review) == {
        "beach": TagState.ACCEPTED,
        "Brno": TagState.OWN,
        "holiday": TagState.IN_FILE,
        "sea": TagState.SUGGESTED,
        "dog": TagState.REJECTED,
    }


def test_decisions_survive_a_new_answer_of_the_service() -> None:
    review = Review(SUGGESTIONS).decide("dog", Decision.REJECTED).decide("sea", Decision.ACCEPTED)
    again = Review((TagSuggestion("dog", 0.99),), review.decisions)
    assert states(again) == {"dog": TagState.REJECTED, "sea": TagState.ACCEPTED}
    assert again.keywords().names == ("sea",)


def test_rejecting_a_keyword_of_the_file_removes_it_at_the_next_write() -> None:
    review = Review(in_file=KeywordSet.of(["old", "kept"])).decide("old", Decision.REJECTED)
    assert review.wanted_change() == KeywordChange(remove=KeywordSet.of(["old"]))
    assert not review.is_saved
    assert review.keywords().names == ("kept",)


def test_a_rejected_suggestion_that_is_in_no_file_changes_no_file() -> None:
    assert Review(SUGGESTIONS).decide("dog", Decision.REJECTED).is_saved


def test_a_word_another_program_wrote_is_not_removed_by_an_older_rejection() -> None:
    review = Review(SUGGESTIONS).decide("dog", Decision.REJECTED)
    review = review.with_file_keywords(KeywordSet.of(["dog"]))
    assert review.wanted_change() == KeywordChange()
    assert states(review)["dog"] is TagState.IN_FILE


def test_renaming_a_suggestion_rejects_the_old_word_and_accepts_the_new() -> None:
    review = Review(SUGGESTIONS).rename("sea", "Baltic Sea")
    assert states(review)["sea"] is TagState.REJECTED
    assert review.keywords().names == ("Baltic Sea",)


def test_renaming_a_keyword_of_the_file_replaces_it() -> None:
    review = Review(in_file=KeywordSet.of(["hund"])).rename("hund", "dog")
    assert review.wanted_change() == KeywordChange(KeywordSet.of(["dog"]), KeywordSet.of(["hund"]))


def test_renaming_an_own_word_leaves_no_trace_of_it() -> None:
    review = Review().decide("dgo", Decision.ACCEPTED).rename("dgo", "dog")
    assert list(states(review)) == ["dog"]


def test_accepted_suggestion_keeps_its_probability_after_a_rerun_without_it() -> None:
    review = Review(SUGGESTIONS).decide("beach", Decision.ACCEPTED)
    (row,) = Review((), review.decisions).rows()
    assert row.probability == 0.9


def test_selection_shows_all_some_and_none() -> None:
    first = Review(SUGGESTIONS).decide("beach", Decision.ACCEPTED).decide("own", Decision.ACCEPTED)
    second = Review((TagSuggestion("beach", 0.5),)).decide("own", Decision.ACCEPTED)
    rows = {row.name: row for row in selection_rows([first, second])}
    assert rows["own"].coverage is Coverage.FULL
    assert rows["beach"].coverage is Coverage.PARTIAL
    assert (rows["beach"].keyword_count, rows["beach"].suggested_count) == (1, 1)
    assert rows["beach"].probability == 0.5, "what is accepted says nothing about what is open"
    assert rows["beach"].probability_range == (0.5, 0.5)
    assert selection_rows([first])[0].probability == 0.9, "accepting keeps it"
    assert selection_rows([first, first])[0].probability is None
    assert rows["dog"].coverage is Coverage.NONE


def test_selection_puts_keywords_first_then_likely_suggestions_then_rejected() -> None:
    review = Review(SUGGESTIONS).decide("dog", Decision.ACCEPTED).decide("beach", Decision.REJECTED)
    assert [row.name for row in selection_rows([review])] == ["dog", "sea", "beach"]


def test_a_change_can_be_reversed() -> None:
    before = {PhotoId(1): Review(SUGGESTIONS).decisions}
    after = {PhotoId(1): Review(SUGGESTIONS).decide("sea", Decision.ACCEPTED).decisions}
    change = ReviewChange('accept "sea"', before, after)
    assert change.reversed().after == before
    assert change.reversed().reversed() == change


@given(st.lists(NAMES), st.lists(NAMES), st.lists(NAMES))
def test_a_change_adds_and_removes_exactly_its_words(
    current: list[str], add: list[str], remove: list[str]
) -> None:
    change = KeywordChange(KeywordSet.of(add), KeywordSet.of(remove))
    result = change.apply(KeywordSet.of(current))
    assert set(result) == (set(current) | set(add)) - set(remove)
    assert change.apply(result) == result


@given(st.text())
def test_clean_names_are_stable_printable_and_bounded(text: str) -> None:
    name = clean_name(text)
    assert clean_name(name) == name
    assert len(name) <= 200
    assert not any(char in name for char in "\n\t\r\0")


def test_an_accent_meets_its_letter_when_a_control_character_goes() -> None:
    assert clean_name("C\x1b\u0327") == "\u00c7"


def test_typed_text_is_split_at_commas_and_semicolons() -> None:
    assert parse_names(" beach, Žluťoučký  kůň;;beach ,\n") == ("beach", "Žluťoučký kůň")


def test_a_text_is_a_decision_like_a_tag() -> None:
    review = Review(file_texts=Texts("Old", ""))
    change = review_changes.set_texts({ONE: review}, title=" Sea \n at dusk", description="a\r\nb")
    assert change.label == "change the title and description"
    assert change.ids == {ONE} and not change.after
    assert change.texts_after == {ONE: Texts("Sea at dusk", "a\nb")}
    assert change.reversed().texts_after == {ONE: Texts()}
    decided = replace(review, texts=change.texts_after[ONE])
    assert (decided.title, decided.description) == ("Sea at dusk", "a\nb")
    assert not decided.is_saved
    wanted = decided.wanted_change()
    assert (wanted.title, wanted.description) == ("Sea at dusk", "a\nb")
    assert decided.with_file_texts(Texts("Sea at dusk", "a\nb")).is_saved


def test_setting_the_text_the_photo_has_changes_nothing() -> None:
    review = Review(file_texts=Texts("Old", "")).with_texts(title="Old")
    assert review.is_saved and not review.wanted_change()


def test_a_text_can_be_taken_away() -> None:
    review = Review(file_texts=Texts("Old", "")).with_texts(title="")
    assert review.title == "" and review.wanted_change().title == ""


def test_another_program_s_text_wins_over_a_saved_one_only() -> None:
    saved = Review(texts=Texts("Mine"), file_texts=Texts("Mine", ""))
    assert saved.with_file_texts(Texts("Theirs", "")).title == "Theirs"
    unsaved = Review(texts=Texts("Mine"), file_texts=Texts("Old", ""))
    assert unsaved.with_file_texts(Texts("Theirs", "")).title == "Mine"


def test_two_changes_are_one_that_leads_from_the_first_to_the_last() -> None:
    one, other = PhotoId(1), PhotoId(2)
    reviews = {one: Review(), other: Review()}
    first = review_changes.set_texts(reviews, title="Dusk")
    later = review_changes.set_texts({one: Review(texts=Texts("Dusk", None))}, title="Dusk at sea")
    both = first.then(later)
    assert both.texts_before == {one: Texts(), other: Texts()}
    assert both.texts_after == {one: Texts("Dusk at sea", None), other: Texts("Dusk", None)}
    assert not both.then(both.reversed()).ids, "there and back is no change"
