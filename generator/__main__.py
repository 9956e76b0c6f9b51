"""`python -m generator` is the command `archive`."""

from generator.cli import run

run()
