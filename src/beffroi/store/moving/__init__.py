"""An organisation leaves an installation with all that is its own, and another one adopts it.

`held.py` says what is carried and what is not, `writing.py` makes the export, `reading.py` verifies
one before a byte of it is believed, `adopting.py` stores it, all of it or nothing.
"""

from beffroi.store.moving.adopting import Adopted, adopt
from beffroi.store.moving.writing import Left, leave

__all__ = ["Adopted", "Left", "adopt", "leave"]
