"""Facts stage: a profile in, the truth of every atom out (true, false or unknown)."""
