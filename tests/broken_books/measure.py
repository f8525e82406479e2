"""Explains every broken book once, and prints how long that took: python tests/broken_books/measure.py"""

import time
from pathlib import Path

from scheduler.files.meeting_folder import read_meeting
from scheduler.solve.explain import explain
from scheduler.solve.params import Params

HERE = Path(__file__).parent

for book in sorted(HERE.glob("*.yaml")):
    plan = read_meeting(HERE.parents[1] / "data" / "plenary-week", book)
    began, used = time.monotonic(), time.process_time()
    found = explain(plan.problem, plan.book, Params())
    seconds, work = time.monotonic() - began, time.process_time() - used
    proved = "minimal" if found.minimal else "not proved minimal"
    rules = ", ".join(dict.fromkeys(demand.rule.id for demand in found.demands if demand.rule))
    print(f"{book.stem:24} {seconds:5.1f} s, {work:5.1f} s of processor time, {found.asked:3} questions, {proved}: {rules}", flush=True)
