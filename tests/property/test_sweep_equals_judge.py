"""The two engines say the same: on random pages and aimed histories, and on every worked case there is."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.property.aimed import scenes
from tests.property.comparison import differences, differences_of_case, table_of
from tests.property.plain_pages import plain_scenes
from tests.property.strategies import TYPES, histories, packs

from guiju.project.catalogue import VOCABULARY
from guiju.rules.load import load
from guiju.rules.matching import Source
from guiju.rules.sweep import layout
from guiju.rules.sweep.snapshot import Snapshot
from guiju.rules.sweep.sweeping import AS_WRITTEN

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


@settings(QUIET, max_examples=200)
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


@pytest.mark.slow
@settings(QUIET, max_examples=200)
@given(plain_scenes())
def test_sweep_and_judge_say_the_same_of_plain_pages(scene):
    pack, (events, as_of, local) = scene
    assert differences(pack, events, as_of=as_of, local=local) == []


@settings(QUIET, max_examples=60)
@given(plain_scenes(at_most=40))
def test_the_compiled_short_way_says_what_the_judge_says(scene):
    from guiju.rules.sweep.compiled import compiled

    pack, (events, as_of, local) = scene
    assert differences(pack, events, as_of=as_of, local=local, loops=compiled(), jobs=2) == []


@pytest.mark.slow
def test_plain_pages_do_go_the_short_way():
    editions, short = 0, set()

    @settings(QUIET, max_examples=120)
    @given(plain_scenes())
    def count(scene):
        nonlocal editions
        pack, (events, as_of, local) = scene
        snapshot = Snapshot.of(pack, table_of(events), as_of=as_of, local=local)
        law = snapshot.law
        records = law[law[layout.H_PLAIN] :][: law[layout.H_PLAIN_COUNT] * layout.PLAIN].reshape(-1, layout.PLAIN)
        editions += len(snapshot.editions) - len(records)
        short.update((int(record[layout.P_VERB]), int(record[layout.P_KIND])) for record in records)

    count()
    assert {verb for verb, _ in short} == set(range(10))
    assert {kind for _, kind in short} == set(range(5))
    assert editions < 100


class FromBehind(np.ndarray):
    """An array that refuses to be counted from behind, as the compiled loops cannot."""

    def __getitem__(self, key):
        refuse(key)
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        refuse(key)
        super().__setitem__(key, value)


def refuse(key):
    for part in key if isinstance(key, tuple) else (key,):
        bounds = (part.start or 0, part.stop or 0) if isinstance(part, slice) else (part,)
        assert all(bound >= 0 for bound in bounds), key


@pytest.mark.slow
@settings(QUIET, max_examples=120)
@given(packs(), histories(), plain_scenes())
def test_no_loop_counts_from_behind(pack, told, scene):
    def strict(loop):
        return lambda *given: loop(*[one.view(FromBehind) if isinstance(one, np.ndarray) else one for one in given])

    loops = tuple(strict(loop) for loop in AS_WRITTEN)
    agree(pack, told, None, loops=loops)
    plain, (events, as_of, local) = scene
    assert differences(plain, events, as_of=as_of, local=local, loops=loops) == []


@pytest.mark.parametrize("folder", ["law", "examples/road_fines"])
def test_sweep_and_judge_say_the_same_of_every_worked_case(root, folder):
    pack = load(root / folder, shipped=root / "law", vocabulary=VOCABULARY)
    parted = {
        (rule.id, case["name"]): differences_of_case(pack, rule, case) for rule in pack.rules for case in rule.cases
    }
    assert parted
    assert {name: rows for name, rows in parted.items() if rows} == {}
