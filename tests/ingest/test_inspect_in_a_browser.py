"""The page of `ingest inspect --html` in a real browser: nothing asked for, blocks and boxes linked, for every hand."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ingest.load.ocr.picture import Picture
from ingest.load.ocr.tesseract import find
from tests.chromium import BOXES, CONTRAST, SIZES, asked_for, browser, in_scheme, opened, sized

__all__ = ["browser"]

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium"), pytest.mark.needs("chromedriver")]

CONTRACT = Path(__file__).resolve().parents[2] / "sample_docs/docs/internal/partners/dogovor-0042.pdf"
VALUES = ("960045931732", "942-230-307", "2200 3879", "012-77-04", "zaslonkin", "Заслонкин", "Ефим")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A contract with a person's details, as the command shows it; its name is no text of ours."""
    folder = tmp_path_factory.mktemp("page")
    file = folder / "договор <b>&.pdf"
    shutil.copy(CONTRACT, file)
    command = [sys.executable, "-m", "ingest", "inspect", "--html", "page.html", file.name]
    subprocess.run(
        [*command, f"--set=state.dir='{folder / 'state'}'"], cwd=folder, check=True, capture_output=True
    )
    return folder / "page.html"


@pytest.fixture(params=SIZES)
def shown(browser: Any, page: Path, request: pytest.FixtureRequest) -> Any:
    """The page at the width of a phone or of a desk."""
    sized(browser, request.param)
    opened(browser, page.as_uri())
    return browser


def test_it_is_whole_silent_and_fits(shown: Any) -> None:
    assert asked_for(shown) == {shown.current_url.partition("#")[0]}
    assert shown.get_log("browser") == []
    assert shown.title == "договор <b>&.pdf"
    wide, seen = shown.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide == seen
    (sheet,), (list_,) = (shown.execute_script(BOXES, one) for one in (".sheet img", ".blocks"))
    assert sheet[2] - sheet[0] > 300
    if seen > 800:
        assert sheet[2] < list_[0]  # blocks beside the picture
        assert abs(sheet[1] - list_[1]) < 20
    else:
        assert sheet[3] < list_[1]
    for left, top, right, bottom in shown.execute_script(BOXES, ".sheet rect"):
        assert sheet[0] - 1 <= left < right <= sheet[2] + 1
        assert sheet[1] - 1 <= top < bottom <= sheet[3] + 1
    assert shown.execute_script("return document.querySelector('.sheet img').naturalWidth") > 800
    for scheme in ("light", "dark"):
        in_scheme(shown, scheme)
        assert shown.execute_script(CONTRAST) == {}


AT = "return document.activeElement.dataset.at || ''"
OUTLINED = """
return [...document.querySelectorAll('[data-at].on')].map(one => [
  one.tagName.toLowerCase(), one.dataset.at,
  getComputedStyle(one.querySelector('rect') ?? one)[one.querySelector('rect') ? 'strokeOpacity' : 'outlineStyle'],
])
"""


def test_the_keyboard_reaches_blocks_and_boxes_and_outlines_both(shown: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    reached: dict[str, set[str]] = {}
    for _ in range(60):
        ActionChains(shown).send_keys(Keys.TAB).perform()
        if at := shown.execute_script(AT):
            reached.setdefault(at, set()).add(shown.execute_script("return document.activeElement.tagName"))
            outlined = shown.execute_script(OUTLINED)
            assert {one[1] for one in outlined} == {at}
            assert sorted(one[2] for one in outlined) == ["1", "solid"]
    assert len(reached) == 15
    assert all(tags == {"a", "LI"} for tags in reached.values())
    ActionChains(shown).send_keys(Keys.NULL).perform()
    shown.execute_script("document.activeElement.blur()")
    box = shown.find_element(By.CSS_SELECTOR, "svg a[data-at='d0-b4']")
    shown.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
    ActionChains(shown).move_to_element(box).perform()
    assert ["li", "d0-b4", "solid"] in shown.execute_script(OUTLINED)


def test_nothing_masked_is_told_to_screen_readers_or_seen_in_the_picture(browser: Any, page: Path) -> None:
    opened(browser, page.as_uri())
    tree = str(browser.execute_cdp_cmd("Accessibility.getFullAXTree", {}))
    assert "heading, level 2, page 1" in tree
    assert "[PERSON]" in tree
    source = browser.execute_script("return document.querySelector('.sheet img').src")
    picture = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2]))).convert("L")
    read = ""
    if tesseract := find("rus+eng", 120):
        large = picture.resize((picture.width * 2, picture.height * 2))
        lines = tesseract.read(
            Picture(width=large.width, height=large.height, dpi=220, pixels=large.tobytes())
        ).lines
        read = "\n".join(line.text for line in lines)
        assert "Реквизиты" in read
    html = browser.page_source
    for value in VALUES:
        assert value not in tree
        assert value not in read
        assert value not in html
