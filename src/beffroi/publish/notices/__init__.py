"""Notices by e-mail: a digest every week or month, and what cannot wait.

`kinds.py` says what there is, `choosing.py` who wants it; `planning.py` finds what is due and asks
for it (`store/notices.py`), `telling.py` looks up what its reader may then read, `letters.py`
writes it, `sending.py` hands it to the mail server (`transport.py`) and notes what came of it.
`links.py` signs the links that stop them. Nothing is sent before an installation
names a mail server.
"""
