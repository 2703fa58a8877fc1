"""A review by keyboard alone: ``make review-drive``, or ``python -m benchmarks.review_drive``.

The real program runs with its real tagging service in a fresh home, on a private screen, over
photos that are made for it. Keys come from xdotool, as from a keyboard. Two hundred photos are
reviewed, five hundred suggestions are swept; both times are printed. Every step is checked in the
catalog, which is read only, and on the screen; no photo file may change by a byte.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks._drive_photos import make_photos
from benchmarks._drive_screen import (
    Catalog,
    DriveError,
    Screen,
    differing_share,
    missing_tools,
    wait,
)
from phototagger.core.library import Library
from phototagger.core.settings import AppPaths, SettingsFile
from phototagger.core.tags import TagSuggestion

PHOTOS = 320
REVIEWED = 200
SWEPT = 500
SWEEP_GOAL_S = 60
TYPED = "drive word"
HIDE_BELOW, ACCEPT_FROM = 0.05, 0.6
SEEDED = ("landscape", "outdoors", "scenery")
_GREEN = (28, 127, 70)
"""Of what will be accepted, in the light theme."""

_AGAIN_S = 1.5
"""A key that came before the window was ready is pressed again after so long."""

_OPEN = (
    "FROM suggestions AS s WHERE s.hidden = '' AND s.probability >= ?"
    " AND NOT EXISTS (SELECT 1 FROM decisions AS d"
    " WHERE d.photo_id = s.photo_id AND d.word_id = s.word_id)"
    " AND NOT EXISTS (SELECT 1 FROM keywords AS k"
    " WHERE k.photo_id = s.photo_id AND k.word_id = s.word_id)"
)


class Drive:
    """One session and what was checked in it."""

    def __init__(self, screen: Screen, home: Path, folder: Path, photos: Sequence[Path]) -> None:
        self.passed = self.failed = 0
        self.review_keys = self.sweep_keys = 0
        self._screen = screen
        self._home = home
        self._folder = folder
        self._hashes = _hashes(folder)
        self._count = len(photos)
        self._paths = AppPaths.at(home)
        self._catalog = Catalog(self._paths.catalog_file)
        self._order: list[int] = []

    def check(self, holds: bool, what: str) -> None:
        """Count and print one check."""
        self.passed += holds
        self.failed += not holds
        print(f"{'ok' if holds else 'FAILED'} {what}", flush=True)

    # The session

    def run(self) -> tuple[float, float]:
        """Tag, review and sweep; return the seconds of review and sweep."""
        with self._screen.program(self._home, [str(self._folder)]):
            self._tag()
        self._seed_where_needed()
        with self._screen.program(self._home, []) as program:
            self._ready()
            review_s = self._review()
            sweep_s = self._sweep()
            self._screen.keys("ctrl+q")
            program.wait(60)
            self.check(program.returncode == 0, "the program ended by itself")
        self.check(_hashes(self._folder) == self._hashes, "every photo file is as it was")
        return review_s, sweep_s

    def _ready(self) -> None:
        """Wait until the window has the keyboard and stands still."""
        screen = self._screen
        wait(lambda: screen.active_title() == "PhotoTagger", "the window comes up")
        self._stand_still()

    def _stand_still(self) -> None:
        seen = [self._screen.picture()]

        def is_still() -> bool:
            time.sleep(0.15)
            seen.append(self._screen.picture())
            return differing_share(seen[-2], seen[-1]) < 0.0005

        wait(is_still, "the screen stands still")

    def _tag(self) -> None:
        """Tag every photo with the embedded service."""
        self._ready()
        total = "SELECT COUNT(*) FROM photos WHERE is_unread = 0"
        wait(lambda: self._catalog.number(total) == self._count, "every photo is looked into")
        start = time.monotonic()
        tagged = "SELECT COUNT(*) FROM photos WHERE tagging = 'tagged'"
        begun = "SELECT COUNT(*) FROM photos WHERE tagging <> 'untagged'"
        self._press_until(lambda: self._catalog.number(begun) > 0, "ctrl+shift+t")
        wait(lambda: self._catalog.number(tagged) == self._count, "every photo is tagged", 600)
        self.check(True, f"{self._count} photos tagged in {time.monotonic() - start:.1f} s")

    def _seed_where_needed(self) -> None:
        """Where the model finds too little in made-up photos, suggest a few words on all."""
        found = self._open_count()
        # Each reviewed photo may take what is likely with it; the sweep needs what is left.
        likely = self._catalog.number(f"SELECT COUNT(*) {_OPEN}", ACCEPT_FROM)
        words = self._catalog.number(f"SELECT COUNT(DISTINCT s.word_id) {_OPEN}", HIDE_BELOW)
        print(f"the model suggests {found} tags of {words} words, {likely} of them likely")
        frequent = self._catalog.number(
            f"SELECT SUM(number) FROM (SELECT COUNT(*) AS number {_OPEN}"
            " GROUP BY s.word_id ORDER BY 1 DESC LIMIT 12)",
            HIDE_BELOW,
        )
        if frequent - likely >= 2 * SWEPT:
            return
        print(f"that is too little to sweep: {', '.join(SEEDED)} are suggested on every photo too")
        library = Library.open(self._paths.catalog_file)
        for number, (photo_id, review) in enumerate(library.reviews(library.ids()).items()):
            known = {entry.name for entry in review.suggestions}
            more = [
                TagSuggestion(name, round(0.1 + (number * 37 + place * 53) % 80 / 100, 2))
                for place, name in enumerate(SEEDED)
                if name not in known
            ]
            entries = sorted((*review.suggestions, *more), key=lambda entry: -entry.probability)
            library.save_suggestions(photo_id, entries, review.model)
        library.close()

    # Review

    def _review(self) -> float:
        """Review photo after photo; return the seconds it took."""
        screen, catalog = self._screen, self._catalog
        self._order = [
            int(str(row[0])) for row in catalog.rows("SELECT id FROM photos ORDER BY name_key")
        ]
        screen.keys("g", "Home")
        self._stand_still()
        before = screen.picture()
        wrong: list[str] = []
        start, pressed = time.monotonic(), screen.pressed
        for number, photo_id in enumerate(self._order[:REVIEWED]):
            fault = self._review_one(number, photo_id)
            if fault:
                wrong.append(f"photo {number + 1}: {fault}")
        taken_s, self.review_keys = time.monotonic() - start, screen.pressed - pressed
        self._stand_still()
        for text in wrong[:10]:
            print(f"   {text}")
        self.check(not wrong, f"{REVIEWED} photos decided as the keys say")
        reviewed = {int(str(row[0])) for row in catalog.rows(_REVIEWED)}
        first = set(self._order[:REVIEWED])
        self.check(reviewed == first, f"{len(reviewed)} photos reviewed, the first {REVIEWED}")
        share = differing_share(before, screen.picture())
        self.check(share > 0.02, f"the screen shows other photos ({share:.0%} of it changed)")
        accepted, rejected, typed = self._decided()
        what = f"{accepted} accepted, {rejected} rejected, {typed} typed"
        self.check(bool(accepted and rejected and typed), what)
        self._undo_review(len(reviewed))
        return taken_s

    def _review_one(self, number: int, photo_id: int) -> str:
        """Do something to a photo and finish it; return what went wrong, "" for nothing."""
        gesture = ("Return", "Return", "1", "Return", "a", "x", "Return", "t")[number % 8]
        shown = self._open_on(photo_id, HIDE_BELOW)
        likely = self._open_on(photo_id, ACCEPT_FROM)
        if gesture == "t":
            self._screen.keys("t")
            self._screen.type(TYPED)
            self._screen.keys("Return")
            done = lambda: self._has(photo_id, TYPED, "accepted")  # noqa: E731
            wait(done, f"“{TYPED}” is added to photo {number + 1}")
            self._screen.keys("Escape")
        elif gesture in ("1", "a", "x") and shown:
            was = self._decision_count(photo_id)
            self._screen.keys(gesture)
            wait(
                lambda: self._decision_count(photo_id) > was,
                f"{gesture} decides about a tag of photo {number + 1}",
            )
        is_whole = gesture == "Return"
        finish = "Return" if is_whole else "shift+Return"
        self._press_until(lambda: self._is_reviewed(photo_id), finish)
        if is_whole and not all(self._has(photo_id, name, "accepted") for name in likely):
            return "not all likely tags were accepted"
        return ""

    def _undo_review(self, count: int) -> None:
        reviewed = "SELECT COUNT(*) FROM photos WHERE is_reviewed = 1"
        decisions = self._catalog.rows("SELECT * FROM decisions")
        self._screen.keys("ctrl+z")
        wait(lambda: self._catalog.number(reviewed) == count - 1, "Ctrl+Z takes a review back")
        self.check(True, "Ctrl+Z takes the last review back")
        self._screen.keys("ctrl+shift+z")
        wait(lambda: self._catalog.number(reviewed) == count, "Ctrl+Shift+Z brings it back")
        same = self._catalog.rows("SELECT * FROM decisions") == decisions
        self.check(same, "Ctrl+Shift+Z restores every decision")

    # Sweep

    def _sweep(self) -> float:
        """Sweep word after word; return the seconds it took."""
        screen = self._screen
        open_before, swept = self._open_count(), 0
        accepted_before, rejected_before, _ = self._decided()
        start, pressed = time.monotonic(), screen.pressed
        self._press_until(lambda: screen.has_window("Sweep"), "s")
        self.check(screen.has_window("Sweep"), f"S opens the sweep: {open_before} suggestions wait")
        words = 0
        keys: tuple[tuple[str, ...], ...] = (
            ("bracketleft", "Right", "space"),
            ("bracketright", "Left", "space"),
            ("Next", "braceleft"),
            (),
        )
        while swept < SWEPT:
            if moves := keys[words % len(keys)]:
                screen.keys(*moves)
            left = self._open_count()
            self._press_until(lambda left=left: self._open_count() < left, "Return")  # type: ignore[misc]
            swept = open_before - self._open_count()
            words += 1
        taken_s, self.sweep_keys = time.monotonic() - start, screen.pressed - pressed
        self._stand_still()
        swept = open_before - self._open_count()
        self.check(swept >= SWEPT, f"{swept} suggestions of {words} words swept")
        accepted, rejected, _ = self._decided()
        accepted, rejected = accepted - accepted_before, rejected - rejected_before
        self.check(accepted + rejected == swept, f"{accepted} accepted, {rejected} rejected")
        self.check(bool(accepted and rejected), "both sides were applied")
        self._look_at_sides()
        self._undo_sweep()
        screen.keys("Escape")
        wait(lambda: not screen.has_window("Sweep"), "Escape leaves the sweep")
        wait(lambda: screen.active_title() == "PhotoTagger", "the main window has the keyboard")
        self.check(True, "Escape leaves the sweep")
        return taken_s

    def _look_at_sides(self) -> None:
        """Compare the screen with everything accepted and everything rejected."""
        self._screen.keys("End")
        self._stand_still()
        all_green = self._screen.count_like(_GREEN)
        self._screen.keys("Home")
        self._stand_still()
        none_green = self._screen.count_like(_GREEN)
        what = f"Home and End are seen: {all_green} and {none_green} pixels say “accepted”"
        self.check(all_green > 2 * none_green, what)

    def _undo_sweep(self) -> None:
        decisions = "SELECT COUNT(*) FROM decisions"
        before, rows = self._catalog.number(decisions), self._catalog.rows(_SORTED)
        self._screen.keys("ctrl+z")
        wait(lambda: self._catalog.number(decisions) < before, "Ctrl+Z takes a sweep back")
        self._stand_still()
        taken = before - self._catalog.number(decisions)
        self.check(taken > 1, f"Ctrl+Z takes a whole sweep back: {taken} decisions")
        self._screen.keys("ctrl+shift+z")
        wait(lambda: self._catalog.number(decisions) == before, "the sweep is done again")
        self.check(self._catalog.rows(_SORTED) == rows, "Ctrl+Shift+Z restores every decision")

    # Looking

    def _press_until(self, holds: Callable[[], bool], key: str) -> None:
        """Press a key; once more when nothing came of it, for the window may have been busy."""
        for _ in range(20):
            self._screen.keys(key)
            end = time.monotonic() + _AGAIN_S
            while time.monotonic() < end:
                if holds():
                    return
                time.sleep(0.005)
        raise DriveError(f"The key {key} has no effect.")

    def _open_count(self) -> int:
        return self._catalog.number(f"SELECT COUNT(*) {_OPEN}", HIDE_BELOW)

    def _open_on(self, photo_id: int, least: float) -> list[str]:
        sql = f"SELECT (SELECT name FROM words WHERE id = s.word_id) {_OPEN} AND s.photo_id = ?"
        return [str(row[0]) for row in self._catalog.rows(sql, least, photo_id)]

    def _decision_count(self, photo_id: int) -> int:
        sql = "SELECT COUNT(*) FROM decisions WHERE photo_id = ?"
        return self._catalog.number(sql, photo_id)

    def _is_reviewed(self, photo_id: int) -> bool:
        sql = "SELECT is_reviewed FROM photos WHERE id = ?"
        return self._catalog.number(sql, photo_id) == 1

    def _has(self, photo_id: int, name: str, decision: str) -> bool:
        sql = (
            "SELECT COUNT(*) FROM decisions JOIN words ON words.id = word_id"
            " WHERE photo_id = ? AND name = ? AND decision = ?"
        )
        return self._catalog.number(sql, photo_id, name, decision) == 1

    def _decided(self) -> tuple[int, int, int]:
        """Return how many suggestions are accepted and rejected, and how many words typed."""
        sql = "SELECT COUNT(*) FROM decisions WHERE decision = ? AND origin <> 'user'"
        accepted, rejected = (self._catalog.number(sql, said) for said in ("accepted", "rejected"))
        typed = self._catalog.number("SELECT COUNT(*) FROM decisions WHERE origin = 'user'")
        return accepted, rejected, typed


_REVIEWED = "SELECT id FROM photos WHERE is_reviewed = 1"
_SORTED = "SELECT photo_id, word_id, decision, origin FROM decisions ORDER BY 1, 2"


def _hashes(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a folder; one more or less is seen as well."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def _keep_settings(paths: AppPaths) -> None:
    """Set what the drive counts on: thresholds, light theme, no learning in between."""
    SettingsFile(paths.settings_file).update(
        hide_below=HIDE_BELOW, accept_from=ACCEPT_FROM, theme="light", learn_words=False
    )


def main() -> int:
    """Drive, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=PHOTOS, help="how many are made")
    options = parser.parse_args()
    if missing := missing_tools():
        print(
            f"The review drive needs {', '.join(missing)}."
            " Please run:  sudo apt-get install xvfb openbox xdotool"
        )
        return 2
    with tempfile.TemporaryDirectory(prefix="phototagger-drive-") as place:
        folder, home = Path(place) / "photos", Path(place) / "home"
        photos = make_photos(folder, options.photos)
        _keep_settings(AppPaths.at(home))
        with Screen.opened() as screen:
            drive = Drive(screen, home, folder, photos)
            try:
                review_s, sweep_s = drive.run()
            except DriveError as error:
                drive.check(False, str(error))
                print(f"{drive.passed} passed, {drive.failed} failed")
                return 1
    drive.check(sweep_s < SWEEP_GOAL_S, f"the sweep took less than {SWEEP_GOAL_S} s")
    print(f"{REVIEWED} photos reviewed in {review_s:.1f} s with {drive.review_keys} keys")
    print(f"{SWEPT} suggestions swept in {sweep_s:.1f} s with {drive.sweep_keys} keys")
    print("A script does not look before it presses a key; a person adds the time for that.")
    print(f"{drive.passed} passed, {drive.failed} failed")
    return 1 if drive.failed else 0


if __name__ == "__main__":
    sys.exit(main())
