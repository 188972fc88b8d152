"""A case listened to becomes a script in which every case is another one."""

from __future__ import annotations

from bench.case_statements import Heard, script

HEARD = Heard(
    [
        [
            ("SELECT 1 FROM catalogue_edition", False),
            ("INSERT INTO cases_register VALUES ('SRG', 'case', 2010, 1) RETURNING last", True),
            ("""INSERT INTO "cases_case" VALUES ('SRG-10-000002', 'ABC') RETURNING "cases_case"."id\"""", True),
            ("""INSERT INTO "cases_work_item" VALUES (700000001), (700000001) RETURNING id""", True),
            ("""SELECT journal_append('case:700000001', '{"case":700000001,"at":"05:30"}')""", True),
        ],
        [("UPDATE cases_work_item SET state = 'done' WHERE id = 800000002", True)],
    ]
)


def test_what_a_case_has_of_its_own_becomes_a_variable() -> None:
    lines = script(
        HEARD, number="SRG-10-000002", document_number="SRG-10-R-000002", codes=("ABC",), items=2
    ).splitlines()
    assert lines[0].startswith("\\set chance_0 random(")
    assert lines[1:3] == ["SELECT 1 FROM catalogue_edition;", "BEGIN;"]
    assert lines[3].endswith("\\gset case_")
    assert "('SRG-10-:case_last', 'C:chance_0')" in lines[4]
    assert lines[4].endswith("\\gset case_")
    assert "(:case_id), (:case_id)" in lines[5]
    assert "ids[1] AS item_0, ids[2] AS item_1" in lines[6]
    assert '"case": :case_id' in lines[7]
    assert lines[8:] == [
        "COMMIT;",
        "BEGIN;",
        "UPDATE cases_work_item SET state = 'done' WHERE id = :item_1;",
        "COMMIT;",
    ]
