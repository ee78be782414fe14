"""VictoriaMetrics, the time-series database of Debian: one process, its import interface.

A sample is an instant and a value: an end of observation is not kept, the step is a label. It knows
no civil day: its days are of 24 hours, from a midnight of winter on. Totals do not change by that.
"""

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.scale.peer import Answer, Peer, free_port, size_of, start, together

PACKAGE = "victoria-metrics"
PROGRAMS = Path(__file__).parents[2] / ".venv-bench-scale" / PACKAGE
BODY = 8 << 20  # bytes of one import request
MS = timedelta(milliseconds=1)


def program() -> str:
    """Return the program, taken out of its Debian package when it is not installed.

    Installing it would start a service that listens to the whole network.
    """
    own = PROGRAMS / "usr" / "bin" / PACKAGE
    if found := shutil.which(PACKAGE):
        return found
    if not own.exists():
        PROGRAMS.mkdir(parents=True, exist_ok=True)
        for command in (["apt-get", "download", PACKAGE], ["sh", "-c", "dpkg -x *.deb ."]):
            subprocess.run(command, check=True, cwd=PROGRAMS, stdout=subprocess.DEVNULL)
    return str(own)


class Victoria(Peer):
    """VictoriaMetrics on 127.0.0.1."""

    name = "VictoriaMetrics"
    # Means would weigh every sample alike; days of 23 hours count as others do.
    without = frozenset({"gauge", "rows"})
    edges = 1e-3  # what is counted after the last reading of a month is left out: half an hour
    needs = 8

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._server: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._link: http.client.HTTPConnection | None = None

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def open(self) -> None:
        """Start the server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._port = free_port()
        self._link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=600)
        command = [
            program(),
            f"-storageDataPath={self._data}",
            f"-httpListenAddr=127.0.0.1:{self._port}",
            "-retentionPeriod=100y",
            "-loggerLevel=ERROR",
            "-search.maxQueryDuration=10m",
            "-search.maxUniqueTimeseries=10000000",
            "-search.maxSamplesPerQuery=10000000000",
        ]
        self._server = start(command, self.folder / "log", lambda: self._call("GET", "/health"))

    def close(self) -> None:
        """End the server by its own number; it writes what it has in memory."""
        if self._server is not None:
            os.kill(self._server.pid, signal.SIGINT)
            self._server.wait(600)
            self._server = None

    def load(self) -> int:
        """Import all series, then merge them for good."""
        self.open()
        rows = 0
        body: list[bytes] = []
        for line, count in self._lines():
            body.append(line)
            rows += count
            if sum(map(len, body)) > BODY:
                self._call("POST", "/api/v1/import", b"\n".join(body))
                body = []
        self._call("POST", "/api/v1/import", b"\n".join(body))
        self._call("GET", "/internal/force_flush")
        self._call("GET", "/internal/force_merge")
        time.sleep(1)
        while self._merging():
            time.sleep(0.2)
        self.close()
        return rows

    def sizes(self) -> tuple[int, int]:
        """Return the bytes of samples, and with the index of series by day; without caches."""
        samples = size_of(self._data / "data")
        return samples, samples + size_of(self._data / "indexdb")

    def _merging(self) -> bool:
        metrics = self._call("GET", "/metrics").decode().splitlines()
        return any(
            line.startswith(("vm_active_merges", "vm_active_force_merges"))
            and float(line.rpartition(" ")[2]) > 0
            for line in metrics
        )

    def _lines(self) -> Iterator[tuple[bytes, int]]:
        """Yield the lines of the import, one a series."""
        about = self.source.series.to_pylist()
        for table in self.source.numbered():
            number = table["series"].to_numpy()
            first = np.concatenate([[0], np.flatnonzero(np.diff(number)) + 1])
            size = np.diff(np.append(first, len(number)))
            offsets = pa.array(np.append(first, len(number)), pa.int32())
            instants = table["start"].cast(pa.timestamp("ms", tz="UTC")).cast(pa.int64())
            texts = [
                pc.binary_join(pa.ListArray.from_arrays(offsets, _text(column)), ",").to_pylist()
                for column in (table["value"], instants)
            ]
            for k, (values, times) in enumerate(zip(*texts, strict=True)):
                one = about[int(number[first[k]]) - 1]
                labels = {
                    "__name__": "m",
                    "s": str(one["number"]),
                    "org": str(one["organisation"]),
                    "kind": one["kind"],
                    "type": one["asset_type"],
                    "asset": one["asset"],
                    "quantity": one["quantity"],
                    "step": str(one["step"]),
                }
                text = (
                    f'{{"metric":{json.dumps(labels)},"values":[{values}],"timestamps":[{times}]}}'
                )
                yield text.encode(), int(size[k])

    def days(self, numbers: Sequence[int], since: datetime, until: datetime) -> Answer:
        """Read windows of 24 hours."""
        kinds = self.source.by_kind(numbers)
        queries = [_window(kind, _chosen(kind, kinds[kind]), "24h") for kind in kinds]
        found = self._ask(
            "/api/v1/query_range",
            query=f"({', '.join(queries)})",
            start=(since + timedelta(days=1) - MS).timestamp(),
            end=(until - MS).timestamp(),
            step="24h",
        )
        answer: Answer = {"rows": 0.0}
        for one in found:
            values = [float(value) for _, value in one["values"]]
            kind = one["metric"]["k"]
            rows = float(len(values))
            # What an index counts in a day is what it says then, less what it said the day before.
            total = values[-1] if kind == "index" else sum(values)
            answer = together(answer, {kind: total, "rows": rows})
        if "index" in kinds:
            query = f"first_over_time({_chosen('index', kinds['index'])}[24h])"
            first = self._ask("/api/v1/query", query=query, time=_at(since + timedelta(days=1)))
            answer["index"] -= sum(float(one["value"][1]) for one in first)
        return answer

    def month(self, since: datetime, until: datetime) -> Answer:
        """Ask for one window of every series."""
        window = f"{int((until - since).total_seconds())}s"
        parts = []
        for kind in sorted(set(self.source.kinds)):
            chosen = _window(kind, f'm{{kind="{kind}"}}', window, whole=True)
            total = "avg" if kind == "gauge" else "sum"
            parts.append(f'label_set({total}({chosen}) by (type), "k", "{kind}")')
        found = self._ask("/api/v1/query", query=f"({', '.join(parts)})", time=_at(until))
        answer = {f"{o['metric']['type']} {o['metric']['k']}": float(o["value"][1]) for o in found}
        return answer | {"rows": float(len(answer))}

    def latest(self) -> Answer:
        """Ask for the last sample of the last days."""
        at = _at(self.source.period[1])
        found = self._ask("/api/v1/query", query="last_over_time(m[3d])", time=at)
        return {"last": sum(float(one["value"][1]) for one in found), "rows": float(len(found))}

    def _ask(self, path: str, **given: Any) -> list[dict[str, Any]]:
        answer = self._call("GET", f"{path}?{urlencode({**given, 'nocache': 1})}")
        found: list[dict[str, Any]] = json.loads(answer)["data"]["result"]
        return found

    def _call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        assert self._link is not None
        try:
            self._link.request(method, path, body)
            response = self._link.getresponse()
            content = response.read()
        except OSError:
            self._link.close()
            raise
        if response.status >= 300:
            raise RuntimeError(content.decode("utf-8", "replace")[:500])
        return content


def _text(column: pa.ChunkedArray) -> pa.Array:
    text = column.cast(pa.string()).combine_chunks()
    return text.chunk(0) if isinstance(text, pa.ChunkedArray) else text


def _chosen(kind: str, numbers: Sequence[int]) -> str:
    which = "|".join(map(str, numbers))
    return f'm{{s=~"{which}",kind="{kind}"}}' if len(numbers) > 1 else f'm{{s="{which}"}}'


def _window(kind: str, chosen: str, window: str, *, whole: bool = False) -> str:
    """Write what one window of a series gives: energy, amount, mean or reading."""
    formula = {
        "mean_power": f"sum_over_time({chosen}[{window}]) * 0.5",
        "interval": f"sum_over_time({chosen}[{window}])",
        "gauge": f"avg_over_time({chosen}[{window}])",
        "index": f"last_over_time({chosen}[{window}])",
    }[kind]
    if whole:
        if kind == "index":
            return f"last_over_time({chosen}[{window}]) - first_over_time({chosen}[{window}])"
        return formula
    return f'label_set({formula}, "k", "{kind}")'


def _at(moment: datetime) -> float:
    # A window ends with its last instant included: a sample of the next one must not be.
    return (moment - MS).timestamp()
