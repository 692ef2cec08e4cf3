"""Result objects in, text or JSON out. Nothing is decided here: every word comes of a decision, the policies or `words`."""
