"""The sample of a county, told once for every test that reads it."""

import pytest

from guiju.project.demo import Sample, write_sample


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return write_sample(tmp_path_factory.mktemp("county"), scale="county", seed=7)
