"""What leaves for the public, in the forms that others read."""
