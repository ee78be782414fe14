"""Whether an algorithm errs as much everywhere: what it reports, and what people say of it.

Detectors rank places, not persons. What is compared is groups of meters: by the authority that
they are of (`groups.py`), or by the quarter that they stand in. The truth is that of people who
decided, not that of a benchmark; what was not found stays unknown. What is known on simulated
faults stands on the card (`domains/cards.py`).
"""
