"""Populations: files of profiles in, files of decisions out; whole columns at once.

The only package that knows numpy and pyarrow, and it imports them when a batch runs.
"""
