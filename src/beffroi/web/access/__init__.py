"""Who may call an address: each one declares what it demands, and the same lines enforce it."""
