"""The linked archive in, other formats out: one module each, archive in and bytes out."""
