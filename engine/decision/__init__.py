"""Decision stage: an outcome in, what a person or a caseworker is told out."""
