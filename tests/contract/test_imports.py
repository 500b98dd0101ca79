"""The import contracts hold, and nobody has loosened them."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["type"]: contract for contract in reversed(DECLARED["contracts"])}
ORDER = ["project", "subjects", "screens", "scores", "actions", "findings", "bureau", "facts | rules", "values"]


def test_the_import_contracts_hold(capsys):
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_layers_are_those_of_the_house_and_leave_no_package_out():
    layers = CONTRACTS["layers"]
    assert [layer.strip("()") for layer in layers["layers"]] == ORDER
    assert layers["exhaustive"] is True
    assert "ignore_imports" not in layers


@pytest.mark.parametrize("kind", ["forbidden", "independence", "acyclic_siblings"])
def test_no_contract_makes_an_exception(kind):
    assert "ignore_imports" not in CONTRACTS[kind]


@pytest.mark.parametrize("package", ["guiju.values", "guiju.rules", "guiju.facts.take_in"])
def test_the_law_and_the_door_for_files_stay_framework_free(package):
    contract = next(entry for entry in DECLARED["contracts"] if package in entry.get("source_modules", ()))
    assert {"django", "typer", "duckdb", "requests"} <= set(contract["forbidden_modules"])


def test_the_sample_bureau_cannot_reach_the_rules_that_it_puts_to_the_test():
    contract = next(entry for entry in DECLARED["contracts"] if "guiju.project.demo" in entry.get("source_modules", ()))
    assert contract["forbidden_modules"] == ["guiju.rules"]
    assert "allow_indirect_imports" not in contract
