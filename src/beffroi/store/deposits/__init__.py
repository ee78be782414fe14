"""Files that people drop and that wait for their word: nothing of them is in the lake before.

`room.py` is where their bytes stand, `waiting.py` what is known of them and what people decide,
`working.py` what workers write down. A folder without a row, or a row without its folder, is what
a crash left: the first is swept, the second says that its files are gone.
"""
