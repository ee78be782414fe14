"""What authorities share: who they are, where, what they answer for, and what it costs each."""
