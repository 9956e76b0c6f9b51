"""Helps contributors to write records: what the commands and the form on the site do."""
