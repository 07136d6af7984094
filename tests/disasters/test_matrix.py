"""The fault matrix: which test is about which fault. A row whose test is gone, or is not where it must be, fails."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
D, L, W, S = "disasters", "ingest/live", "ingest/work", "ingest/test_server_store.py"
MATRIX = {
    "F1 SIGKILL at any moment": f"{D}/test_kills.py::test_killed_at_any_moment {D}/test_nights.py::test_killed_many_times",
    "F2 SIGKILL inside the index write": f"{D}/test_kills.py::test_killed_at_any_moment {D}/test_nights.py::test_killed_many_times",
    "F3 SIGKILL between two steps": f"{D}/test_kills.py::test_killed_between_two_steps {D}/test_kills.py::test_every_place_that_may_be_killed_is",
    "F4 SIGKILL in a rebuild, a switch, a cleanup": f"{D}/test_kills.py::test_killed_while_building_beside "
    f"{D}/test_kills.py::test_killed_while_an_old_generation_is_removed index/test_publish.py::test_a_run_that_dies_while_it_publishes_leaves_the_last_copy",
    "F5 SIGTERM, twice, SIGINT": f"{D}/test_signals.py::test_stopped_while_writing {D}/test_signals.py::test_a_second_signal_is_hard_and_still_loses_nothing",
    "F6 power cut": f"{D}/test_nights.py::test_a_power_cut_leaves_older_versions_of_some_files index/test_health.py::test_files_of_two_times_are_found",
    "F7 torn index files": f"{D}/test_torn_stores.py::test_a_torn_vector_store_is_built_again index/test_health.py::test_a_file_that_ran_away_is_seen_before_opening",
    "F8 manifest corrupt, newer, missing": f"{D}/test_lost_state.py::test_a_manifest_that_cannot_be_read_stops_the_run_and_nothing_is_touched",
    "F9 disk full": f"{D}/test_full_disk.py::test_a_full_disk {D}/test_nth_fault.py::test_every_fault_is_mended",
    "F10 limit on the size of files": f"{D}/test_limits.py::test_a_limit_on_the_size_of_files",
    "F11 out of file descriptors": f"{D}/test_nights.py::test_out_of_file_descriptors",
    "F12 out of memory": f"{W}/test_workers.py::test_the_state_of_a_worker_is_limited {D}/test_hostile.py::test_what_breaks_limits_costs_itself",
    "F13 reading fails": f"{D}/test_shares.py::test_a_folder_that_this_user_may_not_list {D}/test_nth_fault.py::test_the_first_faults_are_mended",
    "F14 the n-th lock or commit fails": f"{D}/test_nth_fault.py::test_every_fault_is_mended",
    "F15 manifest locked": f"{D}/test_limits.py::test_a_manifest_that_is_locked_is_said_so",
    "F16 second writer": f"{D}/test_signals.py::test_a_second_real_sync_beside_the_first ingest/cli/test_endings.py::test_a_second_run_beside_the_first",
    "F17 somebody else writes into the store": f"{D}/test_torn_stores.py::test_somebody_else_who_writes_into_the_store_is_found_out",
    "F18 readers during switches": "index/test_resident.py::test_it_follows_twenty_switches_and_no_search_fails "
    "index/test_publish_readers.py::test_a_reader_with_plain_chromadb_always_sees_a_whole_generation",
    "F19 Chroma server killed, hung, 413": f"{S}::test_killed_while_it_writes_nothing_is_lost {S}::test_a_server_that_hangs_is_not_waited_for "
    f"{S}::test_large_requests_are_halved_and_busy_servers_asked_again",
    "F20 embedder fails": f"{D}/test_nth_fault.py::test_every_fault_is_mended conformance/test_what_goes_wrong_elsewhere.py::test_a_vector_of_zeros_hides_others",
    "F21 file changes while read": f"{D}/test_limits.py::test_a_file_that_is_written_over_while_it_is_read_is_one_version_or_changing",
    "F22 slow copies and editors": f"{L}/test_watch.py::test_a_save_is_read_once_whole {L}/test_settle.py::test_a_slow_copy_without_hints_in_between_is_not_taken_half",
    "F23 events overflow": f"{L}/test_watch_faults.py::test_lost_events_make_everything_be_looked_at {L}/test_watch_faults.py::test_many_thousand_new_files_are_all_found",
    "F24 too few watches": f"{L}/test_watch_faults.py::test_too_few_watches_are_noticed_and_the_root_is_walked",
    "F25 the watcher dies, the root is replaced": f"{L}/test_watch_faults.py::test_a_handler_that_breaks_is_noticed_and_what_it_missed_is_found "
    f"{L}/test_watch_faults.py::test_an_unmounted_share_removes_nothing_and_is_in_step_when_it_is_back",
    "F26 mass deletion, empty root": "ingest/test_sync.py::test_the_brake_holds_every_document conformance/test_what_goes_wrong_elsewhere.py::test_an_empty_folder_empties_the_index",
    "F27 links, pipes, odd names": "ingest/test_scan_oddities.py::test_links ingest/test_scan_oddities.py::test_odd_names_become_valid_reversible_ids",
    "F28 clocks": "ingest/test_clocks.py::test_a_clock_that_jumps_changes_nothing ingest/test_clocks.py::test_files_of_any_year_are_read_once",
    "F29 nights with two two o'clocks, missed nights": f"{L}/test_alarm.py::test_one_effective_run_a_day "
    f"{L}/test_schedule.py::test_a_night_that_was_slept_through_is_caught_up_within_a_minute",
    "F30 parsers that hang and die": f"{D}/test_hostile.py::test_what_breaks_limits_costs_itself {W}/test_local.py::test_many_killers_among_many_innocents",
    "F31 bad inputs": f"{D}/test_hostile.py::test_a_kind_of_bad_input",
    "F32 random histories": "properties/test_upheavals.py::TestUpheaval properties/test_upheavals.py::TestManyUpheavals",
    "F33 seeded faults everywhere": f"{D}/test_nights.py::test_many_seeds properties/test_upheavals.py::TestUpheaval",
}
"""By fault: the tests about it."""
NIGHTLY_ALONE = {"F11"}
"""Rows of which nothing runs in CI."""


def known(path: str) -> dict[str, bool]:
    """Names of a file's tests, and whether each runs at night only."""
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    whole = any("nightly" in ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign))
    names = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found = {
        name: whole or any("nightly" in ast.unparse(one) for one in node.decorator_list)
        for name, node in names.items()
    }
    assigned = (node.targets[0] for node in tree.body if isinstance(node, ast.Assign))
    return found | {target.id: False for target in assigned if isinstance(target, ast.Name)}


@pytest.mark.parametrize("fault", MATRIX)
def test_a_fault_has_its_tests(fault: str) -> None:
    nights = []
    for one in MATRIX[fault].split():
        path, _, name = one.partition("::")
        nights.append(known(path)[name])
    assert all(nights) == (fault.split(maxsplit=1)[0] in NIGHTLY_ALONE)


def test_no_fault_is_left_out() -> None:
    assert [fault.split()[0] for fault in MATRIX] == [f"F{number}" for number in range(1, 34)]
