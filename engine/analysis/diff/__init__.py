"""What changed in meaning between two policy sets, and on whom the two differ."""
