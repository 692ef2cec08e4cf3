"""policy-eval: policies as data, decisions as proofs."""

__version__ = "0.1.0"
