from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from confluence_files import HEAD, TAIL, Huge, body, content, entities, space
from wiki_reading import documents

from ingest.load.wiki import xml_stream
from ingest.load.wiki.confluence_xml import ConfluenceXmlLoader
from ingest.load.wiki.xml_stream import Skip, elements


class Dribble(io.BytesIO):
    """A file that gives its bytes in small portions, whatever is asked for."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self._step, size) if size and size > 0 else self._step)


def texts(file: io.BytesIO, skip: Skip | None = None) -> list[str]:
    return ["".join(element.itertext()).strip() for element in elements(file, "object", skip=skip)]


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 1000, 100_000])
def test_portions_do_not_matter(step: int) -> None:
    data = entities(space(), content(10, "a\x01]] >b"), body(11, 10, "<p>x</p>" * 50), content(12, "c"))
    wanted = texts(io.BytesIO(data))
    assert texts(Dribble(data, step)) == wanted
    skip = Skip(tag=b'<property name="body">', unwanted=lambda before: b"BodyContent" in before)
    assert [text.replace("<p>x</p>", "") for text in wanted] == texts(Dribble(data, step), skip)


def test_a_text_without_end_is_cut_and_costs_its_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_stream, "LONGEST", 25_000_000)
    long = "<p>x</p>" * 8_000_000
    data = entities(space(), content(10, "a"), body(11, 10, long), content(12, "b"), body(13, 12, "<p>y</p>"))
    found = {raw.key: raw.properties.get("failure") for raw in documents(ConfluenceXmlLoader(), data)}
    assert found == {"10": "too-large", "12": None}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells the peak of memory")
@pytest.mark.parametrize("versions", [0, 3])
def test_a_huge_export_takes_little_memory(tmp_path: Path, versions: int) -> None:
    path = tmp_path / "entities.xml"
    pages = Huge(60, versions=versions).write(path)
    program = (
        "import sys; from pathlib import Path\n"
        "from ingest.document import Source\nfrom ingest.load.wiki.confluence_xml import ConfluenceXmlLoader\n"
        "path = Path(sys.argv[1])\n"
        "source = Source(id='kb/e.xml', root='kb', file=str(path), size=0, mtime_ns=0, ctime_ns=0, inode=0)\n"
        "with path.open('rb') as file:\n"
        "    count = sum(1 for item in ConfluenceXmlLoader().load(source, file) if item.read().blocks)\n"
        "peak = next(line for line in Path('/proc/self/status').read_text().split('\\n') if line.startswith('VmHWM'))\n"
        "print(count, int(peak.split()[1]) // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    count, megabytes = map(int, done.stdout.split())
    assert count == pages
    assert megabytes < 100


def test_a_generated_export_is_the_same_for_a_seed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Huge(0.3, versions=1).write(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_text(encoding="utf-8").startswith(HEAD)
    assert (tmp_path / "a").read_text(encoding="utf-8").endswith(TAIL)
