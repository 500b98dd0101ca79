"""Where things lie in the integer tables that the kernel reads: offsets, codes and sentinels, nothing else.

``law`` is one flat int64 array: a header of offsets, then references, editions, limits and the calendar.
``col`` is int32 [column, row] in the order of the histories; ``w`` is the scratch memory of one thread.
"""

FAR = 1 << 62
NONE = -(1 << 62)
FAULT = -(1 << 40)

# What a reference answers for a row's code.
NOT_ITS_TYPE, NO, YES, UNCLEAR = range(4)

# Outcomes, in the order of ``OUTCOMES`` in swept.py; OUTSIDE marks a trigger that no edition covers.
KEPT, EXCUSED, LATE, OVERDUE, BROKEN, RUNNING, UNKNOWN, OUTSIDE = range(8)

# Units of a limit; ELAPSED counts microseconds.
ELAPSED, DAYS, WORKDAYS, MONTHS, YEARS = range(5)
CLOCK_OTHER, CLOCK_PERIOD, CLOCK_WORKDAYS, CLOCK_FIRST_DAY = range(4)

# Verbs.
HAPPEN, HAVE_HAPPENED, SATISFY, NOT_HAPPEN, WAIT, COVER, DIFFER, HOLD, REPEAT, COUNT = range(10)

# Ways in which a duty arises.
BY_EVENT, BY_OVERRUN, BY_PERIOD = range(3)

# Keys: a code from 0; carried but empty; not carried; not carried although the row has a value: -(3 + code).
EMPTY, NOT_CARRIED = -1, -2

# Reasons: 0 none, then the strings of the pack; a year without a calendar; a set of names.
WHY_NONE, WHY_SOURCE = 0, 1
WHY_CALENDAR = 1_000_000
WHY_NAMES = -1

(
    H_REFS, H_MATCH, H_CODES, H_OPEN_NAMES, H_EDITIONS, H_RULES, H_RULE_COUNT, H_SLOTS,
    H_DAY0, H_DAYS, H_MIDNIGHT, H_MONTH_OF, H_MONTH0, H_MONTH_COUNT, H_MONTH_START, H_WORK_CUM, H_WORK_LIST,
    H_WORK_COUNT, H_NEXT_MISSING,
    H_ZONE_COUNT, H_ZONE_AT, H_ZONE_OFFSET, H_OFFICERS, H_CREDENTIALS, H_LADDER, H_HEIGHT, H_PERIODS,
    H_KEY_COLUMN, H_KEY_NAME, H_CLASSES, H_APPROVER, H_RECORDING, H_AS_OF_AT, H_AS_OF_DAY, H_NAME_COUNT, H_TYPE_OF,
    H_APPROVER_NAME, H_OPENING, H_ACT, H_PLAIN, H_PLAIN_COUNT,
    H_LISTS, H_TURNS, H_OUTSIDE, HEADER,
) = range(45)  # fmt: skip

# A plain edition, see plain.py; P_ROWS, P_A, P_B and the excuses are numbers of lists of rows, -1 for none.
# P_KIND: no limit, days added, a table from start day to last day, elapsed time, a limit with modifiers.
(
    P_ROWS, P_VERB, P_KIND, P_AMOUNT, P_A, P_B, P_WHERE, P_WHOLE, P_BOUND, P_MATCH, P_RULE, P_PAGE, P_UNLESS, P_CHANGES,
    P_FIRST, PLAIN,
) = range(16)  # fmt: skip
NO_LIMIT, DAYS_ADDED, BY_TABLE, IN_TIME_ELAPSED, CHANGING = range(5)

# Where a row stands: the first row of its history, the first and the next after those of its instant, the end.
LOW, SINCE, AFTER, HIGH, STANDS = range(5)

# How a limit with modifiers may change: its own unit and amount, the lists of rows, what an extension adds.
(
    M_UNIT, M_AMOUNT, M_ROWS, M_STARTS, M_ENDS, M_LONGER, M_ADD_UNIT, M_ADD, M_TIMES, CHANGES,
) = range(10)  # fmt: skip

