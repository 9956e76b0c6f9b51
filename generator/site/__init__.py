"""The linked archive in, the site out: what each page says, how it looks, and how it is written and found."""
