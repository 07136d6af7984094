"""Macros of Confluence pages: which keep their text, which are code, which only show what stands elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.load.wiki.storage_links import AC, RI, resource_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.load.wiki.storage_links import Names

Element = Any
Found = list[tuple[str, str]]
"""Links: (target, words)."""

DROPPED = frozenset(
    {"style", "css", "script", "javascript", "anchor", "toc", "profile", "userlister", "contributors"}
)
HIDEABLE = frozenset({"excerpt", "details", "multiexcerpt-macro", "multiexcerpt"})
FILES = frozenset({"view-file", "viewfile", "viewpdf", "viewdoc", "viewxls", "viewppt", "multimedia", "pdf"})
INCLUDES = frozenset(
    {"include", "excerpt-include", "includeplus", "excerpt-includeplus", "multiexcerpt-include-macro"}
)
INLINE_TEXT = {"status": ("title", "text"), "jira": ("key",), "jiraissues": ("key",), "mathinline": ("body",)}
"""Macros that show a parameter in the line."""
TITLED = frozenset(
    {"panel", "info", "note", "tip", "warning", "expand", "code", "noformat", "ui-expand", "ui-text-box"}
)
TABS = {"card": "label", "tab": "name", "localtab": "title", "auitabs-page": "title", "ui-tab": "title"}
"""Macros that are one of several tabs -> the parameter with its name."""
EMOTICONS = {
    "tick": "✓",
    "cross": "✗",
    "warning": "⚠",
    "plus": "+",
    "minus": "-",
    "question": "?",
    "information": "ℹ",
}
TASKS = "inline-task-list"


class Macros:
    """Turns elements of Confluence into those of HTML, one after the other, outer ones first."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._kinds: dict[str, Callable[[Element], Found]] = {
            "structured-macro": self._macro,
            "macro": self._macro,
            "image": self._image,
            "emoticon": _emoticon,
            "task-list": _tasks,
            "task": _task,
            "adf-extension": _extension,
            "placeholder": _dropped,
            "parameter": _dropped,
            "default-parameter": _dropped,
            "adf-attribute": _dropped,
            "task-id": _dropped,
            "task-status": _dropped,
            "task-uuid": _dropped,
            "plain-text-body": _code,
            "inline-comment-marker": _inline,
            "caption": _paragraph,
        }

    def plain(self, element: Element) -> Found:
        """Makes one element plain; gives the links in it that are no links of HTML."""
        if element.tag.startswith(f"{{{RI}}}"):
            return _dropped(element)
        return self._kinds.get(_local(element), _block)(element)

    def _macro(self, element: Element) -> Found:
        name = (element.get(f"{{{AC}}}name") or "").lower()
        given = dict(_parameters(element))
        links: Found = []
        text = next((words for key in INLINE_TEXT.get(name, ()) if (words := text_in(given.get(key)))), "")
        if name in INCLUDES or name in FILES:
            links, text = self._shown(element, given)
        title = text_in(given.get(TABS.get(name, "title"))) if name in TITLED or name in TABS else ""
        hidden = name in HIDEABLE and text_in(given.get("hidden")).lower() == "true"
        bodies = [child for child in element if _local(child) in ("rich-text-body", "plain-text-body")]
        if name in DROPPED or (not bodies and not text):
            return _dropped(element)
        for child in list(element):
            if child not in bodies or text:
                element.remove(child)
        rename(element, "span" if text else "div")
        element.text = text
        if hidden:
            element.set("hidden", "hidden")
        if title and not text:
            line = element.makeelement("p", {})
            line.text = title
            element.insert(0, line)
        return links

    def _shown(self, element: Element, given: dict[str, Element]) -> tuple[Found, str]:
        """A page or file that stands elsewhere: a link to it, not a copy."""
        resource = next(
            (one for one in element.iter(f"{{{RI}}}page", f"{{{RI}}}attachment", f"{{{RI}}}blog-post")), None
        )
        if resource is not None:
            target, words = resource_of(resource, self._names)
        else:
            words = text_in(given.get("name")) or text_in(given.get("pageTitle")) or text_in(given.get(""))
            space, colon, title = words.partition(":")
            words = title if colon else words
            if not words:
                return [], ""
            target = self._names.titled(space if colon else self._names.space, words)
        return ([(target, words)] if target else []), words

    def _image(self, element: Element) -> Found:
        """A picture has no text but its caption; its file is linked."""
        resource = next((one for one in element if str(one.tag).startswith(f"{{{RI}}}")), None)
        found = resource_of(resource, self._names) if resource is not None else ("", "")
        caption = element.find(f"{{{AC}}}caption")
        if caption is None:
            drop(element)
        else:
            for child in list(element):
                if child is not caption:
                    element.remove(child)
            rename(element, "div")
        return [found] if found[0] else []


def drop(element: Element) -> None:
    """Removes an element, but not the text behind it."""
    parent = element.getparent()
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    element.tail = None
    parent.remove(element)


def rename(element: Element, tag: str) -> None:
    """Makes it an element of HTML without attributes."""
    element.tag = tag
    element.attrib.clear()


def text_in(element: Element | None) -> str:
    """The words in `element`, in one line; "" for None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _parameters(element: Element) -> Iterator[tuple[str, Element]]:
    for child in element:
        if _local(child) in ("parameter", "default-parameter"):
            yield child.get(f"{{{AC}}}name") or "", child


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _dropped(element: Element) -> Found:
    drop(element)
    return []


def _block(element: Element) -> Found:
    """Layouts, bodies of macros and what is new: their text is the page's."""
    rename(element, "div")
    return []


def _inline(element: Element) -> Found:
    rename(element, "span")
    return []


def _paragraph(element: Element) -> Found:
    rename(element, "p")
    return []


def _code(element: Element) -> Found:
    rename(element, "pre")
    return []


def _emoticon(element: Element) -> Found:
    name = element.get(f"{{{AC}}}name") or ""
    shown = EMOTICONS.get(name) or element.get(f"{{{AC}}}emoji-fallback") or ""
    for child in list(element):
        element.remove(child)
    rename(element, "span")
    element.text = shown if not shown.startswith(":") else ""
    return []


def _tasks(element: Element) -> Found:
    rename(element, "ul")
    element.set("class", TASKS)
    return []


def _task(element: Element) -> Found:
    done = text_in(element.find(f"{{{AC}}}task-status")) == "complete"
    rename(element, "li")
    if done:
        element.set("class", "checked")
    return []


def _extension(element: Element) -> Found:
    """Either its own content, or what is shown where that is not known; never both."""
    if element.find(f".//{{{AC}}}adf-content") is not None:
        for fallback in list(element.iter(f"{{{AC}}}adf-fallback")):
            drop(fallback)
    rename(element, "div")
    return []
