"""The session requests of an IETF meeting, as their own scheduler takes them: imported as a meeting, agendas exported as its slots."""
