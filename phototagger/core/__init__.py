"""Everything the program knows; no Qt, no globals."""
