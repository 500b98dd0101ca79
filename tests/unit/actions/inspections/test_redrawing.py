"""Anybody draws a published sample again, without the ledger: the same sample, or the command says that it is not."""

from typer.testing import CliRunner

from guiju.actions.inspections.drawing import digest_of, draw, seed_of
from guiju.project.cli import app

THINGS = [f"A{number:03}" for number in range(40)]
ROOT, LEAF = "ab" * 32, "cd" * 32
SEED = seed_of(ROOT, LEAF)
DIGEST = digest_of(THINGS)
DRAWN = draw(THINGS, 5, SEED)


def run(tmp_path, *more, things=THINGS, drawn=DRAWN, digest=DIGEST, size="5"):
    """What the command answers."""
    population, sample = tmp_path / "总体.txt", tmp_path / "抽中.txt"
    population.write_text("\r\n".join(reversed(things)) + "\r\n", encoding="utf-8-sig")
    sample.write_text("\n".join(drawn), encoding="utf-8")
    words = ["inspect", "recompute", str(population), "--size", size, "--digest", digest, "--drawn", str(sample), *more]
    return CliRunner().invoke(app, words)


def test_the_same_sample_comes_out_by_the_seed_and_by_what_it_is_made_of(tmp_path):
    for words in (("--seed", SEED), ("--root", ROOT, "--leaf", LEAF), ("--seed", SEED, "--root", ROOT, "--leaf", LEAF)):
        told = run(tmp_path, *words)
        assert told.exit_code == 0, told.output
        assert [line.split("\t")[1] for line in told.output.splitlines() if "\t" in line] == list(DRAWN)


def test_whatever_was_changed_afterwards_is_said(tmp_path):
    other = "0" * 64
    for words, change, said in (
        (("--seed", SEED), {"drawn": (*DRAWN[:4], "A999")}, "抽中的编号"),
        (("--seed", SEED), {"drawn": DRAWN[::-1]}, "次序"),
        (("--seed", SEED), {"things": THINGS[1:]}, "摘要值"),
        (("--seed", other), {}, "抽中的编号"),
        (("--seed", other, "--root", ROOT, "--leaf", LEAF), {}, "随机数"),
        (("--seed", SEED), {"size": "41"}, "抽不出"),
    ):
        told = run(tmp_path, *words, **change)
        assert told.exit_code == 1, (words, change, told.output)
        assert said in told.output + told.stderr


def test_without_a_seed_or_a_list_nothing_is_said_to_agree(tmp_path):
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path, "--root", ROOT).exit_code == 2
    assert run(tmp_path, "--seed", SEED, things=[""]).exit_code == 2
