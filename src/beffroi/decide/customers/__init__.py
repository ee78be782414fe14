"""What is seen behind the meters of households: judged, kept, told and followed up, all apart.

`judging.py` runs the detectors that may judge persons over a door that sees households,
`keeping.py` stores what they saw, `telling.py` shows it to whoever may read households,
`following.py` keeps what the service did. Nothing of it is a finding that others read.
"""
