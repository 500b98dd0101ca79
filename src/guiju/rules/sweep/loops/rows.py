"""Which rows of a history answer to a reference for one duty; unclear rows are tried both ways.

Every question is asked in the order in which the reference interpreter meets it, so that the names of what is
missing are the same.
"""

from typing import Any

from guiju.rules.sweep import layout as L

Table = Any


def answer_of(law: Table, ref: int, code: int) -> int:
    """What a reference says of a row's code, keys aside."""
    return law[law[L.H_MATCH] + ref * law[L.H_CODES] + code]


def add_name(w: Table, name: int) -> None:
    """Remember what an unclear row lacks."""
    count = w[L.W_NAME_COUNT]
    for k in range(count):
        if w[w[L.W_NAMES] + k] == name:
            return
    w[w[L.W_NAMES] + count] = name
    w[L.W_NAME_COUNT] = count + 1


def choose(law: Table, w: Table, slot: int, row: int) -> int:
    """Decide one unclear question, always the same way within a run; 2 + the answer where it is new."""
    place = w[L.W_MEMO] + slot * w[L.W_MAXLEN] + row - w[L.W_LO]
    known = w[place]
    if known // 2 == w[L.W_RUN]:
        return known % 2
    index = w[L.W_USED]
    answer = 0
    if index < w[L.W_SCRIPT]:
        answer = w[w[L.W_CHOICES] + index]
    w[w[L.W_CHOICES] + index] = answer
    w[L.W_USED] = index + 1
    w[place] = w[L.W_RUN] * 2 + answer
    return 2 + answer


def advance(w: Table) -> int:
    """Prepare the next combination; 0 when all have been tried."""
    count = w[L.W_USED]
    while count > 0 and w[w[L.W_CHOICES] + count - 1] == 1:
        count -= 1
    if count == 0:
        return 0
    w[w[L.W_CHOICES] + count - 1] = 1
    w[L.W_SCRIPT] = count
    w[L.W_USED] = 0
    w[L.W_RUN] += 1
    return 1


def start_over(w: Table) -> None:
    """Forget every choice and name: a new duty."""
    w[L.W_SCRIPT] = 0
    w[L.W_USED] = 0
    w[L.W_NAME_COUNT] = 0
    w[L.W_RUN] += 1


def meet(law: Table, left: int, right: int) -> int:
    """1 where two sets of officers have a member in common."""
    index = law[L.H_OFFICERS]
    for i in range(law[index + left], law[index + left + 1]):
        for j in range(law[index + right], law[index + right + 1]):
            if law[i] == law[j]:
                return 1
    return 0


def load_keys(law: Table, col: Table, w: Table, row: int) -> None:
    """Let the duty be about what ``row`` is about."""
    for key in range(10):
        column = law[law[L.H_KEY_COLUMN] + key]
        w[L.W_KEYS + key] = col[column, row] if column >= 0 else L.NOT_CARRIED


def share(law: Table, col: Table, w: Table, mask: int, row: int) -> int:
    """Whether ``row`` is about the same things as the duty; a key in doubt adds its bit to 4 × bits + UNCLEAR."""
    doubt = 0
    for key in range(10):
        if mask >> key & 1 == 0:
            continue
        mine = w[L.W_KEYS + key]
        theirs = col[law[law[L.H_KEY_COLUMN] + key], row]
        if mine <= L.NOT_CARRIED or theirs <= L.NOT_CARRIED:
            continue
        if mine == L.EMPTY or theirs == L.EMPTY:
            doubt |= 1 << key
        elif key == 7:
            if meet(law, mine, theirs) == 0:
                return L.NO
        elif mine != theirs:
            return L.NO
    return L.YES if doubt == 0 else 4 * doubt + L.UNCLEAR


def is_row(law: Table, col: Table, w: Table, ref: int, row: int) -> int:
    """1 where ``row`` is one of the reference's for this duty."""
    return is_row_as(law, col, w, ref, ref, row)


def is_row_as(law: Table, col: Table, w: Table, shown: int, ref: int, row: int) -> int:
    """As ``is_row`` where the row's fields are seen as ``shown`` sees them."""
    code = col[L.C_CODE, row]
    said = answer_of(law, shown, code)
    if said < L.YES:
        return 0
    mask = law[law[L.H_REFS] + ref * L.REF + L.R_SAME]
    shared = L.YES
    if mask != 0:
        shared = share(law, col, w, mask, row)
    if shared == L.NO:
        return 0
    if said == L.YES and shared == L.YES:
        return 1
    chosen = choose(law, w, ref - law[w[L.W_EDITION] + L.E_REF0], row)
    if chosen >= 2:
        chosen -= 2
        if said == L.UNCLEAR:
            add_open_names(law, w, shown, code)
        if shared != L.YES:
            for key in range(10):
                if shared // 4 >> key & 1:
                    add_name(w, key)
    return chosen


def add_open_names(law: Table, w: Table, ref: int, code: int) -> None:
    """Remember the fields that leave a reference open for a code."""
    listed = law[law[L.H_OPEN_NAMES] + ref * law[L.H_CODES] + code]
    for k in range(law[listed]):
        add_name(w, law[listed + 1 + k])


def part_of_day(law: Table, second: int) -> int:
    """In which part of the day, as the pages divide it, a second lies."""
    bounds, part = law[L.H_CLASSES], 0
    while part + 1 < law[bounds] and law[bounds + 2 + part] <= second:
        part += 1
    return part


def since(at: Table, low: int, high: int, moment: int) -> int:
    """The first index in [low, high) whose instant is ``moment`` or later."""
    while low < high:
        middle = (low + high) // 2
        if at[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low


def link(law: Table, col: Table, opening: int, closing: int) -> int:
    """YES or NO where both rows carry the same recording, or else the same act; UNCLEAR where they share neither."""
    for column in (law[L.H_RECORDING], law[L.H_ACT]):
        left, right = col[column, opening], col[column, closing]
        if left >= 0 and right >= 0:
            return L.YES if left == right else L.NO
    return L.UNCLEAR


def is_own(w: Table, row: int) -> bool:
    """Whether ``row`` itself opened the duty."""
    return bool(row == w[L.W_TRIGGER] and w[L.W_SYNTHETIC] == 0)


def ask(law: Table, col: Table, at: Table, w: Table, ref: int, begin: int, end: int) -> None:
    """Put every unclear question about rows in [begin, end]: where the verb looks at all of them."""
    row = since(at, w[L.W_LO], w[L.W_HI], begin)
    while row < w[L.W_HI] and at[row] <= end:
        if not is_own(w, row):
            is_row(law, col, w, ref, row)
        row += 1


def following(law: Table, col: Table, at: Table, w: Table, ref: int, row: int, end: int) -> int:
    """The first row of the reference from index ``row`` on and no later than ``end``, or -1."""
    while row < w[L.W_HI] and at[row] <= end:
        if not is_own(w, row) and is_row(law, col, w, ref, row) == 1:
            return row
        row += 1
    return -1


def first(law: Table, col: Table, at: Table, w: Table, ref: int, begin: int, end: int) -> int:
    """The first row of the reference in [begin, end], or -1."""
    return following(law, col, at, w, ref, since(at, w[L.W_LO], w[L.W_HI], begin), end)


def last(law: Table, col: Table, at: Table, w: Table, ref: int, end: int) -> int:
    """The last row of the reference no later than ``end``, or -1."""
    for row in range(since(at, w[L.W_LO], w[L.W_HI], end + 1) - 1, w[L.W_LO] - 1, -1):
        if not is_own(w, row) and is_row(law, col, w, ref, row) == 1:
            return row
    return -1
