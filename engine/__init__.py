"""policy-eval: policies as data, decisions as proofs."""
