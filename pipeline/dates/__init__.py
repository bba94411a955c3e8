"""German and English dates, exact or silent: free text of one or several fragments in, occurrences out.

The way of a text: `tokens` → `scan` (days, times, marks) → `phrases` (ranges, lists) → `roles`, `bind` (labels, which
times belong to which days) → `years`, `resolve` (calendar) → `recurrence` → `fallback`. Knows nothing of pages or
events.
"""

from pipeline.dates.machine import iso
from pipeline.dates.prefilter import has_date, has_time, heading
from pipeline.dates.reader import Reading, read
from pipeline.dates.zones import localise

__all__ = ["Reading", "has_date", "has_time", "heading", "iso", "localise", "read"]
