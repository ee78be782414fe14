"""The journal: what was done, by whom and why, in a tree that shows any change made to it since.

Entries are the leaves of a Merkle tree as in RFC 9162. `append` adds one in the transaction of the
change that it tells; `heads` signs the root; witnesses countersign it; `verify` reads all of it
again. See decision 0015.
"""
