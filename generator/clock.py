"""Which day it is: today's, or the one that whoever wants the same bytes again has named.

`SOURCE_DATE_EPOCH` is the seconds since 1970 that a build takes for now, as https://reproducible-builds.org/specs/
has it. No page of a site asks for the day; the name of a package, the day of a release and warnings of future days do.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

VARIABLE = "SOURCE_DATE_EPOCH"


class ClockError(Exception):
    """The day that was named is none; the message is for the person who named it."""


def this_day() -> date:
    """Return the day of `SOURCE_DATE_EPOCH` in UTC where it is set, else the day by the clock.

    Raises:
        ClockError: where it is set to something that is no number of seconds of these centuries.
    """
    said = os.environ.get(VARIABLE)
    if not said:
        return date.today()
    try:
        return datetime.fromtimestamp(int(said), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise ClockError(f"{VARIABLE} is “{said}”, but must be seconds since 1970, such as 1713484800") from error
