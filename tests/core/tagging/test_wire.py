"""Replies from outside: matched by id, bounded, cleaned; an odd record fails alone."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phototagger.core.errors import BadReply, RequestRejected, StaleFeatures, TaggingError
from phototagger.core.tagging import Features, TagReply, wire

Answers = dict[str, TagReply | TaggingError]


def parse(*records: object, keys: tuple[str, ...] = ("7",), **top: object) -> Answers:
    body = {"status": {"code": 200, "text": "OK"}, "records": list(records), **top}
    return wire.parse_reply(json.dumps(body).encode(), keys, "example.org")


def pairs(answer: TagReply | TaggingError) -> list[tuple[str, float]]:
    assert isinstance(answer, TagReply)
    return [(suggestion.name, suggestion.probability) for suggestion in answer.suggestions]


def record(*tags: object, **extra: object) -> dict[str, object]:
    return {"_id": "7", "_tags": list(tags), **extra}


def test_a_request_carries_photos_by_id() -> None:
    request = json.loads(wire.build_request([("a", b"\x00\xff"), ("b", b"x")], "cs"))

    assert [r["_id"] for r in request["records"]] == ["a", "b"]
    assert base64.b64decode(request["records"][0]["_base64"]) == b"\x00\xff"
    assert (request["lang"], request["tagging_mode"]) == ("cs", "complex")


def test_the_documented_sample_is_read() -> None:
    answers = parse(
        {
            "_id": "image_id",
            "_width": 600,
            "_height": 800,
            "_tags": [
                {"prob": 0.82695050239563, "name": "kitchen"},
                {"prob": 0.7337025642395, "name": "child"},
            ],
        },
        keys=("image_id",),
        lang="en",
        tagging_mode="complex",
        statistics={"processing time": 0.289},
    )

    assert pairs(answers["image_id"]) == [
        ("kitchen", 0.82695050239563),
        ("child", 0.7337025642395),
    ]


def test_the_model_is_named_where_the_service_says_it() -> None:
    named = parse(record(), model="tagger\x00 3")["7"]
    unnamed = parse(record())["7"]

    assert isinstance(named, TagReply) and isinstance(unnamed, TagReply)
    assert (named.model, unnamed.model) == ("tagger 3", "")


def test_answers_are_matched_by_id_whatever_their_order() -> None:
    answers = parse(
        {"_id": "b", "_tags": ["two"]},
        {"_id": "stranger", "_tags": ["x"]},
        {"_id": "a", "_tags": ["one"]},
        keys=("a", "b"),
    )

    assert list(answers) == ["a", "b"]
    assert pairs(answers["a"])[0][0] == "one"
    assert pairs(answers["b"])[0][0] == "two"


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([], "sent no answer for this photo"),
        ([{"_tags": ["position alone says nothing"]}], "sent no answer for this photo"),
        ([record(), record()], "sent several answers"),
        ([{"_id": "7"}], "sent no tags"),
        ([{"_id": "7", "_tags": {"name": "x"}}], "sent no tags"),
        ([record({"prob": 2.5, "name": "sea"})], "cannot be read"),
        ([record(5, None, [])], "cannot be read"),
        ([record(_status={"code": 400, "text": "bad\nimage."})], "could not tag this photo: bad."),
    ],
)
def test_an_odd_record_fails_alone(records: list[object], sentence: str) -> None:
    answers = parse(*records, {"_id": "8", "_tags": ["sky"]}, keys=("7", "8"))

    assert isinstance(answers["7"], BadReply | RequestRejected)
    assert sentence in str(answers["7"])
    assert pairs(answers["8"])[0][0] == "sky"


def test_a_photo_without_tags_is_a_good_answer() -> None:
    assert pairs(parse(record())["7"]) == []


def test_ids_that_came_back_as_numbers_still_match() -> None:
    assert pairs(parse({"_id": 7, "_tags": ["sky"]})["7"])[0][0] == "sky"


@pytest.mark.parametrize("field", ["_tags", "_tags_simple"])
def test_bare_names_are_shown_but_not_sure(field: str) -> None:
    answer = parse({"_id": "7", field: ["room", "family"]})["7"]

    assert pairs(answer) == [("room", 0.5), ("family", 0.5)]


def test_odd_tags_are_dropped_and_names_cleaned() -> None:
    answer = parse(
        record(
            {"name": "  deep\x07 \n sea ", "prob": 0.5},
            {"name": "beach", "prob": 0.7},
            {"name": "beach", "prob": 0.9},
            {"name": "nan", "prob": float("nan")},
            {"name": "huge", "prob": 10**400},
            {"name": "true", "prob": True},
            {"name": "text", "prob": "0.8"},
            {"name": "words", "prob": "very"},
            {"name": "", "prob": 0.9},
            {"name": 5, "prob": 0.9},
            {"name": "one", "prob": 1.0000001},
            {"name": "x" * 5000, "prob": 0.1},
        )
    )["7"]

    assert pairs(answer) == [
        ("one", 1.0),
        ("beach", 0.9),
        ("text", 0.8),
        ("deep sea", 0.5),
        ("x" * 200, 0.1),
    ]


def test_thousands_of_tags_are_cut_to_the_best() -> None:
    tags = [{"name": f"tag {i}", "prob": i / 10_000} for i in range(9_000)]

    answer = parse(record(*tags))["7"]

    assert len(pairs(answer)) == wire.MAX_TAGS
    assert pairs(answer)[0] == ("tag 8999", 0.8999)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("_id", "_tags", "_status", "name", "prob", "code", "text")), inner
        )
    ),
    max_leaves=12,
)


@given(records=json_values, status=json_values)
def test_no_reply_can_surprise(records: object, status: object) -> None:
    body = json.dumps({"status": status, "records": records}).encode()
    try:
        answers = wire.parse_reply(body, ["7"], "example.org")
    except TaggingError as error:
        assert str(error).startswith("example.org ")
        return
    answer = answers["7"]
    if isinstance(answer, TagReply):
        assert all(s.name and 0 <= s.probability <= 1 for s in answer.suggestions)
    else:
        assert str(answer).startswith("example.org ")


@given(st.binary(max_size=40), st.integers(400, 599))
def test_no_error_page_can_surprise(body: bytes, code: int) -> None:
    error = wire.failure(code, body, "example.org")

    assert str(error).startswith("example.org ")
    assert "\n" not in str(error)


def test_features_are_sent_and_asked_for_only_on_wish() -> None:
    kept = Features("space-1", b"\x00\x3c")
    plain = json.loads(wire.build_request([("a", b"x")], "en"))
    mixed = json.loads(wire.build_request([("a", b"x"), ("b", kept)], "en", wants_features=True))

    assert set(plain) == {"lang", "tagging_mode", "records"}
    assert mixed["features"] is True and mixed["_feature_space"] == "space-1"
    assert mixed["records"][1] == {"_id": "b", "_features": "ADw="}
    assert "_features" not in mixed["records"][0]


def test_features_of_two_spaces_never_go_together() -> None:
    with pytest.raises(ValueError, match="several spaces"):
        wire.build_request([("a", Features("1", b"xx")), ("b", Features("2", b"xx"))], "en")


def test_features_are_read_with_their_space() -> None:
    answer = parse(record("sky", _features="ADw="), _feature_space="space-1")["7"]

    assert isinstance(answer, TagReply)
    assert answer.features == Features("space-1", b"\x00\x3c")


@pytest.mark.parametrize(
    ("features", "space"),
    [
        ("ADw=", None),
        ("ADw=", ""),
        ("ADw=", 5),
        ("ADw=", "x" * 200),
        (None, "s"),
        (5, "s"),
        ("", "s"),
        ("#", "s"),
        ("AAA=", "s"[:0]),
        ("AA==", "s"),
        ("AAAA" * 30_000, "s"),
    ],
)
def test_odd_features_cost_no_tags(features: object, space: object) -> None:
    answer = parse(record("sky", _features=features), _feature_space=space)["7"]

    assert isinstance(answer, TagReply)
    assert answer.features is None
    assert answer.suggestions


def test_stale_features_have_an_error_of_their_own() -> None:
    status = {"code": 409, "text": "The features were made by another model."}
    answer = parse({"_id": "7", "_status": status})["7"]

    assert isinstance(answer, StaleFeatures)
    assert "made by another model" in str(answer)
