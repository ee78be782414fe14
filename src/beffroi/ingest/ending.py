"""Whether a file seems to have been cut on its way: its last line is refused and has no end."""

from beffroi.ingest.report import Report
from beffroi.readers import Source
from beffroi.readers.contract import Reason
from beffroi.texts import Text

_TAIL = 1 << 14
_CHUNK = 1 << 20
_REASONS = {Reason.BAD_ROW, Reason.BAD_TIME, Reason.BAD_NUMBER}

CUT = Text(
    fr="Le fichier semble coupé : sa dernière ligne ({line}) n’est pas entière. Ce qui précède est "
    "pris ; téléchargez-le de nouveau pour avoir la suite.",
    en="The file looks cut off: its last line ({line}) is not whole. What stands before is taken; "
    "download it again to have the rest.",
)


def check_end(source: Source, report: Report) -> None:
    """Warn when the last refused line is the last of the file and nothing ends it."""
    last = report.last_refused
    if last is None or last["reason"] not in _REASONS:
        return
    tail = _tail(source)
    if tail.endswith((b"\n", b"\r")):
        return
    ending = _plain(tail.replace(b"\r", b"\n").rpartition(b"\n")[2].decode("utf-8", "replace"))
    told = _plain(last["text"])
    if told and ending.startswith(told):
        report.warn(CUT.fill(line=last["line"]))


def _tail(source: Source) -> bytes:
    if source.path is not None:
        with source.path.open("rb") as stream:
            stream.seek(max(0, source.path.stat().st_size - _TAIL))
            return stream.read()
    tail = b""
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            tail = (tail + chunk)[-_TAIL:]
    return tail


def _plain(text: str) -> str:
    return text.replace('"', "").lstrip("\ufeff").strip()
