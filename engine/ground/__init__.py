"""Spans, problems, codes, dates, digests and files: what every floor above stands on. Standard library only."""
