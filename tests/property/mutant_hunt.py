"""One copy of the package is held against itself and against its worked cases; exit 3 where something parts."""

import random
import sys
from pathlib import Path

from tests.property.aimed import scenes
from tests.property.comparison import differences, differences_of_case
from tests.property.plain_pages import roll_history as roll_plain_history
from tests.property.plain_pages import roll_pack as roll_plain_pack
from tests.property.strategies import Dice, roll_history, roll_pack

from guiju.project.catalogue import VOCABULARY
from guiju.rules.lint import lint
from guiju.rules.load import load

CAUGHT = 3
PACKS = 600
PLAIN_PACKS = 300


class SeededDice(Dice):
    """Dice without Hypothesis: the same throws in every run."""

    def __init__(self, seed):
        super().__init__(None)
        self.random = random.Random(seed)

    def pick(self, *options):
        return self.random.choice(options)

    def number(self, low, high):
        return self.random.randint(low, high)

    def chance(self, of):
        return self.random.randrange(of) == 0


def hunt(root):
    """Whether anything parts: scenes and plain pages, the shipped law's worked cases, random pages."""
    for number, (pack, events, as_of, local) in enumerate(scenes()):
        if differences(pack, events, as_of=as_of, local=local):
            return f"scene {number}"
    for seed in range(PLAIN_PACKS):
        dice = SeededDice(seed)
        pack, (events, as_of, local) = roll_plain_pack(dice), roll_plain_history(dice, 18)
        if differences(pack, events, as_of=as_of, local=local):
            return f"plain seed {seed}"
    law = load(root / "law", shipped=root / "law", vocabulary=VOCABULARY)
    for rule in law.rules:
        for case in rule.cases:
            if differences_of_case(law, rule, case):
                return f"{rule.id}: {case['name']}"
    failed = lint(law).failures
    if failed:
        return str(failed[0])
    for seed in range(PACKS):
        dice = SeededDice(seed)
        kind, pack = roll_pack(dice, 5)
        events, as_of, local = roll_history(dice, 16)
        if differences(pack, events, as_of=as_of, local=local, kind=kind):
            return f"seed {seed}"
    return ""


if __name__ == "__main__":
    found = hunt(Path(sys.argv[1]))
    print(found)
    sys.exit(CAUGHT if found else 0)
