"""The commands of `archive`, one a module: words in, exit code out; what they do is told elsewhere."""
