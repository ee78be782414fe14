"""Files that people attach to an asset: recognised by content, photographs without their place.

Nothing in a file is run or unpacked. `forms.py` says what a file is, `packed.py` looks at the table
of contents of archives, `photographs.py` leaves out what a camera wrote beside a picture, and
`attaching.py` keeps it all.
"""
