"""Timefold's conference-scheduling instances: imported as a meeting, agendas exported as a timeslot and a room for every talk."""
