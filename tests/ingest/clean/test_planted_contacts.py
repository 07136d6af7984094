"""Values of contact data in frames of any kind: whatever the frame, the value is covered from end to end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.registry import build

FRAMES = st.sampled_from(
    [
        "{}",
        "текст {} текст",
        "({})",
        "{}, и ещё",
        "| a | {} |",
        "**{}**",
        "{}\nдальше",
        "- {}\n- b",
        "> {}",
        '"x": "{}",',
    ]
)
SURNAMES = st.sampled_from(["Мира", "Садовая", "Гагарина", "Красной Армии", "8 Марта"])
HOUSES = st.integers(1, 300)
DAYS, MONTHS, YEARS = st.integers(1, 28), st.integers(1, 12), st.integers(1930, 2010)
NAMES = st.from_regex(r"[a-z]{4,9}_[a-z]{3,9}[0-9]{0,2}", fullmatch=True).filter(
    lambda name: not name.endswith("bot")
)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def values(name: str) -> st.SearchStrategy[tuple[str, str]]:
    """(words before, value) of what the recognizer of `name` finds."""
    dates = st.builds("{:02}.{:02}.{}".format, DAYS, MONTHS, YEARS)
    public = st.builds(
        "{}.{}.{}.{}".format, *(st.integers(31, 99), *(st.integers(10, 254) for _ in range(3)))
    )
    found: dict[str, st.SearchStrategy[tuple[str, str]]] = {
        "address": st.builds("ул. {}, д. {}, кв. {}".format, SURNAMES, HOUSES, HOUSES).map(
            lambda text: ("", text)
        ),
        "birth_date": st.tuples(
            st.sampled_from(["дата рождения ", "родился ", "д.р. ", "DOB: ", "born on "]), dates
        ),
        "handle": NAMES.map(lambda name: ("телеграм ", f"@{name}")),
        "ip": public.map(lambda text: ("", text)),
        "email": NAMES.map(lambda name: ("", f"{name} собака firma точка ru")),
        "secret": st.text(LETTERS, min_size=16, max_size=16).map(lambda key: ("", f"AKIA{key}")),
    }
    return found[name]


@pytest.mark.parametrize("name", ["address", "birth_date", "handle", "ip", "email", "secret"])
@given(data=st.data())
def test_a_planted_value_is_covered(name: str, data: st.DataObject) -> None:
    before, value = data.draw(values(name))
    text = data.draw(FRAMES).replace("{}", before + value)
    start = text.index(value)
    (one,) = build([name])

    spans = list(one.find(Reading(text, "ru")))

    assert any(span.start <= start and start + len(value) <= span.end for span in spans)
