"""What the pages forbid as an indicator, the scales refuse: the law and the product say the same."""

import pytest
import yaml

from guiju.project.catalogue import VOCABULARY
from guiju.scores.forbidden import find_forbidden

PAGES = ("keep-fines-out-of-indicators", "bar-quota-indicators")


@pytest.mark.parametrize("name", PAGES)
def test_a_scale_refuses_every_indicator_that_a_page_forbids(root, name):
    page = yaml.safe_load((root / "law" / "rules" / "evaluation" / f"{name}.yaml").read_text(encoding="utf-8"))
    forbidden = page["must"]["satisfy"]["basis"]["not"]
    labels = {word: VOCABULARY.value_label("basis", word) for word in forbidden}
    assert [word for word, label in labels.items() if label == word] == [], "no Chinese label"
    assert [label for label in labels.values() if find_forbidden(label) is None] == []
    assert find_forbidden(VOCABULARY.value_label("basis", "procedure")) is None
