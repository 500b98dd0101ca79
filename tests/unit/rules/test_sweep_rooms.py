"""Results of a sweep stay what they are, whatever is swept afterwards."""

import numpy as np

from guiju.rules.sweep.rooms import Rooms

MANY = 100_000


def test_columns_that_are_still_held_are_never_given_again():
    rooms = Rooms()
    outcome = rooms.take(MANY, 1)[2]
    outcome[:] = 7
    for column in rooms.take(MANY, 1):
        assert not np.shares_memory(column, outcome)
        column[:] = 0
    assert (outcome == 7).all()


def test_columns_that_nobody_holds_give_their_room_to_the_next():
    rooms = Rooms()
    first = rooms.take(MANY, 1)
    place = first[2].ctypes.data
    del first
    assert rooms.take(MANY, 1)[2].ctypes.data == place


def test_columns_of_one_sweep_do_not_overlap():
    columns = Rooms().take(MANY, 5)
    assert [len(column) for column in columns] == [MANY] * 5 + [5]
    for number, column in enumerate(columns):
        column[:] = number
    assert [set(column.tolist()) for column in columns] == [{number} for number in range(6)]
