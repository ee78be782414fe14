"""People: accounts, roles, and how somebody proves who they are.

`roles.toml` says what each role may do; `accounts.py` and `memberships.py` keep who holds which;
`signing.py` is the way in, with `passwords.py`, `totp.py`, `passkeys.py`, `recovery.py` as proofs,
`throttle.py` against guesses, `sessions.py` for what follows. `external.py` takes the word of an
identity provider.
"""
