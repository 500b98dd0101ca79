"""How inspections are spoken of: kinds, states, and what a sample can find, in sentences that round nothing up."""

from fractions import Fraction
from math import ceil, floor

from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.inspections.acts import KINDS
from guiju.actions.inspections.circulars import Inspected
from guiju.actions.inspections.detecting import chance_of_one, faulty_of, most_faulty
from guiju.actions.inspections.reading import Check, Plan
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.link import Link
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.kit.figures import said_number
from guiju.screens.threads.view import address_of
from guiju.screens.threads.wiring import wiring

SHARES = (Fraction(1, 100), Fraction(5, 100), Fraction(10, 100), Fraction(20, 100))
"""The shares of faulty things for which it is said how surely one of them is found."""


def kind_said(kind: str) -> str:
    """What people call one of the things inspected."""
    return _(KINDS[kind])


def plan_address(name: str) -> str:
    """Where an inspection lies."""
    return reverse("inspections.one", kwargs={"name": name})


def item_address(name: str, number: int, page: str = "inspections.item") -> str:
    """Where one thing that was drawn lies."""
    return reverse(page, kwargs={"name": name, "number": number})


def circular_address(name: str) -> str:
    """Where a circular lies."""
    return reverse("inspections.circular", kwargs={"name": name})


def state_badge(plan: Plan, checked: int) -> Badge:
    """How far an inspection has come."""
    if plan.drawn_at is None:
        return Badge(_("待抽取"), Tone.WARNING)
    return Badge(_("检查中"), Tone.INFO) if checked < plan.size else Badge(_("已查完"), Tone.GOOD)


def check_badge(check: Check | None) -> Badge:
    """What came of looking at one thing; whether it is true, only a legal officer says."""
    if check is None:
        return Badge(_("未检查"))
    if check.faults:
        return Badge(_("有 %(count)s 项为“否”") % {"count": check.faults}, Tone.WARNING)
    if check.unseen:
        return Badge(_("有 %(count)s 项未查") % {"count": check.unseen}, Tone.INFO)
    return Badge(_("没有发现"), Tone.GOOD)


def about(plan: Plan, value: str, unit_name: str) -> Link | str:
    """A thing that was drawn: its page where it has one, else its name."""
    return Link(value, address_of(plan.kind, value)) if plan.kind in wiring().words else unit_name


def faulty_numbers(population: int) -> list[tuple[int, str]]:
    """How many faulty things it is said for how surely one of them is found, and which share of all that is."""
    numbers = sorted({faulty_of(population, share) for share in SHARES})
    return [(one, f"{_tenths(ceil(Fraction(one * 1000, population)))}%") for one in numbers]


def chances(population: int, size: int) -> list[str]:
    """For each of these, how surely at least one faulty thing is drawn."""
    return [chance_said(chance_of_one(population, one, size)) for one, _share in faulty_numbers(population)]


def detection_rows(population: int, size: int) -> list[tuple[str, str, str]]:
    """The same as rows: how many are faulty, which share that is, and how surely at least one of them is drawn."""
    told = zip(faulty_numbers(population), chances(population, size), strict=True)
    return [(said_number(faulty), share, chance) for (faulty, share), chance in told]


def chance_said(chance: Fraction) -> str:
    """A probability in percent, rounded down: it is never said to be surer than it is."""
    return f"{_tenths(floor(chance * 1000))}%"


def bound_said(population: int, size: int, found: int) -> str:
    """What may be concluded about all from what was found; rounded up: it is never said to be fewer than may be."""
    most = most_faulty(population, size, found)
    share = _tenths(ceil(Fraction(most * 1000, population)))
    words = {
        "size": said_number(size), "found": said_number(found), "most": said_number(most), "share": share,
        "whole": said_number(population),
    }  # fmt: skip
    if size == population:
        return _("总体 %(whole)s 份已全部检查，%(found)s 份有“否”项。") % words
    if not found:
        return (
            _("抽查的 %(size)s 份都没有发现问题：可以有 95%% 的把握说，总体 %(whole)s 份中有问题的不超过 "
              "%(most)s 份（%(share)s%%）。") % words
        )  # fmt: skip
    return (
        _("抽查的 %(size)s 份中有 %(found)s 份有“否”项：可以有 95%% 的把握说，总体 %(whole)s 份中这样的不超过 "
          "%(most)s 份（%(share)s%%）。是否属实，以核查为准。") % words
    )  # fmt: skip


def conclusion(population: int, size: int, faulty: int, clear: int) -> str:
    """What may be said of all after looking; nothing while a drawn thing was not looked at whole."""
    if faulty + clear < size:
        left = said_number(size - faulty - clear)
        return _("还有 %(left)s 份没有查完，暂不推断总体。") % {"left": left}
    return bound_said(population, size, faulty)


def inspected_conclusion(one: Inspected) -> str:
    """The same of a draw in a circular."""
    return conclusion(one.population, one.size, one.faulty, one.clear)


def fault_said(what: str) -> str:
    """What differs where a draw is done again."""
    words = {
        "population": _("总体的摘要值"), "root": _("检查点的树根"), "seed": _("随机数"), "drawn": _("样本"),
    }  # fmt: skip
    return words[what]


def sides(here: str) -> Tabs:
    """The sides of 督察抽查."""
    pages = (("inspections.list", _("抽查")), ("inspections.circulars", _("月度通报")))
    return Tabs(_("督察抽查"), tuple(Tab(title, reverse(name), name == here) for name, title in pages))


def _tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}" if number % 10 else str(number // 10)
