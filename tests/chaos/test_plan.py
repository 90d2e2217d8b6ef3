"""A plan is what its seed says, and has something of everything in it."""

from dataclasses import replace
from pathlib import Path

from chaos.conduct import Conductor
from chaos.plan import CARDS, CODES, DELIVERY, FAULTS, KITCHEN, Habit, Kill, make_plan

LONG = make_plan(1, seconds=600, rate=2)


def test_the_same_seed_plans_the_same_run_and_another_one_another() -> None:
    assert make_plan(7, seconds=20, rate=2) == make_plan(7, seconds=20, rate=2)
    assert make_plan(7, seconds=20, rate=2) != make_plan(8, seconds=20, rate=2)


def test_so_many_customers_come_as_the_rate_says_each_within_the_time() -> None:
    assert len(LONG.visits) == 1200
    assert all(0 <= visit.at <= 600 for visit in LONG.visits)
    assert [visit.at for visit in LONG.visits] == sorted(visit.at for visit in LONG.visits)


def test_every_card_habit_and_kind_of_trouble_comes_in_a_long_run() -> None:
    assert {visit.card for visit in LONG.visits} == set(CARDS)
    assert {visit.habit for visit in LONG.visits} == set(Habit)
    assert {visit.delivery for visit in LONG.visits} == set(DELIVERY)
    assert {visit.code for visit in LONG.visits} == set(CODES)
    assert {visit.gift for visit in LONG.visits} == {True, False}
    assert {one.kill for one in LONG.troubles} - {None} == set(Kill)
    assert {one.fault for one in LONG.troubles} - {None} == set(FAULTS)
    assert {one.kitchen for one in LONG.troubles} - {None} == set(KITCHEN)


def test_the_run_is_restarted_in_the_midst_of_it() -> None:
    assert min(one.at for one in LONG.troubles) < LONG.restart_at < max(one.at for one in LONG.troubles)
    assert LONG.restart_at < LONG.visits[-1].at


def test_the_restart_comes_at_its_time_with_or_without_trouble_after_it() -> None:
    for plan in (LONG, replace(LONG, troubles=()), replace(LONG, troubles=LONG.troubles[:1])):
        times = [at for at, _ in Conductor(plan, Path(), print)._acts()]
        assert times == sorted([*(one.at for one in plan.troubles), plan.restart_at])
