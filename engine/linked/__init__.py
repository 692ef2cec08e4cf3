"""Linked stage: policies in, one rulebook out (names resolved, kinds checked, offices layered, strata)."""
