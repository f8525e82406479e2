"""What pretalx exports: its schedule.json, the data of its schedule editor and widget, and answers of its API in one file."""
