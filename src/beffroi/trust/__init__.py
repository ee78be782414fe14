"""Who may do what, and the account that is given of it."""
