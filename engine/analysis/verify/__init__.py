"""Verification: no conflict, no dead rule, no idle exception, no accidental default, no date hole; or a profile that has one."""
