"""Clauses stage: a rulebook in, a program of Horn clauses over two rails out."""
