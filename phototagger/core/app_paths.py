"""Where the program keeps things."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "phototagger"


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The folders of the program.

    Attributes:
        config: settings.
        data: the catalog and the journal of writes; worth a backup.
        cache: thumbnails; may be deleted at any time.
        state: logs.
    """

    config: Path
    data: Path
    cache: Path
    state: Path

    @classmethod
    def at(cls, home: Path) -> AppPaths:
        """Keep everything inside *home*."""
        top = home.expanduser().absolute()
        return cls(top / "config", top / "data", top / "cache", top / "state")

    @classmethod
    def find(cls, home: Path | None = None, environ: Mapping[str, str] = os.environ) -> AppPaths:
        """Return the folders: *home*, else ``PHOTOTAGGER_HOME``, else the platform's places."""
        chosen = home or environ.get("PHOTOTAGGER_HOME")
        if chosen:
            return cls.at(Path(chosen))
        places = platformdirs.PlatformDirs(_APP, appauthor=False)
        return cls(
            places.user_config_path,
            places.user_data_path,
            places.user_cache_path,
            places.user_state_path,
        )

    @property
    def agencies(self) -> Path:
        """The user's own agency profiles."""
        return self.config / "agencies"

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.config / "settings.json"

    @property
    def catalog_file(self) -> Path:
        """The catalog of the library."""
        return self.data / "catalog.sqlite"

    @property
    def journal_file(self) -> Path:
        """The history of writes."""
        return self.data / "journal.sqlite"

    @property
    def models(self) -> Path:
        """The tagging models that the user installed."""
        return self.data / "models"

    @property
    def thumbnails(self) -> Path:
        """The thumbnail cache."""
        return self.cache / "thumbnails"

    @property
    def features_file(self) -> Path:
        """The features of tagged photos."""
        return self.cache / "features.sqlite"

    @property
    def words_file(self) -> Path:
        """What was learned about the user's words."""
        return self.data / "words.learned"

    @property
    def log_file(self) -> Path:
        """The log."""
        return self.state / "phototagger.log"


def pictures_folder() -> Path:
    """Return the folder where the user keeps pictures."""
    return platformdirs.user_pictures_path()
