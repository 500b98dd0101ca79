"""The kernel made fast: the same functions through Numba, cached on disk; or as they are, with the JIT off.

The cache is keyed by the text of all kernel modules at once: Numba itself looks only at the file of the function that
is called, and would go on with stale helpers. Before that the names of layout.py are replaced by their numbers, paired
assignments taken apart and indexes made unsigned, which halves the time of the first compilation and speeds the loops
by a fifth: no loop counts from behind, see tests/property.
"""

import ast
import inspect
import sys
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

from guiju.rules.sweep import layout
from guiju.rules.sweep.loops import (
    answers,
    dates,
    deadlines,
    deciding,
    instants,
    kernel,
    lengthening,
    meeting,
    openings,
    pausing,
    plain,
    rows,
    running,
    series,
    settling,
    stretches,
)

_ORDER: tuple[ModuleType, ...] = (
    dates, rows, running, lengthening, deciding, answers, instants, stretches, settling, openings, kernel,
    meeting, deadlines, series, pausing, plain,
)  # fmt: skip


# What the short way calls its lists of rows and of what it found for each.
_ROWS = (
    "ends", "postings", "scratch", "rows", "answers", "opens", "closes", "days", "pos", "found", "here", "upto",
    "spare", "beside", "excuse", "excuse_day", "excuse_pos",
)  # fmt: skip
Kernel = tuple[Callable[..., None], Callable[..., None], Callable[..., None]]


class _Plainer(ast.NodeTransformer):
    """Numbers for the names of layout.py; one assignment after the other for ``a, b = c, d``."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:  # noqa: N802 — the name that ast calls
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "L":
            return ast.copy_location(ast.Constant(getattr(layout, node.attr)), node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:  # noqa: N802 — the name that ast calls
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "tuple":
            return node
        if isinstance(node.slice, ast.Tuple):
            node.slice.elts = [_unsigned(part) for part in node.slice.elts]
        else:
            node.slice = _unsigned(node.slice)
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
        steps += [ast.Assign([part], ast.Name(name, ast.Load())) for name, part in zip(names, target.elts, strict=True)]
        return [ast.fix_missing_locations(ast.copy_location(step, node)) for step in steps]


def _unsigned(index: ast.expr) -> ast.expr:
    """An index that is never counted from behind: asking whether it is would cost as much as the look-up."""
    if isinstance(index, ast.Slice | ast.Constant):
        return index
    return ast.copy_location(ast.Call(ast.Name("uint64", ast.Load()), [index], []), index)


@lru_cache(maxsize=1)
def compiled() -> Kernel:
    """``kernel.run``, ``plain.run_plain`` and ``plain.locate`` as machine code: compiled once, then cached.

    With ``NUMBA_DISABLE_JIT`` they are the functions as they stand.
    """
    numba: Any = import_module("numba")
    import_module("numba.extending")

    texts = {module: inspect.getsource(module) for module in (layout, *_ORDER)}
    # The options that stand in this file decide the machine code as much as the loops do.
    own = inspect.getsource(sys.modules[__name__])
    digest = sha256("".join([*texts.values(), own]).encode()).hexdigest()[:16]
    made: dict[tuple[str, str], Any] = {}
    for module in _ORDER:
        names: dict[str, Any] = {"__name__": module.__name__, "uint64": numba.uint64}
        tree = ast.fix_missing_locations(_Plainer().visit(ast.parse(texts[module])))
        exec(compile(tree, str(module.__file__), "exec"), names)
        for name, value in list(names.items()):
            if not isinstance(value, FunctionType):
                continue
            home = value.__module__
            if home == module.__name__:
                value.__qualname__ = f"{name}_{digest}"
                inner = name != "locate"
                made[home, name] = numba.njit(
                    cache=True, nogil=True, error_model="numpy", no_cpython_wrapper=inner, no_cfunc_wrapper=True
                )(value)
            names[name] = made[home, name]
    loops = [made[kernel.__name__, "run"], made[plain.__name__, "run_plain"], made[plain.__name__, "locate"]]
    if not numba.config.DISABLE_JIT:
        for loop in loops:
            _compile(loop, numba)
        loops[:2] = [_borrowing(loop, numba, digest) for loop in loops[:2]]
    return loops[0], loops[1], loops[2]


def _compile(function: Any, numba: Any) -> None:
    """Compile ``function`` after all that it calls, each for one signature and never again."""
    if function.signatures:
        return
    for name in function.py_func.__code__.co_names:
        inner = function.py_func.__globals__.get(name)
        if hasattr(inner, "py_func"):
            _compile(inner, numba)
    function.compile(_types(function.py_func, numba))
    function.disable_compile()


def _borrowing(run: Any, numba: Any, digest: str) -> Callable[..., None]:
    """``run`` on arrays that it does not own: counting references in two threads costs more than the work itself."""
    types, names = _types(run.py_func, numba), list(run.py_func.__annotations__)[:-1]

    @numba.extending.intrinsic
    def bare(context: Any, array: Any) -> Any:
        def generate(target: Any, builder: Any, signature: Any, values: Any) -> Any:
            given = target.make_array(array)(target, builder, values[0])
            for part in ("meminfo", "parent"):
                setattr(given, part, getattr(given, part).type(None))
            return given._getvalue()

        return array(array), generate

    shown = [f"bare({name})" if hasattr(kind, "dtype") else name for name, kind in zip(names, types, strict=True)]
    text = f"def entry({', '.join(names)}):\n    run({', '.join(shown)})\n"
    space = {"run": run, "bare": bare, "__name__": kernel.__name__}
    exec(compile(text, str(kernel.__file__), "exec"), space)
    space["entry"].__qualname__ = f"entry_{run.py_func.__name__}_{digest}"
    entry = numba.njit(cache=True, nogil=True, no_cfunc_wrapper=True)(space["entry"])
    entry.compile(types)
    made: Callable[..., None] = entry
    return made


def _types(function: FunctionType, numba: Any) -> tuple[Any, ...]:
    """One signature a function, so that none is compiled twice: arrays by name, every number an int64."""
    flat, wide = numba.int64[::1], numba.int64[:, ::1]
    arrays = {
        "col": numba.int32[:, ::1], "num": numba.float64[:, ::1], "extras": wide, "page": numba.uint16[::1],
        "trigger": numba.int32[::1], "outcome": numba.uint8[::1], "due": numba.int32[::1], "settled": numba.int32[::1],
        "place": numba.int32[:, ::1],
    }  # fmt: skip
    arrays |= dict.fromkeys(_ROWS, numba.int32[::1])
    return tuple(
        numba.int64 if kind is int else arrays.get(name, flat)
        for name, kind in function.__annotations__.items()
        if name != "return"
    )
