"""Ingest: files that come in, read, compared, repaired and stored, each whole or not at all."""

from beffroi.ingest.importer import ImportOptions, import_path, resume
from beffroi.ingest.report import Progress, Report

__all__ = ["ImportOptions", "Progress", "Report", "import_path", "resume"]
