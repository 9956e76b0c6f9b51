"""The copy of the archive that works from a disk: one ZIP with records, data and site, described and summed up."""
