"""A lawful history leaves nothing unsaid and keeps its people apart."""

from random import Random

import pytest

from guiju.project.catalogue import VOCABULARY
from guiju.project.demo.flow import Chance, Flow
from guiju.project.demo.roster import Bureau, muster
from guiju.project.demo.sample import ORDINARY, Told, crew_of
from guiju.project.demo.wall_calendar import DAY, minute
from guiju.subjects.cases.events.review import REVIEW

OF_SUBMISSIONS = (
    "submission", "submission_version", "content_hash", "decision_reason", "check_answers", "ballots", "adoptions",
    "opinion_event", "opinion_leaf",
)  # fmt: skip
# An extension is either one of days or one of months; a stop in the street belongs to no case.
EMPTY_BY_NATURE = {
    ("custody.extended", "to_days"),
    ("custody.extended", "to_months"),
    ("custody.arrived", "case"),
    ("custody.family_notified", "case"),
    ("custody.rest_recorded", "case"),
    # Only what is kept elsewhere than in the central store needs a ground.
    ("property.registered", "store_ground"),
    # A reconsideration that upholds the decision sets no term.
    ("cases.reconsideration_decided", "comply_by"),
    # Only a step that is taken on the site names its submission, and weighs the votes by itself.
    ("cases.discussed", "opinion"),
    ("cases.discussed", "ballots_by"),
    *((kind.name, name) for kind in REVIEW for name in OF_SUBMISSIONS),
}


def _told(told: Told, bureau: Bureau, seed: int) -> Flow:
    dice = Random(seed)
    unit = dice.choice(bureau.stations)
    begin = minute("2026-01-05 10:00") + seed * 9 * DAY
    flow = Flow(f"A015126{seed:05}", crew_of(bureau, unit, dice), begin, Chance(dice), {})
    told(flow)
    return flow


@pytest.mark.parametrize("told", [one[0] for one in ORDINARY], ids=lambda told: told.__name__)
def test_every_declared_field_is_filled(told: Told) -> None:
    bureau, empty = muster("county")[0], set()
    for seed in range(30):
        for row in _told(told, bureau, seed).rows:
            kind = VOCABULARY.types[row["type"]]
            empty |= {(kind.name, name) for name in (*kind.keys, *kind.attributes) if row.get(name) in (None, "")}
    assert empty - EMPTY_BY_NATURE == set()


@pytest.mark.parametrize("told", [one[0] for one in ORDINARY], ids=lambda told: told.__name__)
def test_who_keeps_and_who_reviews_is_not_who_handles(told: Told) -> None:
    bureau = muster("county")[0]
    for seed in range(30):
        flow = _told(told, bureau, seed)
        handlers = set(flow.crew.pair)
        apart = (
            "property.handed_over",
            "property.registered",
            "cases.reviewed",
            "cases.legally_reviewed",
            "cases.approved",
        )
        for row in flow.rows:
            if row["type"] in apart:
                assert not handlers & set(row["officer"].split("、")), row


@pytest.mark.parametrize("scale", ["station", "county", "city"])
def test_a_code_belongs_to_one_officer(scale: str) -> None:
    codes = [member.code for bureau in muster(scale) for unit in bureau.units for member in unit.members]
    assert len(codes) == len(set(codes))
