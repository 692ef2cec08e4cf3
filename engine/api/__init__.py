"""The door of the engine for programs: load policies, decide, explain.

In: a folder of policies, profiles. Out: decisions and explanations. Newly guaranteed: the stages are called in order and the
work stops at the first border with errors.
"""
