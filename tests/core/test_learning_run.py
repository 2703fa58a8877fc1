"""Words of the user's own: learned, suggested, explained, switched off, forgotten, remembered."""

from __future__ import annotations
