"""Board and alert rules against the figures that /metrics really gives: names, labels, values of labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

import ingest.cli
from ingest.select.kinds import KINDS
from tests.world import World

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana/dashboards/kb-ingest.json").read_text("utf-8"))
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
OWN = {"up": {"job", "instance"}}
"""What Prometheus itself knows of a target."""
FUNCTIONS = {
    *("sum", "max", "rate", "increase", "time", "histogram_quantile", "vector", "sort_desc"),
}
WATCHED = re.findall(r'\.watch\(\s*"(\w+)"', (DEPLOY.parent / "ingest/live/serve.py").read_text("utf-8"))
"""Figures that only a whole server has; a slow test asks one (tests/ingest/live/test_unattended.py)."""
WORDS = {"and", "or", "unless", "offset", "by", "without", "bool", "on", "ignoring"}
DURATION = r"(?:\d+(?:ms|[smhdwy]))+"
SELECTOR = re.compile(r"(?<![\w.:])([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?")
MATCHER = re.compile(r'\s*(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*')


@dataclass
class Query:
    """What a PromQL expression uses: figures with their matchers, and the labels it groups by."""

    text: str
    selectors: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    grouped: set[str] = field(default_factory=set)


def read(text: str) -> Query:
    """Takes an expression apart; an unknown word, an unbalanced bracket or a malformed matcher is an error."""
    assert all(text.count(left) == text.count(right) for left, right in ("()", "[]", "{}")), text
    query = Query(text)

    def group(found: re.Match[str]) -> str:
        query.grouped |= {label.strip() for label in found[1].split(",")}
        return " "

    rest = re.sub(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)", group, text)
    rest = re.sub(rf"\[{DURATION}\]|\boffset\s+{DURATION}", " ", rest)
    for found in SELECTOR.finditer(rest):
        name, braces = found[1], found[2]
        if rest[found.end() :].lstrip().startswith("(") and not braces and name not in WORDS:
            assert name in FUNCTIONS, f"{name} in {text}"
        elif name not in WORDS:
            query.selectors.append((name, matchers(braces or "{}")))
    return query


def matchers(braces: str) -> dict[str, str]:
    parts = [part for part in re.split(r",(?=\s*\w+\s*[=!])", braces[1:-1]) if part.strip()]
    found = [MATCHER.fullmatch(part) for part in parts]
    assert all(found), braces
    return {one[1]: one[3] for one in found if one}


def queries() -> Iterator[tuple[str, str, str]]:
    """Where, the expression, and the text that shows its labels."""
    for panel in BOARD["panels"]:
        for target in panel.get("targets", ()):
            yield f"board: {panel['title']}", target["expr"], target["legendFormat"]
    for rule in RULES:
        yield f"alert: {rule['alert']}", rule["expr"], json.dumps(rule["annotations"])


QUERIES = [pytest.param(*one, id=f"{one[0]} {number}") for number, one in enumerate(queries())]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Set[str]]:
    """The labels of every figure that the server gives after some runs and requests."""
    from prometheus_client.parser import text_string_to_metric_families

    from ingest.live.metrics import Metrics
    from ingest.live.runner import Outcome, Wish

    world = World(tmp_path_factory.mktemp("world"))
    world.write("a.md", "# A\n\nText of a page.\n")
    world.write("bad.docx", "this is no archive")
    report = world.sync()
    metrics = Metrics(world.state)
    metrics.begun()
    metrics.ended(Wish(), Outcome(exit_code=report.exit_code, report=report.as_json(), seconds=1.0))
    drift: dict[str, Any] = {kind: ["chunk"] for kind in ("missing", "orphaned", "stale", "unreachable")}
    metrics.begun()
    metrics.ended(Wish(command="verify"), Outcome(exit_code=1, report={**drift, "checked": 1}, seconds=1.0))
    metrics.answered("/search", 200, 0.01)
    text = metrics.text()[0].decode()
    known: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            known.setdefault(sample.name, set()).update(sample.labels)
    return known | dict.fromkeys(WATCHED, frozenset())


def asked() -> set[str]:
    """Every figure that board and alerts ask for."""
    return {name for _, expression, _ in queries() for name, _ in read(expression).selectors}


@pytest.mark.parametrize(("where", "expression", "shown"), QUERIES)
def test_a_query_asks_for_figures_that_there_are(
    where: str, expression: str, shown: str, figures: dict[str, Set[str]]
) -> None:
    query = read(expression)
    assert query.selectors, where
    labels = {"job", "instance"}
    for name, matched in query.selectors:
        assert name in figures.keys() | OWN.keys(), f"{where}: /metrics has no {name}"
        has = set(figures.get(name, ())) | {"job", "instance"}
        assert matched.keys() <= has, f"{where}: {name} has {sorted(has)}"
        labels |= has
        for label, value in matched.items():
            _possible(label, value)
    assert query.grouped <= labels, where
    visible = query.grouped or labels
    used = set(re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", shown))
    assert used - {"value"} <= visible, f"{where} shows {used}"


def _possible(label: str, value: str) -> None:
    """A value that can never be is a panel that stays empty."""
    alternatives = set(value.split("|"))
    if label == "verdict":
        assert alternatives <= set(KINDS)
    elif label == "command":
        assert alternatives <= set(ingest.cli.COMMANDS)
    elif label == "endpoint":
        served = (DEPLOY.parent / "ingest/live/http.py").read_text("utf-8")
        assert all(f'"{one}"' in served for one in alternatives)
    elif label == "exit_code":
        assert alternatives <= {str(code) for code in (*range(9), 70, 130, 143)}
    elif label == "job":
        jobs = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
        assert alternatives <= {job["job_name"] for job in jobs}


def test_the_board_shows_every_figure_of_ours(figures: dict[str, Set[str]]) -> None:
    ours = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in figures if name.startswith("kb_")}
    shown = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in asked()}
    needless = {"kb_last_run_timestamp_seconds", "kb_root_oldest_read_timestamp_seconds"}
    assert ours - shown - needless == set()


@pytest.mark.parametrize(
    "broken",
    [
        "kb_nothing",
        'kb_documents{verdikt="keep"}',
        'kb_documents{verdict="kept"}',
        "sum by (space) (kb_documents)",
        "avrage(kb_documents)",
        "sum(kb_documents",
        "kb_documents{verdict=keep}",
    ],
)
def test_a_wrong_query_is_found(broken: str, figures: dict[str, Set[str]]) -> None:
    with pytest.raises(AssertionError):
        test_a_query_asks_for_figures_that_there_are("here", broken, "", figures)


def test_panels_have_places_units_and_words() -> None:
    panels = BOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken = set[tuple[int, int]]()
    for panel in panels:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
        if panel["type"] != "row":
            assert panel["fieldConfig"]["defaults"]["unit"]
            assert panel["datasource"] == {"type": "prometheus", "uid": _source()["uid"]}


def _source() -> dict[str, Any]:
    found = yaml.safe_load((DEPLOY / "grafana/provisioning/datasources/prometheus.yaml").read_text("utf-8"))
    (source,) = found["datasources"]
    return dict(source)


def test_grafana_and_prometheus_find_their_parts() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    assert _source()["url"] == "http://prometheus:9090"
    provider = yaml.safe_load((DEPLOY / "grafana/provisioning/dashboards/kb-ingest.yaml").read_text("utf-8"))
    mounted = {volume.split(":")[1] for volume in compose["grafana"]["volumes"]}
    assert provider["providers"][0]["options"]["path"] in mounted
    scraped = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))
    (target,) = scraped["scrape_configs"][0]["static_configs"][0]["targets"]
    assert target.split(":")[0] in compose
    folder = Path(compose["prometheus"]["volumes"][0].split(":")[1]).parent
    rules = [str(folder / name) for name in scraped["rule_files"]]
    assert set(rules) <= {volume.split(":")[1] for volume in compose["prometheus"]["volumes"]}


def test_the_server_answers_to_the_name_that_prometheus_calls() -> None:
    from ingest.configure import configure

    scraped = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))
    (target,) = scraped["scrape_configs"][0]["static_configs"][0]["targets"]
    name, _, port = target.partition(":")
    settings = configure(DEPLOY / "ingest.toml", environ={})
    assert name in settings.serve.names
    assert int(port) == settings.serve.port


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_to_do(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert set(rule["annotations"]) == {"summary", "remedy"}
    assert re.fullmatch(DURATION, rule.get("for", "0s"))
    for command in re.findall(r"ingest (\w+)", rule["annotations"]["remedy"]):
        assert command in ingest.cli.COMMANDS
