"""Who looks, when somebody sits at the machine itself."""

from guiju.values.scope import Reach, Scope


def operator() -> Scope:
    """The operator of this machine: he holds the database file, so nothing is gained by hiding a list from him."""
    everything = Reach(role="operator", kinds=("",), is_everywhere=True, sees_unplaced=True, handles_withheld=True)
    return Scope(account="operator", reaches=(everything,))
