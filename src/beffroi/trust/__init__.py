"""Trust: who may do what, what is checked before anything leaves, and the account given of it."""
