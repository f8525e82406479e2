"""A conference's programme, whatever system tells of it, and the meeting folder in which it is planned anew."""
