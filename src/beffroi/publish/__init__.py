"""What an authority hands out: documents made of what a reader's door gives, whole and dated."""
