"""A decision stated as policies, by hand in polars, and the people it is about: what batches are measured with."""
