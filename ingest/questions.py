"""Open questions in words: what is asked and why, both sides, what differs, and what to type."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

_ASKS = {
    "versions": "is one the newer version of the other?",
    "status": "is it a draft, or no longer in force?",
    "duplicates": "do they say the same?",
    "lapsed": "its content has changed since it was decided on",
}
_WORDS = {
    "word": "a word or two differ, as in forms filled in",
    "phrase": "words side by side differ",
    "passages": "each has a passage that the other lacks",
    "negation": "only one has a sentence or a word that denies or restricts",
    "fact": "a day, a place, a number in letters, or an opposite differs",
    "numbers": "numbers differ",
    "likeness": "alike, but not enough to be sure",
    "subject": "what is called by another name throughout may be the same",
    "sentence": "a sentence differs, among many edits",
    "siblings": "their names differ in one word",
    "editions": "their names differ in a version or a day",
    "places or subjects differ": "their folders, names or titles differ",
}
"""What evidence that is one word stands for."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def as_text(told: Sequence[Mapping[str, Any]], without: Sequence[Mapping[str, Any]] = ()) -> str:
    """The questions of `ingest.steward.questions` for a person, each with the commands that answer it.

    `without` are the decisions of `ingest.steward.without_subject`.
    """
    lines = [*_without(without), *([""] if without and told else [])]
    if not told:
        return "\n".join(lines or ["nothing to decide"])
    answered = sum(bool(question.get("answered")) for question in told)
    count = f"{len(told)} questions" if len(told) > 1 else "1 question"
    count += f", {answered} of them answered" if answered else ""
    lines += [f"{count}; what you answer holds from the next ingest sync on", ""]
    for question in told:
        if question.get("answered"):
            lines += [
                f"{question['id']}  answered by {question['answered']}, from the next ingest sync on",
                *(f"    {side['id']}" for side in question["documents"]),
                f"    ingest review undo {question['answered']}  # takes it back",
                "",
            ]
            continue
        lines += [f"{question['id']}  {asked(question)}", *_sides(question["documents"], question["guess"])]
        if question["kind"] != "held":
            lines.append("    why: " + "; ".join(_WORDS.get(one, one) for one in question["evidence"]))
        for place in question["places"]:
            lines.append(f"    where: {place['where']}  ({place['rules']})")
            lines += [f"      {_cut(place['line'])}"] if place["line"] else []
        lines += [f"      {_cut(line)}" for line in question["differences"]]
        lines += [*_commands(answers(question)), ""]
    return "\n".join(lines).rstrip()


def _without(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """Decisions whose documents are gone: what they said of others does not hold any more."""
    lines = [f"{len(told)} decided about what is gone:"] if told else []
    for one in told:
        lines.append(f"  {one['decision']}  {one['action']}: {', '.join(one['gone'])} is gone")
        lines.append(
            f"    ingest review undo {one['decision']}  # forgets it; else it holds again should the file return"
        )
    return lines


def asked(question: Mapping[str, Any]) -> str:
    """What is asked, in a line."""
    if question["kind"] == "versions" and len(question["documents"]) > 2:
        return f"are these {len(question['documents'])} versions of one document, and which is the newest?"
    if question["kind"] == "duplicates" and len(question["documents"]) > 2:
        return f"{len(question['documents'])} documents are alike: are they copies?"
    if question["kind"] == "lapsed" and len(question["documents"]) > 1:
        return "one of these has changed since it was decided how they stand to each other: what holds now?"
    if question["kind"] != "held":
        return _ASKS[question["kind"]]
    rules: dict[str, list[str]] = {}
    for hold in question["evidence"]:
        kind, dot, rule = hold.partition(".")
        rules.setdefault(kind if dot else "", []).append(rule or hold)
    words = {"policy": "the policy says so ({})", "injection": "text that addresses a language model ({})"}
    words["ocr"] = "a scan that could hardly be read ({})"
    told = [words.get(kind, "{}").format(", ".join(found)) for kind, found in rules.items()]
    return "held back: " + "; ".join(told)


def _sides(sides: Sequence[Mapping[str, Any]], guess: str) -> list[str]:
    lines = []
    for place, side in enumerate(sides):
        labels = ", ".join(f"{name} {value}" for name, value in side["labels"].items())
        newest = "  <- the guess" if len(sides) > 2 and side["id"] == guess else ""
        lines.append(f"  {letter(place) if len(sides) > 1 else ' '} {side['id']}{newest}")
        lines.append(f"    {side['title']}{'  [' + labels + ']' if labels else ''}")
    return lines


def letter(place: int) -> str:
    """The name of a side: A to Z, then A1 to Z1, ..."""
    turn, letter = divmod(place, len(_LETTERS))
    return _LETTERS[letter] + (str(turn) if turn else "")


def answers(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What may follow `ingest review`, each with what it means; the system's guess first."""
    name, ids = question["id"], [shlex.quote(side["id"]) for side in question["documents"]]
    if question["kind"] == "held":
        return [(f"release {name}", "it may be searched"), (f"drop {name}", "it may not")]
    if len(ids) < 2:
        told = [(f"keep {name}", "it is searched whatever the rules say"), (f"drop {name}", "it is not")]
        return told + _undone(question)
    if question["kind"] == "lapsed":
        told = [
            (f"different {name}", "all stay" if len(ids) > 2 else "both stay"),
            (f"supersedes {ids[0]} {ids[1]}", "A replaces B"),
            (f"same {ids[0]} {ids[1]}", "A stays, B is a copy of it"),
        ]
        return told + _undone(question)
    if question["kind"] == "versions" and len(ids) > 2:
        return _of_many(name, ids, guess=bool(question["guess"]))
    if question["kind"] == "versions":
        newer = f"supersedes {name}" if question["guess"] else f"supersedes {ids[1]} {ids[0]}"
        return [
            (newer, "B replaces A" + (": the guess" if question["guess"] else "")),
            (f"supersedes {ids[0]} {ids[1]}", "A replaces B"),
            (f"different {name}", "both stay"),
        ]
    if len(ids) > 2:
        return [
            (f"different {name}", f"all {len(ids)} stay, and are not asked about again"),
            ("same KEPT COPY...", "those named after the first are copies of it"),
        ]
    same = f"same {name}" if question["guess"] else f"same {ids[1]} {ids[0]}"
    return [(same, "B stays, A is a copy of it"), (f"different {name}", "both stay")]


def _undone(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How to take back the decisions that were about another content."""
    told = [text.split()[1] for text in question["evidence"] if text.startswith("decision ")]
    return [(f"undo {decision}", "the rules judge") for decision in told]


def _of_many(name: str, ids: Sequence[str], *, guess: bool) -> list[tuple[str, str]]:
    """The answers about more than two versions; the guess stands last."""
    *others, last = map(letter, range(len(ids)))
    told = [(f"supersedes {name}", f"{last} replaces {', '.join(others)}: the guess")] if guess else []
    told.append(("supersedes NEWER OLDER...", "another replaces those named after it"))
    return [*told, (f"different {name}", f"all {len(ids)} stay: {', '.join((*others, last))}")]


def _commands(told: Sequence[tuple[str, str]]) -> list[str]:
    short = max(len(command) for command, _ in told if len(command) < 40)
    return [f"    ingest review {command:<{short}}  # {meaning}" for command, meaning in told]


def _cut(line: str, most: int = 100) -> str:
    return line if len(line) <= most else line[: most - 4].rstrip() + " ..."
