"""What is known is read before the scan: what somebody indexes meanwhile is not taken for gone."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing

from ingest.pipeline import Pipeline
from ingest.run import run
from ingest.scan import Scan
from ingest.survey import Request
from tests.ingest.test_sync import page
from tests.world import World


class Late(World):
    """After its scan a source is known that the scan did not see."""

    def pipeline(self) -> Pipeline:
        pipeline = super().pipeline()

        def scan() -> Scan:
            found = pipeline.scan()
            with closing(sqlite3.connect(self.state / "manifest.db", isolation_level=None)) as db:
                db.execute("CREATE TEMP TABLE late AS SELECT * FROM source WHERE id = 'docs/a.md'")
                db.execute("UPDATE late SET id = 'docs/late.md'")
                db.execute("INSERT INTO source SELECT * FROM late")
            return found

        return dataclasses.replace(pipeline, scan=scan)


def test_what_comes_while_the_scan_goes_on_is_not_gone(tmp_path) -> None:
    world = World(tmp_path)
    world.write("a.md", page("pump"))
    world.sync()
    late = Late(tmp_path)
    late.stores = world.stores
    report = run(late.settings(), Request(), pipeline=late.pipeline(), check=late._check)
    assert (report.exit_code, report.documents["removed"]) == (0, 0)
    with closing(sqlite3.connect(world.state / "manifest.db")) as db:
        rows = db.execute("SELECT id, missing FROM source ORDER BY id").fetchall()
    assert rows == [("docs/a.md", ""), ("docs/late.md", "")]
