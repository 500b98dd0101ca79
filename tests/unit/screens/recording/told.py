"""Two cases as an officer tells them to the site: an instant, a step, and what he types; the rest stands there already.

``PERSON`` stands for the suspect's number, which the site gives.
"""

PERSON, VICTIM, BOTH = "<suspect>", "<victim>", "0151001、0151002"
CHIEF, LEGAL, LEADER = "0151009", "0151003", "0100009"

ADMINISTRATIVE = (
    ("2026-03-02T09:31", "call_registered", {"channel": "110", "call": "J1", "happened_at": "2026-03-02T09:25"}),
    ("2026-03-02T09:31", "call_received", {"channel": "110", "happened_at": "2026-03-02T08:50"}),
    ("2026-03-02T09:32", "call_dispatched", {"happened_at": "2026-03-02T08:52"}),
    ("2026-03-02T09:33", "call_arrived", {"happened_at": "2026-03-02T09:01"}),
    ("2026-03-02T09:34", "call_disposed", {
        "valid": "yes", "police_scope": "yes", "disposition": "case", "happened_at": "2026-03-02T09:20",
    }),
    ("2026-03-02T09:35", "recording", {
        "kind": "body_camera", "happened_at": "2026-03-02T09:00", "ended_at": "2026-03-02T09:22",
    }),
    ("2026-03-02T09:36", "report", {"happened_at": "2026-03-02T09:25"}),
    ("2026-03-02T09:38", "receipt", {}),
    ("2026-03-02T09:40", "filing", {"approver": "unit_head", "officer": BOTH}),
    ("2026-03-02T09:41", "party", {"new_name": "石例一", "role": "suspect", "officer": BOTH}),
    ("2026-03-02T09:42", "party", {"new_name": "秦例二", "role": "victim", "officer": BOTH}),
    ("2026-03-03T09:00", "summons_approval", {"approver": "unit_head", "officer": CHIEF}),
    ("2026-03-03T09:10", "summons", {"form": "written", "kind": "public_order", "person": PERSON, "officer": BOTH}),
    ("2026-03-03T09:40", "arrival", {"person": PERSON}),
    ("2026-03-03T09:45", "area_entry", {"person": PERSON}),
    ("2026-03-03T09:50", "safety_check", {"person": PERSON, "searcher_sex": "male", "person_sex": "male"}),
    ("2026-03-03T10:00", "rights", {"person": PERSON}),
    ("2026-03-03T10:05", "family", {"person": PERSON, "document": "传唤通知书"}),
    ("2026-03-03T11:30", "inquiry", {
        "person": PERSON, "place": "case_area", "role": "suspect", "officer": BOTH, "kind": "public_order",
        "happened_at": "2026-03-03T10:15", "ended_at": "2026-03-03T11:20",
    }),
    ("2026-03-03T11:32", "recording", {
        "kind": "area", "happened_at": "2026-03-03T10:12", "ended_at": "2026-03-03T11:24",
    }),
    ("2026-03-03T11:40", "rest", {"person": PERSON}),
    ("2026-03-03T12:00", "area_exit", {"person": PERSON, "destination": "home", "ground": "finished"}),
    ("2026-03-03T12:05", "departure", {"person": PERSON}),
    ("2026-03-04T10:00", "evidence", {"evidence": "witness_statement"}),
    ("2026-03-05T09:00", "proposal", {"person": PERSON, "fine": "300", "detention_days": "0", "officer": BOTH}),
    ("2026-03-05T09:20", "prenotice", {"person": PERSON, "guardian": "no"}),
    ("2026-03-05T11:00", "review", {"opinion": "agreed", "reviewer": "legal_officer", "officer": LEGAL}),
    ("2026-03-05T15:00", "approval", {"approver": "unit_head", "officer": CHIEF}),
    ("2026-03-05T15:30", "decision", {
        "person": PERSON, "fine": "300", "detention_days": "0", "decider_level": "station", "age": "34",
        "officer": BOTH,
    }),
    ("2026-03-05T16:00", "service", {
        "person": PERSON, "document": "penalty_decision", "recipient": "punished", "officer": BOTH,
    }),
    ("2026-03-05T17:00", "service", {"person": VICTIM, "document": "penalty_decision", "recipient": "victim"}),
    ("2026-03-09T10:00", "paid", {"person": PERSON, "paid_to": "bank", "officer": BOTH}),
    ("2026-03-20T10:00", "closing", {"outcome": "penalised", "officer": BOTH}),
)  # fmt: skip
"""A fine, from the call to the closing."""

