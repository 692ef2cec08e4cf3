"""Policy stage: validated documents in, typed values of a policy set out (names unresolved)."""
