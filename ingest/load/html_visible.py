"""What a reader of a page does not see, and what is not the page's own text: navigation, buttons, adverts."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Any

from ingest.load.html_tree import classes, words

Element = Any

SILENT = frozenset(
    [
        "script",
        "style",
        "head",
        "link",
        "meta",
        "iframe",
        "object",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "applet",
        "datalist",
        "select",
        "textarea",
        "input",
        "progress",
        "meter",
        "colgroup",
        "col",
        "frameset",
        "rp",
        "rt",
        "annotation",
        "annotation-xml",
        "dialog",
    ]
)
"""Never text of the page, and no place to hide words for a machine either."""
UNSEEN = frozenset({"template", "noscript"})
CHROME = frozenset({"nav", "footer", "header", "aside"})
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menubar", "toolbar"})
NOTES = re.compile(r"note|tip|warn|caution|danger|admonition|callout|important|info|alert")
CHROME_CLASSES = frozenset(
    [
        "toc",
        "toc-macro",
        "table-of-contents",
        "breadcrumb",
        "breadcrumbs",
        "mw-editsection",
        "noprint",
        "navbox",
        "headerlink",
        "anchor-link",
        "skip-link",
        "pagination",
        "page-metadata",
        "plugin_pagetree",
        "linenos",
        "gutter",
        "lineno",
        "mw-jump-link",
        "toctitle",
        "theme-doc-footer",
        "theme-edit-this-page",
        "pagination-nav",
        "edit-this-page",
    ]
)
MENUS = frozenset(
    """menu navbar nav navigation mainmenu main-menu topmenu top-menu submenu sub-menu leftmenu left-menu sidebar
    sidebar-nav site-nav nav-menu footer-links bottom-menu""".split()  # noqa: SIM905 - 17 lines read worse
)
"""Classes and ids of what leads elsewhere, if it holds little but links."""
LINKED = 0.8
CHROME_IDS = frozenset({"toc", "breadcrumbs", "breadcrumb-section", "likes-and-labels-container", "dw__toc"})
HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"})
ZERO = r"[-+]?0*(?:\.0+)?(?:px|pt|em|rem|%|vh|vw)?"
FAR = r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%|vw|vh)?"
HIDING = {
    "display": re.compile(r"none"),
    "visibility": re.compile(r"hidden|collapse"),
    "font-size": re.compile(rf"{ZERO}|0*(?:[01](?:\.\d+)?)(?:px|pt)|0?\.0\d*(?:em|rem)"),
    "opacity": re.compile(r"0*(?:\.0\d*)?%?"),
    "left": re.compile(FAR),
    "top": re.compile(FAR),
    "right": re.compile(FAR),
    "text-indent": re.compile(FAR),
    "margin-left": re.compile(r"-\d{4,}(?:\.\d+)?(?:px|pt)"),
    "clip": re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)"),
    "clip-path": re.compile(r"inset\(\s*(?:50|100)%.*\)|circle\(\s*0.*\)"),
    "transform": re.compile(
        r"scale\(\s*0\s*(?:,\s*0\s*)?\)|translate(?:x|y|3d)?\((?:[^()]*,)?\s*-\d{4,}(?:\.\d+)?(?:px|pt)\s*(?:,[^()]*)?\)"
    ),
    "filter": re.compile(r"opacity\(\s*(?:0+(?:\.0*)?|\.0+)%?\s*\)"),
    "content-visibility": re.compile(r"hidden"),
    "color": re.compile(r"transparent|rgba\(.*,\s*0(?:\.0+)?\s*\)|#[0-9a-f]{6}00|#[0-9a-f]{3}0"),
}
WHITE = "ffffff"
NEARLY = 9
"""What two colours may differ in, in each of red, green, blue, and look the same."""
NAMED = {
    "white": WHITE,
    "black": "000000",
    "red": "ff0000",
    "yellow": "ffff00",
    "blue": "0000ff",
    "green": "008000",
}
RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\b")
COLOUR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|rgba?\([^)]*\)|[a-z]+")
STYLE_CHARS = 2000
WHOLLY_STYLED = "kb-wholly-styled"
"""Attribute of an element whose page holds all of its styles: nothing else colours it."""
ANCESTORS = 30
NEAR = 200
"""Descendants that are looked at."""


def hidden(element: Element) -> bool:
    """Whether a reader would not see `element`: attributes, inline style, elements made for no reader."""
    if element.tag in UNSEEN:
        return True
    if not element.keys():
        return False
    if classes(element) & HIDDEN_CLASSES:
        return True
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    state = element.get("hidden")
    if state is not None and state.strip().lower() != "until-found":
        return True
    text = element.get("style")
    if text is None and element.get("color") is None:
        return False
    style = declared(text or "")
    for name, rule in HIDING.items():
        if style.get(name) and rule.fullmatch(style[name]):
            return True
    size = next((style[name] for name in ("height", "max-height", "width") if name in style), "x")
    if style.get("overflow") == "hidden" and re.fullmatch(ZERO, size):
        return True
    colour = _colour(style.get("color") or (element.get("color") or "").lower())
    return bool(colour) and _alike(colour, _background(element)) and not _restyled(element)


def chrome(element: Element, *, inside: bool) -> bool:
    """Whether `element` belongs to the page around the text. `inside`: a root of the text is known."""
    tag = element.tag
    if tag in SILENT:
        return not (tag == "input" and element.get("type") == "checkbox") and not _is_code(element)
    if tag == "aside" or element.get("role") == "complementary":
        return not any(NOTES.search(name) for name in classes(element)) and element.get("role") != "note"
    if tag == "nav" or element.get("role") in ROLES:
        return True
    if tag in CHROME and not inside:
        return not any(parent.tag in ("article", "main", "section") for parent in element.iterancestors())
    if tag == "button":
        return element.get("aria-controls") is None and element.get("aria-expanded") is None
    names = classes(element)
    if names & CHROME_CLASSES or element.get("id") in CHROME_IDS:
        return True
    return bool((names | {(element.get("id") or "").lower()}) & MENUS) and _leads_elsewhere(element)


def _leads_elsewhere(element: Element) -> bool:
    """Whether most of the letters in `element` are those of several links."""
    links = [_letters(link) for link in element.iter("a")]
    return len(links) > 1 and sum(links) >= LINKED * _letters(element)


def _letters(element: Element) -> int:
    return sum(map(str.isalnum, words(element)))


def _is_code(element: Element) -> bool:
    """Confluence before version 6 exports code as a script of this type."""
    return bool(element.tag == "script" and element.get("type") == "syntaxhighlighter")


def declared(text: str, *, important: bool = False) -> dict[str, str]:
    """Declarations by name, both in lower case. `important`: values keep that mark."""
    found: dict[str, str] = {}
    for part in text[:STYLE_CHARS].lower().split(";"):
        name, colon, content = part.partition(":")
        if colon:
            found[name.strip()] = (content if important else content.replace("!important", "")).strip()
    return found


def _restyled(element: Element) -> bool:
    """Whether something in `element` has colours of its own."""
    return any(
        "color" in style or "background" in style
        for style in ((node.get("style") or "").lower() for node in islice(element.iterdescendants(), NEAR))
    )


def _background(element: Element) -> str:
    """The colour behind `element` as far as its own page says; white where nothing could have changed it."""
    whole = element.get(WHOLLY_STYLED) is not None
    for node in islice(chain((element,), element.iterancestors()), ANCESTORS):
        style = declared(node.get("style") or "")
        said = style.get("background-color") or style.get("background") or (node.get("bgcolor") or "").lower()
        if (style.get("background-image") or "none") != "none":
            return ""
        if said:
            match = COLOUR.match(said)
            return _colour(match[0]) if match else ""
        if node.tag in ("body", "html"):
            return WHITE
        if (node.get("class") or node.get("id")) and "wiki-content" not in classes(node) and not whole:
            return ""  # a style sheet may colour it
    return ""


def _alike(one: str, other: str) -> bool:
    """Whether nobody tells two colours (six hex digits) from each other."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2] or "0", 16)) for at in (0, 2, 4))
    return bool(other) and all(abs(first - second) <= NEARLY for first, second in pairs)


def _colour(text: str) -> str:
    """A colour as six hex digits; "" where it is none we know."""
    text = text.strip()
    if match := RGB.match(text):
        return "".join(f"{min(255, int(part)):02x}" for part in match.groups())
    if text.startswith("#"):
        digits = text[1:7] if len(text) > 6 else "".join(digit * 2 for digit in text[1:4])
        return digits if re.fullmatch("[0-9a-f]{6}", digits) else ""
    return NAMED.get(text, "")
