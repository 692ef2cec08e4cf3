"""Package run."""
