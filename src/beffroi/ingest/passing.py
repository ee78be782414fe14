"""Files of a folder that are no data: passed over, with the reason, rather than refused."""

import re
from pathlib import PurePath

from beffroi.errors.files import FILE_EMPTY, FILE_NOT_UNDERSTOOD
from beffroi.ingest.report import Report
from beffroi.texts import Text

_TEXTS = frozenset({".csv", ".tsv", ".txt", ".dat", ".asc", ".json", ".jsonl", ".ndjson", ".xml"})
_DATA = _TEXTS | {".xls", ".xlsx", ".xlsm", ".ods", ".gz", ".zip"}
_READ_ME = re.compile(r"(read.?me|lisez.?moi|a.?lire|licen[cs]e|changelog|notice)\b", re.I)
_HIDDEN = re.compile(r"[.~].*|thumbs\.db|desktop\.ini", re.I)

NO_DATA = Text(
    fr="ce n’est pas un fichier de mesures ({suffix})", en="it is no file of measures ({suffix})"
)
NOTICE = Text(fr="c’est une notice", en="it is a notice")


def is_hidden(name: str) -> bool:
    """Tell the files that programs leave in folders: nobody sees them.

    >>> is_hidden(".DS_Store"), is_hidden("~$releves.xlsx"), is_hidden("releves.xlsx")
    (True, True, False)
    """
    return _HIDDEN.fullmatch(name) is not None


def pass_over(report: Report) -> None:
    """Turn the refusal of a file of a folder into its being ignored, where it is no data."""
    if report.error is None or report.error["code"] not in _CODES:
        return
    name = PurePath(report.file).name
    suffix = PurePath(name).suffix.lower()
    if _READ_ME.match(name):
        report.ignored = NOTICE
    elif suffix not in _DATA:
        report.ignored = NO_DATA.fill(suffix=suffix or Text(fr="sans suffixe", en="no suffix"))
    else:
        return
    report.status, report.error = "ignored", None


_CODES = (FILE_NOT_UNDERSTOOD.code, FILE_EMPTY.code)
