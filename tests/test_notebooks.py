"""The notebooks run from the first cell to the last, as a reader runs them, and come to what their text says."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from scheduler.check import Verdict, check
from scheduler.files.agenda_file import read_agenda
from scheduler.files.meeting_folder import read_meeting

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 300
"""Takes the place of each notebook's own time limit, so that no machine is too slow."""
TO_THE_END = f"SECONDS = {SECONDS}"
INTERRUPTED = f"""
{TO_THE_END}

import os
import signal
import threading

SOLVE = solve

def solve(problem, book, params, listener):
    interrupt = threading.Timer(8, os.kill, (os.getpid(), signal.SIGINT))

    def tell(progress):
        listener(progress)
        if progress.cost is not None and interrupt.ident is None:
            interrupt.start()
    try:
        return SOLVE(problem, book, params, tell)
    finally:
        interrupt.cancel()
"""
"""A search ends eight seconds after it has a programme, as by the notebook's button for it: one gets the best so far."""

PLENARY_FACTS = """
import json
print(json.dumps({
    "folder": str(folder),
    "agendas": [[r.agenda.status, r.agenda.cost, r.agenda.bound] for r in (first, second)],
    "judged": [judged.cost, len(judged.refutations)],
    "refuting": [violation.rule for violation in verdict.refutations],
    "costs": json.loads(costs.to_json()),
}))
"""
LEEM_FACTS = """
import json
print(json.dumps({
    "folder": str(folder),
    "agenda": [agenda.status, agenda.cost, agenda.bound],
    "cost_by_rule": dict(agenda.cost_by_rule),
    "faults": [[fault.source.line, fault.source.column, fault.message] for fault in faults],
    "files": len(files),
    "programme": programme.to_dict("records"),
}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """An executed notebook, and what its variables were at the end."""

    notebook: NotebookNode
    facts: dict[str, Any]

    def output(self, cell: str) -> NotebookNode:
        """The last output of the cell with this id."""
        return next(one for one in self.notebook.cells if one.id == cell).outputs[-1]

    @property
    def warnings(self) -> list[str]:
        """What the cells wrote to stderr."""
        outputs = [output for cell in self.notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        return [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]


def run(name: str, parameters: str, facts: str, folder: Path) -> Run:
    """Execute a copy of a notebook in ``folder``, with our parameters, and then ``facts``, which prints variables as JSON."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    notebook = nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)
    (cell,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    cell.source = parameters
    notebook.cells.append(nbformat.v4.new_code_cell(facts, id="facts"))
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "TMPDIR"):  # Nothing of ours in a home folder.
            (folder / variable).mkdir()
            patch.setenv(variable, str(folder / variable))
        patch.delenv("MPLBACKEND", raising=False)
        settings = {"metadata": {"path": str(folder / "notebooks")}}
        client = NotebookClient(notebook, timeout=SECONDS + 60, kernel_name="python3", resources=settings, coalesce_streams=True)
        client.execute()
    return Run(notebook, json.loads(notebook.cells[-1].outputs[-1].text))


def verdict_on(meeting: Path, rules: Path | None, agenda: Path) -> Verdict:
    """What the check says of an agenda that a notebook left behind."""
    plan = read_meeting(meeting, rules)
    return check(plan.problem, plan.book, read_agenda(agenda, plan.problem))


