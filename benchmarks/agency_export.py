"""How long a large export takes: fitting and writing, against Python's own CSV writer.

    .venv/bin/python benchmarks/agency_export.py [--rows 100000] [--agency adobe-stock]

The reference writes the same cells with `csv.writer` in the same run: no rules, no limits, no
proof that the file is whole.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from pathlib import Path

from phototagger.core.export.agency_table import cells, header, write_table
from phototagger.core.export.fitting import StockPhoto, fit
from phototagger.core.export.profiles import load_profiles
from phototagger.resource_files import resource_path

_WORDS = 400
_KEYWORDS = 30


def photos(rows: int) -> list[StockPhoto]:
    """Return *rows* photos with 30 keywords each out of 400 words, some with accents and commas."""
    words = [f"{('plain', 'říjen', 'Smith, John')[n % 3]} {n}" for n in range(_WORDS)]
    return [
        StockPhoto(
            Path(f"/photos/IMG_{n:07}.jpg"),
            f"Title of photo {n}, early",
            f"A description of photo {n}",
            tuple(words[(n * 7 + k) % _WORDS] for k in range(_KEYWORDS)),
            ("Travel",),
            "CZ",
        )
        for n in range(rows)
    ]


def main() -> None:
    """Print the times and the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--agency", default="adobe-stock")
    arguments = parser.parse_args()
    profiles, _ = load_profiles(resource_path("agencies"))
    profile = profiles[arguments.agency]
    chosen = photos(arguments.rows)
    start_s = time.perf_counter()
    fitted = [fit(photo, profile) for photo in chosen]
    fitted_s = time.perf_counter() - start_s
    with tempfile.TemporaryDirectory() as folder:
        start_s = time.perf_counter()
        report = write_table(fitted, Path(folder) / "t.csv", profile)
        written_s = time.perf_counter() - start_s
        rows = [cells(one, profile) for one in fitted]
        start_s = time.perf_counter()
        with (Path(folder) / "reference.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header(profile))
            writer.writerows(rows)
        reference_s = time.perf_counter() - start_s
    total_s = fitted_s + written_s
    print(f"{profile.name}: {report.row_count:,} rows in {len(report.files)} files")
    print(f"fit      {fitted_s:6.2f} s   {arguments.rows / fitted_s:10,.0f} rows/s")
    print(f"write    {written_s:6.2f} s   {arguments.rows / written_s:10,.0f} rows/s")
    print(
        f"csv only {reference_s:6.2f} s   the whole takes {total_s / reference_s:.1f} times as long"
    )


if __name__ == "__main__":
    main()
