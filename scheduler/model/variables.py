"""The decisions about each session: whether, when and where it is held, and who takes its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.problem import Problem, Role, Session
from scheduler.model.formulation import Formulation
from scheduler.model.placements import Placements, period_of


@dataclass(frozen=True, slots=True)
class SessionVariables:
    """The decisions about one session.

    Parameters
    ----------
    session : Session
        The session.
    placements : Placements
        Where it could go.
    held : BoolVar
        Whether it takes place; a constant where there is no choice.
    start : IntVar
        The minute at which it starts; its first possible one when it is not held, so that solutions are counted once.
    rooms : mapping of str to BoolVar
        For each room that could hold it, whether it does.
    roles : mapping of (str, str) to BoolVar
        For each role and person of its pool, whether that person takes it.
    """

    session: Session
    placements: Placements
    held: cp_model.BoolVarT
    start: cp_model.IntVar
    rooms: Mapping[str, cp_model.BoolVarT]
    roles: Mapping[tuple[str, str], cp_model.BoolVarT]

    def values(self, entry: Entry | None, problem: Problem) -> Iterator[tuple[cp_model.BoolVarT | cp_model.IntVar, int]]:
        """Each decision with its value where the session has this entry; the constants among them too."""
        taken = _taken_roles(entry) if entry else frozenset()
        yield self.start, problem.clock.minute(entry.start) if entry else (self.placements.starts or (0,))[0]
        yield self.held, entry is not None
        yield from ((literal, entry is not None and room == entry.room) for room, literal in self.rooms.items())
        yield from ((literal, key in taken) for key, literal in self.roles.items())


@dataclass(frozen=True, slots=True)
class Variables:
    """The decisions about every session, by its id; ``true`` is the constant that folding compares with."""

    problem: Problem
    true: cp_model.IntVar
    sessions: Mapping[str, SessionVariables]

    def agenda(self, value: Callable[[cp_model.LinearExprT], int]) -> Agenda:
        """The agenda that a solution stands for; ``value`` gives a variable's value in it."""
        held = [variables for variables in self.sessions.values() if value(variables.held)]
        return Agenda(
            meeting=self.problem.meeting.id,
            entries=tuple(self._entry(variables, value) for variables in held),
            omitted=tuple(id for id, variables in self.sessions.items() if not value(variables.held)),
        )

    def hint(self, model: cp_model.CpModel, agenda: Agenda) -> None:
        """Tell ``model`` to try this agenda first, and no other that it was told of: a value for every decision that is open."""
        model.proto.clear_solution_hint()
        entries = {entry.session: entry for entry in agenda.entries}
        hints = {
            variable.index: value
            for id, variables in self.sessions.items()
            for variable, value in variables.values(entries.get(id), self.problem)
        }
        for index, value in hints.items():
            if index >= 0:  # A negation is the constant false here.
                model.add_hint(model.get_int_var_from_proto_index(index), value)

    def _entry(self, variables: SessionVariables, value: Callable[[cp_model.LinearExprT], int]) -> Entry:
        session, start = variables.session, value(variables.start)
        room = next(room for room, literal in variables.rooms.items() if value(literal))
        duties = tuple(_duty(role, variables, value) for role in session.roles)
        period = period_of(self.problem, session, start, room)
        return Entry(session.id, self.problem.clock.at(start), session.minutes, period.id, room, duties)


def _duty(role: Role, variables: SessionVariables, value: Callable[[cp_model.LinearExprT], int]) -> Duty:
    return Duty(role.name, tuple(sorted(person for person in role.people if value(variables.roles[role.name, person]))))


def _taken_roles(entry: Entry) -> frozenset[tuple[str, str]]:
    """Each role with each person who takes it."""
    return frozenset((duty.role, person) for duty in entry.duties for person in duty.people)


def create_variables(model: cp_model.CpModel, formulation: Formulation, given: Mapping[str, Entry | None]) -> Variables:
    """Make the variables of every session in ``model``, with what ties them together whatever the rules say.

    Of the sessions that are ``given``, by id, nothing is left to decide: constants stand for them.
    """
    true = model.new_constant(1)
    sessions: dict[str, SessionVariables] = {}
    for session in formulation.problem.sessions:
        if session.id in given:
            sessions[session.id] = _given(model, formulation.problem, session, given[session.id], true)
        else:
            held = true if session.id in formulation.required else model.new_bool_var(f"held {session.id}")
            sessions[session.id] = _create(model, session, formulation.placements[session.id], held)
    return Variables(formulation.problem, true, sessions)


def _given(model: cp_model.CpModel, problem: Problem, session: Session, entry: Entry | None, true: cp_model.IntVar) -> SessionVariables:
    """Constants for a session of which it is decided that it is left out, or what its entry is."""
    if entry is None:
        roles = {(role.name, person): ~true for role in session.roles for person in role.people}
        return SessionVariables(session, Placements.of({}), ~true, model.new_constant(0), {}, roles)
    minute = problem.clock.minute(entry.start)
    taken = _taken_roles(entry)
    roles = {(role.name, person): true if (role.name, person) in taken else ~true for role in session.roles for person in role.people}
    placements = Placements.of({entry.room: (minute,)})
    return SessionVariables(session, placements, true, model.new_constant(minute), {entry.room: true}, roles)


def _create(model: cp_model.CpModel, session: Session, placements: Placements, held: cp_model.BoolVarT) -> SessionVariables:
    starts = placements.starts or (0,)
    start = model.new_int_var_from_domain(cp_model.Domain.from_values(starts), f"start {session.id}")
    model.add(start == starts[0]).only_enforce_if(~held)
    choice = len(placements.by_room) > 1
    rooms = {room: model.new_bool_var(f"{session.id} in {room}") if choice else held for room in placements.by_room}
    model.add(sum(rooms.values()) == held)
    for room, possible in placements.by_room.items():
        if possible != placements.starts:
            model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(possible)).only_enforce_if(rooms[room])
    return SessionVariables(session, placements, held, start, rooms, _create_roles(model, session, held))


def _create_roles(model: cp_model.CpModel, session: Session, held: cp_model.BoolVarT) -> Mapping[tuple[str, str], cp_model.BoolVarT]:
    """A literal for each role and person; nobody from a pool takes two roles of one session."""
    roles: dict[tuple[str, str], cp_model.BoolVarT] = {}
    choices: dict[str, list[cp_model.BoolVarT]] = {}
    for role in session.roles:
        pool = {person: held if role.decided else model.new_bool_var(f"{person} {role.name} {session.id}") for person in role.people}
        roles |= {(role.name, person): literal for person, literal in pool.items()}
        if not role.decided:
            model.add(sum(pool.values()) == role.count * held)
            for person, literal in pool.items():
                choices.setdefault(person, []).append(literal)
    for person, literals in choices.items():
        given = any(role.decided and person in role.people for role in session.roles)
        model.add_at_most_one([*literals, held] if given else literals)
    return roles
