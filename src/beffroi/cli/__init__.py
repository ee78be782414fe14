"""The command line: every command answers a table for people or, with --json, plain data."""

import os

# The products of the baselines are many and small: a second thread of linear algebra saves no
# time and doubles the work, and on a busy machine it waits. Whoever wants more threads says so.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
