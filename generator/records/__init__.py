"""Text in, typed records out: nothing here knows of other records, of pages or of the site."""
