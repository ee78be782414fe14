"""Create `.venv-bench`, in which OpenDSM runs beside us without being a dependency."""

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".venv-bench"
PYTHON = FOLDER / "bin" / "python"
PACKAGES = ("opendsm==1.2.7", "multimethod<2")


def main() -> None:
    """Create the environment and install OpenDSM in it."""
    venv.create(FOLDER, with_pip=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    sys.stdout.write(f"{PYTHON}\n")


if __name__ == "__main__":
    main()
