"""Copies of an installation that can be proved: incremental, encrypted, tried by restoring.

`repository.py` keeps files under the hash of their content, `snapshot.py` says what an
installation is made of at one instant, `restore.py` gives it back and `drill.py` proves it.
"""
