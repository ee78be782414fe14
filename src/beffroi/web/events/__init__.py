"""What changes, as it does: `/api/organisations/{organisation}/events`.

`news.py` reads it from the journal, `board.py` looks once for all who listen, `stream.py` answers.
"""
