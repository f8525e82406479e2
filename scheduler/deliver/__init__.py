"""Telling people of changes: what each has not been told of yet, as messages, and their way out."""
