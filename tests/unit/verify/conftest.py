"""How the tests of the verifier look at a ledger: through its dump, with its key."""

import pytest

from guiju.facts.verify.parts.dump import verify_dump


@pytest.fixture
def verified(tmp_path):
    """Check a ledger, or the bytes of a dump; by default with the ledger's own key from outside."""

    def check(ledger, held=(), *, data=None, publics=None, **words):
        path = tmp_path / "ledger.dump"
        path.write_bytes(ledger.dump() if data is None else data)
        return verify_dump(str(path), publics or [ledger.public], held, **words)

    return check


@pytest.fixture
def named(verified):
    """What is named of a ledger: kind, index, and id of each problem, in order."""

    def check(ledger, held=(), **words):
        return [(problem.kind, problem.index, problem.id) for problem in verified(ledger, held, **words).problems]

    return check
