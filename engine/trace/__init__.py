"""Trace stage: an outcome in, proofs out (why, why not, what keeps open), claims that can be replayed."""
