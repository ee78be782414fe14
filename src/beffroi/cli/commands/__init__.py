"""The commands, one file a group; `words.py` says which words bring which."""
