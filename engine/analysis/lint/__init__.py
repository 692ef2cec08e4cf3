"""Lint: what is valid and yet doubtful. In: linked policies. Out: problems PE4xx, each at its place."""