CRIMINAL = (
    ("2026-03-02T09:36", "report", {"complainant": "yes", "happened_at": "2026-03-02T09:20"}),
    ("2026-03-02T09:38", "receipt", {}),
    ("2026-03-02T15:00", "filing_review", {"opinion": "agreed", "reviewer": "legal_officer", "officer": LEGAL}),
    ("2026-03-02T15:30", "filing_approval", {"approver": "county_head", "officer": LEADER}),
    ("2026-03-02T16:00", "filing", {"approver": "county_head", "officer": BOTH}),
    ("2026-03-02T16:10", "suspect", {"new_name": "石例三", "officer": BOTH}),
    ("2026-03-03T08:30", "summons_approval", {"approver": "unit_head", "officer": CHIEF}),
    ("2026-03-03T08:40", "summons", {"form": "written", "officer": BOTH, "person": PERSON}),
    ("2026-03-03T09:10", "arrival", {"person": PERSON, "officer": BOTH}),
    ("2026-03-03T09:15", "area_entry", {"person": PERSON}),
    ("2026-03-03T09:20", "safety_check", {"person": PERSON, "searcher_sex": "male", "person_sex": "male"}),
    ("2026-03-03T09:25", "rights", {"person": PERSON}),
    ("2026-03-03T09:26", "counsel", {"person": PERSON}),
    ("2026-03-03T11:10", "interrogation", {
        "person": PERSON, "place": "interrogation_room", "first": "on", "officer": BOTH,
        "happened_at": "2026-03-03T09:40", "ended_at": "2026-03-03T11:00",
    }),
    ("2026-03-03T11:12", "recording", {
        "kind": "interrogation", "happened_at": "2026-03-03T09:37", "ended_at": "2026-03-03T11:04",
    }),
    ("2026-03-03T14:30", "area_exit", {"person": PERSON, "destination": "detention_centre", "ground": "finished"}),
    ("2026-03-03T14:35", "departure", {"person": PERSON}),
    ("2026-03-03T14:36", "detention_approval", {
        "approver": "county_head", "officer": LEADER, "happened_at": "2026-03-03T13:30",
    }),
    ("2026-03-03T14:40", "detention", {"person": PERSON, "approver": "county_head", "officer": BOTH}),
    ("2026-03-03T14:42", "warrant", {"person": PERSON, "document": "detention_warrant", "officer": BOTH}),
    ("2026-03-03T16:00", "family", {"person": PERSON, "document": "拘留通知书", "officer": BOTH}),
    ("2026-03-03T17:30", "admitted", {"person": PERSON, "place": "detention_centre", "officer": BOTH}),
    ("2026-03-04T09:00", "pass", {"person": PERSON, "officer": BOTH}),
    ("2026-03-04T10:30", "centre_interrogation", {
        "person": PERSON, "officer": BOTH, "happened_at": "2026-03-04T09:10", "ended_at": "2026-03-04T10:20",
    }),
    ("2026-03-05T15:00", "arrest_request", {"person": PERSON, "officer": BOTH}),
    ("2026-03-10T10:00", "arrest_decision", {"person": PERSON, "approved": "yes", "officer": BOTH}),
    ("2026-03-10T14:00", "arrest", {"person": PERSON, "officer": BOTH}),
    ("2026-03-10T14:05", "warrant", {"person": PERSON, "document": "arrest_warrant", "officer": BOTH}),
    ("2026-03-10T16:00", "family", {"person": PERSON, "document": "逮捕通知书", "officer": BOTH}),
    ("2026-03-11T09:00", "pass", {"person": PERSON, "officer": BOTH}),
    ("2026-03-11T10:30", "centre_interrogation", {
        "person": PERSON, "officer": BOTH, "happened_at": "2026-03-11T09:10", "ended_at": "2026-03-11T10:20",
    }),
    ("2026-03-11T15:00", "arrest_receipt", {"person": PERSON, "officer": BOTH}),
    ("2026-04-20T09:00", "review", {"opinion": "agreed", "reviewer": "legal_officer", "officer": LEGAL}),
    ("2026-04-20T10:00", "approval", {"approver": "county_head", "officer": LEADER}),
    ("2026-04-20T11:00", "investigation_closed", {"approver": "county_head", "officer": BOTH}),
    ("2026-04-20T15:00", "prosecution", {"person": PERSON, "officer": BOTH}),
    ("2026-04-20T15:30", "told", {
        "person": PERSON, "matter": "transfer", "recipient": "suspect", "officer": BOTH,
    }),
)  # fmt: skip
"""A detention and an arrest, from the report to the prosecution."""