# A reference: how many types, where they are listed, and the keys (bits) it must share.
R_TYPE_COUNT, R_TYPES, R_SAME, REF = range(4)

# A limit as written (SPAN_*), see records.py.
(
    SPAN_KIND, SPAN_UNIT, SPAN_AMOUNT, SPAN_CLOCK, SPAN_COLUMN, SPAN_FACTOR, SPAN_CAP, SPAN_WHY, SPAN_MOST_UNIT,
    SPAN_MOST, SPAN_NAME, SPAN,
) = range(12)  # fmt: skip
FIXED, BY_AMOUNT, BY_DATE, UNDECIDED = range(4)

(
    E_RULE, E_FROM, E_TO, E_IS_FIRST, E_IS_LAST, E_IS_KIND, E_TRIGGER, E_EVENT, E_FAN, E_FAN_RECORDED, E_WINDOW,
    E_CLOSE, E_INSIDE, E_WINDOW_RECORDED, E_OVERDUE, E_EACH, E_OPENS, E_CLOSES, E_EDITION_BY, E_EDITION_REF, E_VERB,
    E_LACKS, E_COUNT_FROM, E_COUNT_REF, E_COUNT_WHY, E_UNLESS, E_EXTEND, E_STOP, E_RESTART, E_MODIFIES, E_SPAN,
    E_REF0, E_SAME, E_KIND_BIT, E_A, E_B, E_C, E_D, E_F, E_HAS_DUE, E_IS_INSTANT, E_IS_PLAIN, E_MARK, E_AT_MOST,
    E_BARE, EDITION,
) = range(46)  # fmt: skip

# An extension: X_UNIT < 0 where it lengthens to a span.
X_BY, X_START_UNIT, X_START, X_TIMES, X_RANKS, X_ADD_UNIT, X_ADD, X_SPAN, X_SLOT, EXTENSION = range(10)

# Columns that every snapshot has; keys and attributes follow where pages ask for them.
C_CODE, C_DAY, C_SEQ, COLUMNS = range(4)

# Scratch memory: the duty, its countdown, the decision, the questions.
(
    W_LO, W_HI, W_EDITION, W_TRIGGER, W_SYNTHETIC, W_STRIPPED, W_AT, W_DAY, W_SECOND, W_START_AT, W_START_DAY, W_FAN,
    W_FAN_SEQ, W_PERIOD_AT, W_PERIOD_DAY, W_CUT, W_WHY, W_OUT, W_DUE_AT, W_DUE_ON, W_SETTLED, W_REASON,
    W_CD_AT, W_CD_DAY, W_CD_FIXED, W_CD_SPAN, W_CD_CLOCK, W_BASE_COUNT, W_BASE_UNIT, W_BASE, W_TOTAL_COUNT, W_PAUSES,
    W_OPEN, W_RUN, W_USED, W_SCRIPT, W_NAME_COUNT, W_SPOOL, W_FULL, W_SCRATCH, W_MAXLEN, W_MEMO, W_CHOICES, W_NAMES,
    W_PAUSE_AT, W_SPANS, W_OPENED, W_SPOOL_AT, W_SPOOL_CAP, W_NAMES_AT, W_NAMES_CAP, W_NAMES_USED, W_STAYS,
    W_KEYS,
) = range(54)  # fmt: skip
W_TIMES = W_KEYS + 10
W_TOTAL_UNITS = W_TIMES + 8
MAX_STEPS = 256
W_TOTALS = W_TOTAL_UNITS + MAX_STEPS
W_FREE = W_TOTALS + MAX_STEPS

# One spooled duty.
(
    S_EDITION, S_TRIGGER, S_FAN, S_OUT, S_DUE_AT, S_DUE_ON, S_SETTLED, S_WHY, S_NAMES, S_NAME_COUNT, S_AT, S_DAY,
    S_FAN_ROW, S_STRIPPED, SPOOLED,
) = range(15)  # fmt: skip

MAX_RUNS = 512
MAX_WINDOW_RUNS = 64
