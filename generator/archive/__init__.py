"""Typed records in, the linked archive out: who is meant, what belongs together, what is wrong."""
