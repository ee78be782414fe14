"""The form of files, as a browser without scripts sends it, and what it leaves."""

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from beffroi.store.jobs.worker import Worker
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from tests.ingest.bring import curve
from tests.web.pages.conftest import Visitor

DROP = "/1/importer"
KEPT = ("deposits", "originals", "lake")


def drop(visitor: Visitor, *files: tuple[str, bytes], token: bool = True, **fields: str) -> Any:
    """Send the form of files as a browser does: the token of the page first."""
    if token:
        fields = {"page": sessions.page_token(visitor.cookies["beffroi"]), **fields}
    parts: list[Any] = [(name, (None, value)) for name, value in fields.items()]
    parts += [("files", one) for one in files] or [("files", ("", b""))]
    said = {**visitor.headers, "Cookie": f"beffroi={visitor.cookies.get('beffroi', '')}"}
    visitor.client.cookies.clear()
    answer = visitor.client.post(DROP, files=parts, headers=said, follow_redirects=False)
    return visitor.get(answer.headers["location"]) if answer.status_code == 303 else answer


def work(store: Store) -> int:
    """Do what waits, as a worker would; return how many jobs there were."""
    worker, count = Worker(store, "test"), 0
    while worker.one():
        count += 1
    return count


def left(store: Store) -> list[str]:
    """Every file of the home that came from somebody."""
    root = store.home.root
    found = (path for name in KEPT for path in (root / name).rglob("*") if path.is_file())
    return sorted(str(path.relative_to(root)) for path in found if "_delta_log" not in path.parts)


def count(store: Store, model: Any) -> int:
    with store.writer("test").look() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def bytes_of(tmp_path: Path, values: list[float], **said: str) -> bytes:
    return curve(tmp_path / "curve.csv", values, **said).read_bytes()
