"""Plans and reports by field: what a write would do, and what it did."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from phototagger.core import _replace, write_table
from phototagger.core.errors import ExportError, MetadataWriteError
from phototagger.core.fields import HOME, STOCK, Container, Field, Kind, Policies, Policy
from phototagger.core.tags import KeywordChange, KeywordSet
from phototagger.core.writer import (
    FieldPlan,
    FieldState,
    OutcomeState,
    Rules,
    WriteMode,
    WritePlan,
    Writer,
    WriteReport,
)

MakePhoto = Callable[..., Path]
LONG = "ž" * 40


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    found = Writer(tmp_path / "home" / "journal.sqlite")
    yield found
    found.close()


def add(*names: str, **texts: str) -> KeywordChange:
    return KeywordChange(KeywordSet(names), **texts)


def by_field(result: WritePlan | WriteReport) -> dict[Field, FieldPlan]:
    return {plan.field: plan for plan in result.fields if not plan.is_sidecar}


def states(result: WritePlan | WriteReport, *fields: Field) -> list[FieldState]:
    plans = by_field(result)
    return [plans[field].state for field in fields]


def test_a_plan_says_by_field_what_a_write_does(writer: Writer, make_photo: MakePhoto) -> None:
    photo = make_photo()
    writer.write(photo, add("old", "gone"), batch="1")
    change = KeywordChange(KeywordSet(("new", LONG, "a;b")), KeywordSet(("gone",)), "T")
    plan = writer.preview(photo, change)
    fields = by_field(plan)
    assert fields[Field.SUBJECT] == FieldPlan(
        Field.SUBJECT,
        photo,
        is_sidecar=False,
        state=FieldState.CHANGED,
        added=("new", LONG, "a;b"),
        removed=("gone",),
        kept=("old",),
    )
    iptc = fields[Field.IPTC_KEYWORDS]
    assert iptc.added == ("new", "ž" * 32, "a;b")
    assert iptc.shortened == ((LONG, "ž" * 32),)
    windows = fields[Field.XP_KEYWORDS]
    assert windows.added == ("new", LONG) and windows.left_out == ("a;b",)
    assert fields[Field.TAGS_LIST].state is FieldState.SKIPPED
    assert fields[Field.TAGS_LIST].reason == "The file does not have it."
    assert fields[Field.IPTC_TITLE].added == ("T",)
    assert all(field.kind is not Kind.DESCRIPTION for field in fields)
    report = writer.write(photo, change, batch="2")
    assert report.fields == plan.fields
    outcomes = {outcome.container: outcome for outcome in report.outcomes}
    assert outcomes[Container.XMP].state is OutcomeState.WRITTEN
    assert outcomes[Container.IPTC].state is OutcomeState.SHORTENED
    assert outcomes[Container.IPTC].reason.startswith("Cut at 64 bytes: “žž")
    assert outcomes[Container.EXIF].state is OutcomeState.WRITTEN


def test_a_second_write_leaves_every_field_unchanged(writer: Writer, make_photo: MakePhoto) -> None:
    photo = make_photo()
    change = add("a", LONG, title="T", description="D")
    writer.write(photo, change, batch="1")
    report = writer.write(photo, change, batch="2")
    assert not report.changed
    written = (Field.SUBJECT, Field.IPTC_KEYWORDS, Field.XP_KEYWORDS, Field.TITLE)
    assert set(states(report, *written)) == {FieldState.UNCHANGED}
    assert {outcome.state for outcome in report.outcomes} == {
        OutcomeState.UNCHANGED,
        OutcomeState.SHORTENED,
    }


def test_policies_skip_fields_and_say_so(writer: Writer, make_photo: MakePhoto) -> None:
    photo = make_photo()
    writer.follow(Rules(policies=HOME))
    plan = writer.preview(photo, add("a"))
    assert states(plan, Field.SUBJECT, Field.IPTC_KEYWORDS) == [
        FieldState.CHANGED,
        FieldState.SKIPPED,
    ]
    writer.follow(Rules(policies=Policies({**STOCK.by_field, Field.XP_KEYWORDS: Policy.NEVER})))
    skipped = by_field(writer.preview(photo, add("a")))[Field.XP_KEYWORDS]
    assert skipped.state is FieldState.SKIPPED and "settings" in skipped.reason


def test_a_format_without_a_container_says_so(writer: Writer, make_photo: MakePhoto) -> None:
    plan = writer.preview(make_photo("a.png"), add("a"))
    iptc = by_field(plan)[Field.IPTC_KEYWORDS]
    assert iptc.state is FieldState.SKIPPED and "no place" in iptc.reason


def test_a_conflict_is_told_before_it_is_settled(writer: Writer, make_photo: MakePhoto) -> None:
    photo = make_photo()
    writer.write(photo, add("a"), batch="1")
    writer.follow(Rules(policies=Policies(dict.fromkeys(Field, Policy.NEVER))))
    writer.write(photo, add("b"), batch="2")
    writer.follow(Rules(policies=STOCK))
    plan = writer.preview(photo, add("c"))
    iptc = by_field(plan)[Field.IPTC_KEYWORDS]
    assert iptc.conflict == "IPTC keywords lack “b”, XMP keywords do not."
    assert iptc.added == ("b", "c")
    assert not plan.after.conflicts


def test_a_photo_that_stays_as_it_is_refuses_and_its_sidecar_takes_over(
    writer: Writer, tmp_path: Path
) -> None:
    raw = tmp_path / "photo.nef"
    raw.write_bytes(b"RAW" * 100)
    report = writer.write(raw, add("a", title="T"), batch="1")
    assert report.mode is WriteMode.SIDECAR
    refused = by_field(report)[Field.SUBJECT]
    assert refused.state is FieldState.REFUSED and refused.reason.endswith(".")
    beside = [plan for plan in report.fields if plan.is_sidecar and plan.added]
    assert {plan.field for plan in beside} == {Field.SUBJECT, Field.TITLE}
    assert {plan.target for plan in beside} == {tmp_path / "photo.nef.xmp"}
    assert [(o.container, o.state) for o in report.outcomes] == [
        (Container.XMP, OutcomeState.REFUSED),
        (Container.IPTC, OutcomeState.REFUSED),
        (Container.EXIF, OutcomeState.REFUSED),
        (Container.SIDECAR, OutcomeState.WRITTEN),
    ]


def test_a_title_alone_does_not_touch_keywords(writer: Writer, make_photo: MakePhoto) -> None:
    photo = make_photo()
    writer.follow(Rules(policies=HOME))
    writer.write(photo, add("a"), batch="1")
    writer.follow(Rules(policies=STOCK))
    report = writer.write(photo, KeywordChange(title="T"), batch="2")
    assert {plan.field.kind for plan in report.fields} == {Kind.TITLE}
    assert Field.XP_KEYWORDS not in {place.field for place in report.after.fields}
    assert report.after.title == "T" and report.keywords.names == ("a",)


def test_a_new_sidecar_holds_what_the_file_says(writer: Writer, tmp_path: Path) -> None:
    first = tmp_path / "photo.nef"
    first.write_bytes(b"RAW" * 100)
    writer.write(first, add("a", title="T", description="D"), batch="1")
    packet = (tmp_path / "photo.nef.xmp").read_bytes()
    second = tmp_path / "other.nef"
    second.write_bytes(b"RAW" * 100 + packet)
    report = writer.write(second, KeywordChange(description="New"), batch="2")
    after = report.after
    assert (after.keywords.names, after.title, after.description) == (("a",), "T", "New")
    beside = {p.field: p.values for p in after.fields if p.sidecar}
    assert beside[Field.SUBJECT] == ("a",) and beside[Field.TITLE] == ("T",)


def test_a_preview_does_not_promise_what_a_folder_refuses(
    writer: Writer, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo()
    allowed = _replace.os.access

    def access(path: Path, mode: int) -> bool:
        return path != photo.parent and allowed(path, mode)

    monkeypatch.setattr(_replace.os, "access", access)
    with pytest.raises(MetadataWriteError, match="folder is write-protected"):
        writer.preview(photo, add("a"))
    assert not writer.preview(photo, KeywordChange()).changes_anything


def test_undo_brings_texts_back_byte_for_byte(writer: Writer, make_photo: MakePhoto) -> None:
    photo = make_photo()
    original = photo.read_bytes()
    writer.write(photo, add("a", title="T"), batch="1")
    writer.write(photo, KeywordChange(title="", description="D"), batch="2")
    assert all(report.undone for report in writer.undo("2"))
    assert all(report.undone for report in writer.undo("1"))
    assert photo.read_bytes() == original


# -- the table ----------------------------------------------------------------------------------


@pytest.fixture
def rows(writer: Writer, make_photo: MakePhoto) -> list[write_table.TableRow]:
    photo = make_photo("=formula.jpg")
    plan = writer.preview(photo, add("-sea", LONG, "a;b", title="Two\nlines"))
    return [
        write_table.TableRow(photo, plan),
        write_table.TableRow(Path("gone.jpg"), None, "gone.jpg cannot be read."),
        write_table.TableRow(photo, writer.preview(photo, KeywordChange())),
    ]


def test_a_plan_as_csv_has_a_row_a_field(rows: list[write_table.TableRow], tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    write_table.save(rows, out, "Plan")
    table = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    subject = next(row for row in table if row["field"] == "dc:subject")
    assert subject["state"] == "changed"
    assert subject["added"] == f"'-sea; {LONG}; a;b"
    iptc = next(row for row in table if row["field"] == "IPTC:Keywords")
    assert iptc["shortened"] == f"{LONG} → {'ž' * 32}"
    refused = next(row for row in table if row["photo"] == "gone.jpg")
    assert (refused["state"], refused["reason"]) == ("refused", "gone.jpg cannot be read.")
    assert table[-1]["state"] == "unchanged"


def test_a_plan_as_text_reads_photo_by_photo(
    rows: list[write_table.TableRow], tmp_path: Path
) -> None:
    out = tmp_path / "plan.txt"
    write_table.save(rows, out, "Plan")
    text = out.read_text("utf-8")
    assert text.startswith("Plan\n3 photos, 1 with changes, 1 refused\n")
    assert f"  XMP keywords: changed (+-sea; +{LONG}; +a;b)\n" in text
    assert f"    shortened: {LONG} → {'ž' * 32}\n" in text
    assert "    left out: a;b\n" in text
    assert "  refused: gone.jpg cannot be read.\n" in text
    assert "  skipped: Lightroom paths, digiKam tags" in text
    assert "  nothing to change\n" in text


@pytest.mark.parametrize("name", ["plan.jpg", "plan", "missing/plan.csv"])
def test_a_table_is_never_written_over_a_photo_or_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"\.$"):
        write_table.save([], tmp_path / name, "Plan")
    assert not (tmp_path / name).exists()


def test_an_older_table_stays_when_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "plan.txt"
    out.write_text("old")

    def fail(_path: Path, _content: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write_table, "replace_file", fail)
    with pytest.raises(ExportError, match="No space left"):
        write_table.save([], out, "Plan")
    assert out.read_text() == "old"


def test_a_full_exif_block_is_refused_by_name(writer: Writer, tmp_path: Path) -> None:
    photo = tmp_path / "full.jpg"
    exif = Image.Exif()
    exif[0x010F] = "x" * 65480
    Image.new("RGB", (8, 8)).save(photo, exif=exif.tobytes())
    report = writer.write(photo, add("a"), batch="1")
    outcomes = {outcome.container: outcome for outcome in report.outcomes}
    assert outcomes[Container.EXIF].state is OutcomeState.REFUSED
    assert "full" in outcomes[Container.EXIF].reason
    assert outcomes[Container.XMP].state is OutcomeState.WRITTEN
