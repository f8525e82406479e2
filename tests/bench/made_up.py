"""Solves that never ran, with figures that one can follow."""

from scheduler.bench.course import Course, Measurement
from scheduler.solve.params import Progress

FIRST = Course(
    seed=1,
    limit=60.0,
    told=(
        Progress(0.5, None, 0),
        Progress(4.0, 900, 0),
        Progress(9.5, 500, 0),
        Progress(12.0, 500, 100),
        Progress(29.0, 420, 100),
        Progress(40.0, 400, 210),
        Progress(50.0, 400, 300),
    ),
    end=Progress(60.5, 400, 300),
)
"""Without a proof: a gap of 100 / 400."""
SECOND = Course(
    seed=2,
    limit=60.0,
    told=(Progress(11.0, 450, 250), Progress(20.0, 360, 250), Progress(35.0, 360, 360)),
    end=Progress(35.5, 360, 360),
)
"""Proved after 35 seconds, 15 after its agenda was found."""
LONGEST = Course(seed=0, limit=600.0, told=(Progress(3.0, 320, 310),), end=Progress(600.25, 320, 319))
"""One short of a proof."""
NOTHING = Course(seed=3, limit=60.0, told=(Progress(7.0, None, 80),), end=Progress(60.0, None, 80))

WEEK = Measurement("week", sessions=152, reading=0.25, courses=(FIRST, SECOND), longest=LONGEST)
HOPELESS = Measurement("hopeless", sessions=90, reading=0.5, courses=(SECOND, NOTHING), longest=NOTHING)
