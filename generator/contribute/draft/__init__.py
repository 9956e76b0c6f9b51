"""From a report to the draft of a record: what can be recognised is filled in, and whatever is unsure is asked."""
