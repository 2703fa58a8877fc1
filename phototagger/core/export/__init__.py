"""Keyword tables of photos as CSV, JSON or text, written whole or not at all."""

from phototagger.core.export._formats import COLUMNS, Choices, ExportFormat, ExportRow
from phototagger.core.export._table import ExportReport, write

__all__ = ["COLUMNS", "Choices", "ExportFormat", "ExportReport", "ExportRow", "write"]
