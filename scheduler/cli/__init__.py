"""Layer 6: the command ``schedule``. One file per command: parse, call, print, exit code."""
