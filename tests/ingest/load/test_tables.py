from __future__ import annotations

from ingest.load.tables import pipe_table


def test_header_delimiter_and_filled_rows() -> None:
    assert pipe_table([["a", "b"], ["1"]]) == "| a | b |\n| --- | --- |\n| 1 |  |"


def test_a_cell_stays_on_its_line_and_in_its_column() -> None:
    assert pipe_table([["a|b\nc\td"]]) == "| a\\|b c d |\n| --- |"


def test_a_table_without_words_is_no_table() -> None:
    assert pipe_table([]) == pipe_table([[], ["", " "]]) == ""
