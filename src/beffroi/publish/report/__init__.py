"""The report to the council: one content (`content.py`), gathered once, written in three ways.

`gathering.py` asks the reader's door and answers a `Report`, plain data in both languages. `pdf.py`
and `workbook.py` write it, `/{organisation}/rapport` shows it; none of them computes anything. The
same state gives the same bytes: what is dated is dated by the data.
"""
