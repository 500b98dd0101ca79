"""The two engines say the same: on random pages and aimed histories, and on every worked case there is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.property.aimed import scenes
from tests.property.comparison import differences, differences_of_case
from tests.property.strategies import TYPES, histories, packs

from guiju.project.catalogue import VOCABULARY
from guiju.rules.load import load
from guiju.rules.matching import Source

QUIET = settings(suppress_health_check=list(HealthCheck), derandomize=True)
SOURCES = st.one_of(
    st.none(),
    st.builds(
        Source,
        st.frozensets(st.sampled_from(TYPES), min_size=4),
        st.frozensets(
            st.sampled_from(["case", "person", "officer", "kind", "n", "urgent", "minor", "unit"]), min_size=4
        ),
    ),
)


def agree(pack, told, source, **settings):
    kind, pack = pack
    events, as_of, local = told
    assert differences(pack, events, as_of=as_of, local=local, kind=kind, source=source, **settings) == []


@settings(QUIET, max_examples=800)
@given(packs(), histories(), SOURCES)
def test_sweep_and_judge_say_the_same_of_random_pages(pack, told, source):
    agree(pack, told, source)


def test_sweep_and_judge_say_the_same_of_the_scenes_made_for_one_wrong_each():
    parted = [differences(pack, rows, as_of=as_of, local=local) for pack, rows, as_of, local in scenes()]
    assert parted
    assert [rows for rows in parted if rows] == []


@pytest.mark.slow
@settings(QUIET, max_examples=2_000)
@given(packs(count=6), histories(at_most=24), SOURCES)
def test_sweep_and_judge_say_the_same_of_many_random_pages(pack, told, source):
    agree(pack, told, source)


@settings(QUIET, max_examples=40)
@given(packs(), histories(), SOURCES)
def test_the_compiled_kernel_says_what_the_plain_one_says(pack, told, source):
    from guiju.rules.sweep.compiled import compiled

    agree(pack, told, source, loops=compiled(), jobs=2)


@pytest.mark.parametrize("folder", ["law", "examples/road_fines"])
def test_sweep_and_judge_say_the_same_of_every_worked_case(root, folder):
    pack = load(root / folder, shipped=root / "law", vocabulary=VOCABULARY)
    parted = {
        (rule.id, case["name"]): differences_of_case(pack, rule, case) for rule in pack.rules for case in rule.cases
    }
    assert parted
    assert {name: rows for name, rows in parted.items() if rows} == {}
