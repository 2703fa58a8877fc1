"""Names sort as people expect."""

from __future__ import annotations

from pathlib import Path

from phototagger.core.natural_order import fold, folder_key, natural_key


def test_numbers_sort_by_value_and_case_is_ignored() -> None:
    names = ["img10.jpg", "IMG2.jpg", "img1.jpg", "álbum.jpg", "b.jpg", "Img 2.jpg"]
    assert sorted(names, key=natural_key) == [
        "álbum.jpg",
        "b.jpg",
        "Img 2.jpg",
        "img1.jpg",
        "IMG2.jpg",
        "img10.jpg",
    ]


def test_files_of_a_folder_stay_together_before_its_subfolders() -> None:
    def key(path: Path) -> tuple[str, str]:
        return folder_key(str(path.parent)), natural_key(path.name)

    paths = ["/p/b/1.jpg", "/p/z.jpg", "/p/a b/1.jpg", "/p/a/2.jpg", "/p/a.jpg", "/p/a/x/1.jpg"]
    assert [str(p) for p in sorted(map(Path, paths), key=key)] == [
        "/p/a.jpg",
        "/p/z.jpg",
        "/p/a/2.jpg",
        "/p/a/x/1.jpg",
        "/p/a b/1.jpg",
        "/p/b/1.jpg",
    ]


def test_accents_and_case_fold() -> None:
    assert fold("Žluťoučký KŮŇ") == fold("zlutoucky kun") == "zlutoucky kun"
