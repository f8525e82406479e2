"""The schedule.xml and schedule.json of frab, which conference apps read and many planning systems write."""
