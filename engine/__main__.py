"""`python -m engine` is `policy-eval`."""

from engine.cli.main import script

if __name__ == "__main__":
    script()
