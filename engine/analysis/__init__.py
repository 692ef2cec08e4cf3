"""Analysis stage: questions about policies as a whole (do tests hold, which rules they exercise, what is doubtful in them)."""