@pytest.fixture(scope="module")
def plenary_week(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run("plenary_week", INTERRUPTED, PLENARY_FACTS, tmp_path_factory.mktemp("plenary_week"))


@pytest.fixture(scope="module")
def leem(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run("leem", TO_THE_END, LEEM_FACTS, tmp_path_factory.mktemp("leem"))


def test_notebooks_are_the_two_that_are_run_here() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["leem", "plenary_week"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_outputs(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.id for cell in cells if cell.outputs or cell.execution_count is not None] == []


def test_plenary_week_runs_without_a_warning(plenary_week: Run) -> None:
    assert plenary_week.warnings == []


def test_plenary_week_first_programme_is_confirmed_by_the_sample_itself(plenary_week: Run) -> None:
    agenda = Path(plenary_week.facts["folder"]) / "out" / "agenda.json"
    verdict = verdict_on(ROOT / "data" / "plenary-week", None, agenda)
    (status, cost, bound), _ = plenary_week.facts["agendas"]
    assert verdict.refutations == ()
    assert verdict.cost == cost >= bound
    assert status == "interrupted"


def test_plenary_week_table_adds_up_to_what_the_programmes_cost(plenary_week: Run) -> None:
    (_, first, _), (_, second, _) = plenary_week.facts["agendas"]
    judged, _ = plenary_week.facts["judged"]
    sums = {column: sum(costs.values()) for column, costs in plenary_week.facts["costs"].items()}
    assert sums == {"first programme": first, "first, by the changed book": judged, "second programme": second}


def test_plenary_week_changed_book_differs_in_the_weight_of_one_rule_for_the_first_programme(plenary_week: Run) -> None:
    """60 instead of 20 for each breach of papers-by-theme; what must be over by six in the first programme costs nothing."""
    (_, first, _), _ = plenary_week.facts["agendas"]
    papers = plenary_week.facts["costs"]["first programme"].get("papers-by-theme", 0)
    assert plenary_week.facts["judged"] == [first + 2 * papers, 0]


def test_plenary_week_second_programme_breaks_only_what_was_relaxed(plenary_week: Run) -> None:
    paid = plenary_week.facts["costs"]["second programme"].get("interpreters-until-six", 0)
    assert plenary_week.facts["refuting"] == ["interpreters-until-six"] * (paid // 20)


def test_plenary_week_shows_table_and_pictures(plenary_week: Run) -> None:
    shown = {cell: set(plenary_week.output(cell).data) - {"text/plain"} for cell in ("history", "plot", "compare", "chart")}
    assert shown == {"history": {"image/png"}, "plot": {"image/svg+xml"}, "compare": {"text/html"}, "chart": {"image/png"}}


def test_leem_runs_without_a_warning(leem: Run) -> None:
    assert leem.warnings == []


def test_leem_programme_is_the_best_and_confirmed_again(leem: Run) -> None:
    folder = Path(leem.facts["folder"])
    verdict = verdict_on(folder, folder / "offers.yaml", folder / "out" / "agenda.json")
    assert verdict.refutations == ()
    assert leem.facts["agenda"] == ["optimal", verdict.cost, verdict.cost]


def test_leem_typos_are_reported_with_their_lines(leem: Run) -> None:
    """The keynote is the second row of the sheet; pol-02 presents last in transit."""
    rows = (Path(leem.facts["folder"]) / "sessions.csv").read_text("utf-8").splitlines()
    (line,) = (number for number, row in enumerate(rows, 1) if row.startswith("transit-5,"))
    expected = [[3, "minutes", "'5O' is not a whole number"], [line, "presenters", "there is no person or delegation 'pol-o2'"]]
    assert leem.facts["faults"] == expected


def test_leem_every_offer_is_in_the_programme_but_the_withdrawn_and_the_replaced(leem: Run) -> None:
    """31 offers, of which one was withdrawn and one was sent again, its title corrected."""
    titles = [row["title"] for row in leem.facts["programme"]]
    assert len(titles) == 31 - 2
    assert "Airport seizures, and the courts" not in titles
    assert [title for title in titles if title.startswith("A customs")] == ["A customs laboratory in a container"]


def unmet_wishes(programme: list[dict[str, str]]) -> Iterator[str]:
    """The wishes that a programme does not meet, by the clock: mornings end at 13:10; the meeting is on a Tuesday and a Wednesday."""
    for row in programme:
        got = "tuesday" if row["day"] == "2027-03-16" else "wednesday", "morning" if row["end"] <= "13:10" else "afternoon"
        yield from (wish for wish in row["wish"].split("|") if wish and wish not in got)


def test_leem_wishes_cost_twenty_for_each_that_is_not_met(leem: Run) -> None:
    programme = leem.facts["programme"]
    assert sum(len(row["wish"].split("|")) for row in programme if row["wish"]) == 9
    unmet = [*unmet_wishes(programme)]
    paid = {rule: cost for rule, cost in leem.facts["cost_by_rule"].items() if rule.startswith("wishes-for-")}
    expected = {
        "wishes-for-the-morning": 20 * unmet.count("morning"),
        "wishes-for-the-afternoon": 20 * unmet.count("afternoon"),
        "wishes-for-tuesday": 20 * unmet.count("tuesday"),
        "wishes-for-wednesday": 20 * unmet.count("wednesday"),
    }
    assert paid == expected


def test_leem_is_published_with_a_calendar_for_a_presenter_who_had_not_registered(leem: Run) -> None:
    out = Path(leem.facts["folder"]) / "out"
    made = [path for path in out.rglob("*") if path.is_file()]
    assert len(made) == leem.facts["files"]
    calendar = (out / "people" / "bgr-new.ics").read_text("utf-8")
    assert "A free zone's own compliance programme" in calendar


def test_leem_shows_the_table_and_the_picture(leem: Run) -> None:
    assert "text/html" in leem.output("table").data
    assert "image/svg+xml" in leem.output("plot").data
