"""What an authority hands out or shows to all, in the forms that others read."""
