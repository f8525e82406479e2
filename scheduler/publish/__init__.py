"""Layer 5: from a confirmed agenda to the files that people read: calendars and a report."""
