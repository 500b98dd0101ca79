"""The kernel made fast: the same functions through Numba, cached on disk; or as they are, with the JIT off.

The cache is keyed by the text of all kernel modules at once: Numba itself looks only at the file of the function that
is called, and would go on with stale helpers.
"""

import inspect
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from types import FunctionType, ModuleType
from typing import Any

from guiju.rules.sweep import (
    answers,
    dates,
    deciding,
    instants,
    kernel,
    layout,
    lengthening,
    openings,
    rows,
    running,
    settling,
    stretches,
)

_ORDER: tuple[ModuleType, ...] = (
    dates, rows, running, lengthening, deciding, answers, instants, stretches, settling, openings, kernel,
)  # fmt: skip


@lru_cache(maxsize=1)
def compiled_run() -> Callable[..., None]:
    """``kernel.run`` as machine code; compiled on the first call ever, then read from the cache.

    With ``NUMBA_DISABLE_JIT`` it is the plain function.
    """
    import numba

    digest = sha256("".join(inspect.getsource(module) for module in (layout, *_ORDER)).encode()).hexdigest()[:16]
    made: dict[Any, Any] = {}
    for module in _ORDER:
        names = dict(module.__dict__)
        own = [value for value in names.values() if isinstance(value, FunctionType)]
        names.update({key: made[value] for key, value in names.items() if _is_made(value, made)})
        for function in own:
            if function.__module__ == module.__name__:
                twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
                twin.__qualname__ = f"{function.__name__}_{digest}"
                twin.__module__ = function.__module__
                names[function.__name__] = made[function] = numba.njit(
                    cache=True, nogil=True, error_model="numpy", fastmath=False
                )(twin)
    run: Callable[..., None] = made[kernel.run]
    return run


def _is_made(value: object, made: dict[Any, Any]) -> bool:
    return isinstance(value, FunctionType) and value in made
