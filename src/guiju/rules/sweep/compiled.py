"""The kernel made fast: the same functions through Numba, cached on disk; or as they are, with the JIT off.

The cache is keyed by the text of all kernel modules at once: Numba itself looks only at the file of the function that
is called, and would go on with stale helpers. Before that the names of layout.py are replaced by their numbers and
paired assignments taken apart, which halves the time of the first compilation and changes nothing else.
"""

import ast
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


class _Plainer(ast.NodeTransformer):
    """Numbers for the names of layout.py; one assignment after the other for ``a, b = c, d``."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:  # noqa: N802 — the name that ast calls
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "L":
            return ast.copy_location(ast.Constant(getattr(layout, node.attr)), node)
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:  # noqa: N802 — the name that ast calls
        self.generic_visit(node)
        target, value = node.targets[0], node.value
        if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
            return node
        names = [f"_{node.lineno}_{number}" for number in range(len(value.elts))]
        steps: list[ast.AST] = [
            ast.Assign([ast.Name(name, ast.Store())], part) for name, part in zip(names, value.elts, strict=True)
        ]
        steps += [
            ast.Assign([part], ast.Name(name, ast.Load())) for name, part in zip(names, target.elts, strict=True)
        ]
        return [ast.fix_missing_locations(ast.copy_location(step, node)) for step in steps]


@lru_cache(maxsize=1)
def compiled_run() -> Callable[..., None]:
    """``kernel.run`` as machine code; compiled on the first call ever, then read from the cache.

    With ``NUMBA_DISABLE_JIT`` it is the plain function.
    """
    import numba

    texts = {module: inspect.getsource(module) for module in (layout, *_ORDER)}
    digest = sha256("".join(texts.values()).encode()).hexdigest()[:16]
    made: dict[tuple[str, str], Any] = {}
    for module in _ORDER:
        names: dict[str, Any] = {"__name__": module.__name__}
        tree = ast.fix_missing_locations(_Plainer().visit(ast.parse(texts[module])))
        exec(compile(tree, str(module.__file__), "exec"), names)
        for name, value in list(names.items()):
            if not isinstance(value, FunctionType):
                continue
            home = value.__module__
            if home == module.__name__:
                value.__qualname__ = f"{name}_{digest}"
                inner = module is not kernel or name != "run"
                made[home, name] = numba.njit(
                    cache=True, nogil=True, error_model="numpy", no_cpython_wrapper=inner, no_cfunc_wrapper=True
                )(value)
            names[name] = made[home, name]
    run: Callable[..., None] = made[kernel.__name__, "run"]
    return run
