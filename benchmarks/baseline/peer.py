"""Ask OpenDSM for its predictions, and keep its answers by what was asked."""

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
KEPT = ROOT / ".work" / "opendsm"
WORKER = Path(__file__).with_name("opendsm_worker.py")


@dataclass(frozen=True, slots=True)
class Job:
    """One meter: training use by day, hours and temperatures of training and test."""

    use: NDArray[np.float64]
    hours: NDArray[np.datetime64]
    temperature: NDArray[np.float64]
    electricity: bool

    def name(self) -> str:
        """Return the hash of all that OpenDSM is given."""
        digest = hashlib.sha256(str(self.electricity).encode())
        for array in (self.use, self.hours, self.temperature):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Answer:
    """Predicted use of each test day, and seconds to fit and predict."""

    predicted: NDArray[np.float64]
    seconds: float


def available() -> bool:
    """Return whether OpenDSM's environment has been created."""
    return PYTHON.exists()


def ask(jobs: list[Job], fresh: bool = False) -> list[Answer]:
    """Answer jobs in order, in one process, from the kept answers where there are some."""
    KEPT.mkdir(parents=True, exist_ok=True)
    arguments: list[str] = []
    for job in jobs:
        answer = KEPT / f"{job.name()}.npz"
        if fresh or not answer.exists():
            question = KEPT / f"{job.name()}.job.npz"
            np.savez(
                question,
                use=job.use,
                hours=job.hours,
                temperature=job.temperature,
                electricity=job.electricity,
            )
            arguments += [str(question), str(answer)]
    if arguments:
        subprocess.run([PYTHON, WORKER, *arguments], check=True, stderr=subprocess.DEVNULL)
    return [_read(KEPT / f"{job.name()}.npz") for job in jobs]


def _read(path: Path) -> Answer:
    with np.load(path) as held:
        return Answer(held["predicted"], float(held["seconds"]))
