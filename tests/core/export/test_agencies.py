"""Agency tables: byte for byte as the agencies document them, and never outside their limits."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phototagger.core.errors import Cancelled, ExportError
from phototagger.core.export.agency_table import cells, header, same_names, write_table
from phototagger.core.export.fitting import ChangeKind, Readiness, StockPhoto, fit
from phototagger.core.export.profiles import Profile, Value, load_profiles, read_profile
from phototagger.core.jobs import CancelToken
from phototagger.resource_files import resource_path

SHIPPED = resource_path("agencies")
PROFILES, _ = load_profiles(SHIPPED)
TABLES = {key: profile for key, profile in PROFILES.items() if profile.table is not None}

KEYWORDS = ("beach", "Czech Republic", "říjen", "sea", "sky", "summer", "travel", "water")
PHOTO = StockPhoto(
    Path("/photos/DSC 1.jpg"),
    title='A "quiet" beach, early',
    description="Žlutý deštník on a beach; nobody there",
    keywords=KEYWORDS,
    categories=("Travel",),
    country="CZ",
)

GOLDEN = {
    # Adobe Stock: CSV requirements; no commas in titles; LF as in the sample file.
    "adobe-stock": (
        b"Filename,Title,Keywords,Category,Releases\n"
        b'DSC 1.jpg,"A ""quiet"" beach early",'
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water",21,\n'
    ),
    # Shutterstock: the four required columns; no accented letters in the description.
    "shutterstock": (
        b"Filename,Description,Keywords,Categories\n"
        b"DSC 1.jpg,Zluty destnik on a beach; nobody there,"
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water",\n'
    ),
    "getty-istock": (
        b"file name,created date,description,country,brief code,title,keywords\r\n"
        b"DSC 1.jpg,,\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there,CZ,,"
        b'"A ""quiet"" beach, early",'
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water"\r\n'
    ),
    "depositphotos": (
        b'"Filename","description","Keywords","Nudity","Editorial"\r\n'
        b'"DSC 1.jpg","\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there",'
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water","no","no"\r\n'
    ),
    # Dreamstime: header without quotes, CRLF, no byte order mark, 0 for an unused category.
    "dreamstime": (
        b"Filename,Image Name,Description,Category 1,Category 2,Category 3,keywords,Free,W-EL,"
        b"P-EL,SR-EL,SR-Price,Editorial,MR doc Ids,Pr Docs\r\n"
        b'DSC 1.jpg,"A ""quiet"" beach, early",'
        b"\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there,Travel,0,0,"
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water",'
        b"0,0,0,0,0,0,,\r\n"
    ),
    "123rf": (
        b'"oldfilename","123rf_filename","description","keywords","country"\r\n'
        b'"DSC 1.jpg","","\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there",'
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water","CZ"\r\n'
    ),
    "pond5": (
        b"originalfilename,title,description,keywords,city,region,country,location,specifysource,"
        b"modelreleased,propertyreleased,release,copyright,setpriceforme,price,pricelarge\r\n"
        b'DSC 1.jpg,"A ""quiet"" beach, early",'
        b"\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there,"
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water",'
        b",,CZ,,,no,no,,,,,\r\n"
    ),
    # Freepik: semicolons, CRLF, quotes round every field.
    "freepik": (
        b'"File name";"Title";"Keywords"\r\n'
        b'"DSC 1.jpg";"A ""quiet"" beach, early";'
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water"\r\n'
    ),
    # Vecteezy: LF, and the name as the site makes it on upload.
    "vecteezy": (
        b"Filename,Title,Description,Keywords,License\n"
        b'DSC_1.jpg,"A ""quiet"" beach, early",'
        b"\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there,"
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water",\n'
    ),
    "canva": (
        b"filename,title,keywords,Artist,locale,description\r\n"
        b'DSC 1.jpg,"A ""quiet"" beach, early",'
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water",,en,'
        b"\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there\r\n"
    ),
    "picfair": (
        b"Filename,Title,Caption,Tags\r\n"
        b'DSC 1.jpg,"A ""quiet"" beach, early",'
        b"\xc5\xbdlut\xc3\xbd de\xc5\xa1tn\xc3\xadk on a beach; nobody there,"
        b'"beach,Czech Republic,\xc5\x99\xc3\xadjen,sea,sky,summer,travel,water"\r\n'
    ),
}


def test_every_table_profile_has_a_golden_file() -> None:
    assert set(GOLDEN) == set(TABLES)


@pytest.mark.parametrize("key", GOLDEN)
def test_table_is_byte_for_byte_what_the_agency_documents(key: str, tmp_path: Path) -> None:
    out = tmp_path / "t.csv"
    report = write_table([fit(PHOTO, PROFILES[key])], out, PROFILES[key])
    assert out.read_bytes() == GOLDEN[key]
    assert report.files == (out,)
    assert report.row_count == 1


words = st.text(st.characters(codec="utf-8"), max_size=130)
photos = st.builds(
    StockPhoto,
    path=st.sampled_from(
        ["/p/a.jpg", "/p/Žluť 1.JPG", "/p/=x.tif", "/p/" + "n" * 60 + ".jpeg"]
    ).map(Path),
    title=words,
    description=st.text(st.characters(codec="utf-8"), max_size=400),
    keywords=st.lists(
        words | st.sampled_from(["=1+1", "-5", "a,b", "a;b", "Sea", "sea", "2024"]), max_size=70
    ).map(tuple),
    categories=st.lists(st.sampled_from(["1", "Travel", "Nature", "=x", "Zoo"]), max_size=4).map(
        tuple
    ),
    country=st.sampled_from(["", "CZ", "=CZ"]),
)


@pytest.mark.parametrize("key", PROFILES)
@given(photo=photos)
def test_no_fitted_photo_breaks_the_limits_of_its_agency(key: str, photo: StockPhoto) -> None:
    profile = PROFILES[key]
    fitted = fit(photo, profile)
    for problem in fitted.problems:
        assert problem.sentence.endswith(".")
    if fitted.readiness is Readiness.REFUSED:
        return
    is_complete = fitted.readiness is not Readiness.INCOMPLETE
    rule, table = profile.keywords, profile.table
    for name, text_rule in (("title", profile.title), ("description", profile.description)):
        text = getattr(fitted.photo, name)
        assert not text_rule.max_length or len(text) <= text_rule.max_length
        assert not text or len(text) >= text_rule.min_length
        assert not set(text) & set(text_rule.forbidden)
        assert text.isascii() or not text_rule.ascii_only
        assert text or not text_rule.required or not is_complete
    kept = fitted.photo.keywords
    assert rule.min_count <= len(kept) <= (rule.max_count or len(kept))
    assert len({word.casefold() for word in kept}) == len(kept)
    assert not rule.max_total_length or sum(map(len, kept)) <= rule.max_total_length
    for word in kept:
        assert word
        assert not rule.max_length or len(word) <= rule.max_length
        assert not set(word) & set(rule.forbidden)
        assert not rule.lower_case or word == word.lower()
        assert not rule.not_first or word[0] not in rule.not_first
        assert not rule.not_last or word[-1] not in rule.not_last
    assert not profile.file_name.max_length or len(fitted.filename) <= profile.file_name.max_length
    if table is not None:
        row = cells(fitted, profile)
        assert len(row) == len(table.columns)
        for column, cell in zip(table.columns, row, strict=True):
            if column.value not in (Value.FILENAME, Value.STEM, Value.PATH):
                assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r") or not cell
            if column.value is Value.KEYWORDS and kept:
                assert cell.split(table.keyword_separator) == list(kept)


@given(rows=st.lists(photos, max_size=4, unique_by=lambda photo: photo.path))
def test_a_csv_reader_gets_every_cell_back(
    rows: list[StockPhoto], tmp_path_factory: pytest.TempPathFactory
) -> None:
    profile = PROFILES["freepik"]
    fitted = [fit(photo, profile) for photo in rows]
    out = tmp_path_factory.mktemp("t") / "t.csv"
    write_table(fitted, out, profile)
    text = out.read_bytes().decode("utf-8")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) == [
        list(header(profile)),
        *[list(cells(one, profile)) for one in fitted],
    ]


def test_every_change_is_told() -> None:
    photo = StockPhoto(
        Path("/p/a.jpg"),
        title="Beach, sunny and warm " * 5,
        keywords=("=sum", "sea", "Sea", "x, y", *[f"word {n}" for n in range(60)]),
    )
    fitted = fit(photo, PROFILES["adobe-stock"])
    kinds = {(change.field, change.kind) for change in fitted.changes}
    assert kinds == {
        ("title", ChangeKind.REPLACED),
        ("title", ChangeKind.CUT),
        ("keywords", ChangeKind.GUARDED),
        ("keywords", ChangeKind.LEFT_OUT),
        ("keywords", ChangeKind.REPLACED),
        ("keywords", ChangeKind.CUT),
    }
    assert fitted.photo.keywords[:4] == ("sum", "sea", "x y", "word 0")
    assert len(fitted.photo.keywords) == 49
    assert len(fitted.photo.title) <= 70
    assert fitted.readiness is Readiness.CHANGED
    cut = next(c for c in fitted.changes if (c.field, c.kind) == ("keywords", ChangeKind.CUT))
    assert cut.before.endswith("word 58, word 59")


def test_missing_fields_are_problems_with_what_to_do() -> None:
    fitted = fit(StockPhoto(Path("/p/a.png"), keywords=("sea",)), PROFILES["shutterstock"])
    assert [problem.sentence for problem in fitted.problems] == [
        "Shutterstock wants a description; enter one.",
        "Shutterstock wants at least 7 keywords; there is 1.",
        "Shutterstock wants a category; choose one.",
        "Shutterstock takes JPEG or TIFF photos; this is .png.",
    ]
    assert fitted.readiness is Readiness.REFUSED


def test_a_description_stands_in_for_a_missing_title_and_says_so() -> None:
    photo = StockPhoto(Path("/p/a.jpg"), description="Boats", keywords=("sea",) * 3)
    fitted = fit(photo, PROFILES["picfair"])
    assert fitted.photo.title == "Boats"
    assert str(fitted.changes[0]) == "title: taken from, 'description' → 'Boats'"


def test_exact_when_formulas_are_not_guarded() -> None:
    photo = StockPhoto(Path("/p/a.jpg"), title="=1+1", keywords=("-5",))
    profile = PROFILES["picfair"]
    assert cells(fit(photo, profile, guard_formulas=False), profile)[1] == "=1+1"
    assert cells(fit(photo, profile), profile)[1] == "1+1"


def many(count: int) -> list[StockPhoto]:
    return [StockPhoto(Path(f"/p/{n}.jpg"), title="T", keywords=("sea",)) for n in range(count)]


def test_large_tables_are_split_where_the_agency_says(tmp_path: Path) -> None:
    profile = PROFILES["adobe-stock"]
    fitted = [fit(photo, profile) for photo in many(5001)]
    report = write_table(fitted, tmp_path / "a.csv", profile)
    assert [path.name for path in report.files] == ["a-1.csv", "a-2.csv"]
    first, second = (path.read_text("utf-8").splitlines() for path in report.files)
    assert (len(first), len(second)) == (5001, 2)
    assert first[0] == second[0] == "Filename,Title,Keywords,Category,Releases"
    assert not (tmp_path / "a.csv").exists()
    wide = [
        fit(
            StockPhoto(Path(f"/p/{n}.jpg"), "T", keywords=("w" * 150,) * 1 + (f"k{n}" * 30,) * 1),
            profile,
        )
        for n in range(4999)
    ]
    for path in write_table(wide, tmp_path / "w.csv", profile).files:
        assert path.stat().st_size <= 1_000_000


def test_two_photos_of_one_name_are_refused(tmp_path: Path) -> None:
    profile = PROFILES["picfair"]
    twins = [
        fit(StockPhoto(Path(p), "T", keywords=("a",)), profile) for p in ("/x/A.jpg", "/y/a.jpg")
    ]
    assert same_names(twins) == {"A.jpg": [Path("/x/A.jpg"), Path("/y/a.jpg")]}
    with pytest.raises(ExportError, match=r"2 photos are called A\.jpg; Picfair tells"):
        write_table(twins, tmp_path / "t.csv", profile)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("key", "name", "sentence"),
    [
        ("adobe-stock", "my table.csv", "call it my-table.csv"),
        ("picfair", "t.jpg", "ends in .csv"),
        ("alamy", "t.csv", "takes no table"),
        ("picfair", "gone/t.csv", "does not exist"),
    ],
)
def test_wrong_targets_are_refused(tmp_path: Path, key: str, name: str, sentence: str) -> None:
    with pytest.raises(ExportError, match=sentence):
        write_table([], tmp_path / name, PROFILES[key])


def test_cancel_leaves_the_older_table(tmp_path: Path) -> None:
    out = tmp_path / "t.csv"
    out.write_text("older")
    token = CancelToken()
    profile = PROFILES["picfair"]
    rows = [fit(photo, profile) for photo in many(3)]
    with pytest.raises(Cancelled):
        write_table(rows, out, profile, cancel=token, progress=lambda _: token.cancel())
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    assert out.read_text() == "older"


# Profiles as files


def test_shipped_profiles_say_where_their_rules_come_from() -> None:
    assert len(PROFILES) >= 13
    for profile in PROFILES.values():
        assert profile.facts, profile.id
        assert profile.checked_on is not None
        assert profile.note.endswith(".")
    assert PROFILES["envato"].verified
    assert not PROFILES["dreamstime"].verified


def changed(tmp_path: Path, **change: object) -> Path:
    data = json.loads((SHIPPED / "picfair.json").read_text("utf-8"))
    file = tmp_path / "picfair.json"
    file.write_text(json.dumps({**data, **change}), "utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2}, '"format" must be 1'),
        ({"keywords": {"maxcount": 5}}, '"keywords.maxcount" is not known'),
        ({"keywords": {"max_count": "5"}}, '"keywords.max_count" must be a whole number'),
        ({"keywords": {"max_count": -5}}, "must not be negative"),
        ({"keywords": {"min_count": 9, "max_count": 5}}, "exclude each other"),
        ({"keywords": {"lower_case": 1}}, "must be true or false"),
        ({"keywords": []}, "keywords must be an object"),
        ({"table": {"columns": []}}, '"table.columns" is empty'),
        ({"table": {"columns": {}}}, "must be a list"),
        ({"table": {"columns": [{"header": "A", "value": "colour"}]}}, "must be one of filename"),
        ({"table": {"columns": [{"header": "A"}]}}, r'"table.columns\[0\].value" is missing'),
        (
            {"table": {"columns": [{"header": "A", "value": "title"}], "separator": "ab"}},
            "one character",
        ),
        ({"delivery": "embedded"}, "belongs to the delivery"),
        ({"id": "Pic Fair"}, "small letters"),
        ({"id": "other"}, "name the file other.json"),
        ({"title": {"else_from": "title"}}, "must be the other field"),
        (
            {
                "facts": [
                    {"about": "x", "confidence": "official", "source": "y", "checked_on": "now"}
                ]
            },
            "must be a date",
        ),
    ],
)
def test_a_wrong_profile_is_refused_in_one_sentence(
    tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ExportError, match=sentence) as caught:
        read_profile(changed(tmp_path, **change))
    assert str(caught.value).startswith("The agency profile picfair.json ")


@pytest.mark.parametrize("content", [b"", b"[", b"\xff", b"[1]", b"[" * 100_000])
def test_a_damaged_profile_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(ExportError, match=r"The agency profile x\.json"):
        read_profile(file)


def test_the_users_own_profile_wins_and_a_broken_one_does_not_count(tmp_path: Path) -> None:
    changed(tmp_path, name="My Picfair", keywords={"max_count": 3})
    (tmp_path / "pond5.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("no profile")
    profiles, problems = load_profiles(SHIPPED, tmp_path)
    assert profiles["picfair"].name == "My Picfair"
    assert profiles["picfair"].keywords.max_count == 3
    assert profiles["pond5"] == PROFILES["pond5"]
    assert problems == ['The agency profile pond5.json is wrong: "format" must be 1.']


def test_a_missing_folder_of_own_profiles_is_fine(tmp_path: Path) -> None:
    profiles, problems = load_profiles(SHIPPED, tmp_path / "none")
    assert profiles.keys() == PROFILES.keys()
    assert not problems


def test_profiles_are_values(tmp_path: Path) -> None:
    assert isinstance(PROFILES["picfair"], Profile)
    assert read_profile(SHIPPED / "picfair.json") == PROFILES["picfair"]
