"""Synthetic populations: plausible profiles of nobody, from declared weights."""
