"""The `<style>` blocks of a page, as far as they hide text: written into the elements that they are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.errors import Code, LoadError
from ingest.load.html_css import CHARS, Rule, Sheet, bare, clean, fits
from ingest.load.html_visible import WHOLLY_STYLED

Element = Any

TESTS = 1_000_000
"""Selectors held against elements, on one page; more is an attack."""
_OWN = 1_500
"""Characters of an element's own style that are kept beside those of the page."""


def apply_styles(page: Element) -> None:
    """Writes what the `<style>` blocks of `page` say of hiding and of colours into its elements' `style`.

    Raises `LoadError`: too-large, where there are more styles than any page has.
    """
    texts = [style.text or "" for style in page.iter("style") if _is_for_screens(style)]
    text = clean("\n".join(texts))
    if not text.strip():
        return
    if len(text) > CHARS:
        raise LoadError(Code.TOO_LARGE, "styles")
    whole = "@import" not in text and not any(
        "stylesheet" in (one.get("rel") or "").lower() for one in page.iter("link")
    )
    rules = Sheet(text).rules
    tests = 0
    for element in page.iter() if rules else ():
        if not isinstance(element.tag, str):
            continue
        met = []
        for key in _keys_of(element):
            for rule in rules.get(key, ()):
                tests += 1
                if fits(rule.parts, element):
                    met.append(rule)
        if tests > TESTS:
            raise LoadError(Code.TOO_LARGE, "styles to apply")
        if met:
            _write(element, sorted(met, key=lambda rule: rule.rank))
            if whole:
                element.set(WHOLLY_STYLED, "")


def _write(element: Element, rules: list[Rule]) -> None:
    """Gives `element` the declarations of `rules`, later ones stronger: before its own, important ones behind."""
    style: dict[str, str] = {}
    for rule in rules:
        for name, value in rule.style.items():
            if "!" in value or "!" not in style.get(name, ""):
                style[name] = value
    before = "".join(f"{name}:{value};" for name, value in style.items() if "!" not in value)
    behind = "".join(f";{name}:{bare(value)}" for name, value in style.items() if "!" in value)
    element.set("style", before + (element.get("style") or "")[:_OWN] + behind)


def _keys_of(element: Element) -> Iterator[str]:
    yield element.tag
    yield "*"
    if name := element.get("id"):
        yield f"#{name.lower()}"
    for name in set((element.get("class") or "").lower().split()):
        yield f".{name}"


def _is_for_screens(style: Element) -> bool:
    media = (style.get("media") or "all").strip().lower()
    return media in {
        "all",
        "screen",
        "only screen",
        "screen, print",
        "print, screen",
    }
