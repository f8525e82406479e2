"""Rostrum plans the meetings of multilateral regimes: sheets and a rule book in, a confirmed agenda and calendars out."""

__version__ = "0.1.0"
