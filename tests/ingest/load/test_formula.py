"""Formulas of office files in one line."""

from __future__ import annotations

import pytest
from lxml import etree

from ingest.load.formula import MATH, linear


def t(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


def e(content: str, tag: str = "e") -> str:
    return f"<m:{tag}>{content}</m:{tag}>"


FENCED = "<m:d>" + e(t("x-c")) + "</m:d>"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (t("a=b"), "a=b"),
        (f"<m:f>{e(t('x'), 'num')}{e(t('2'), 'den')}</m:f>", "x/2"),
        (f"<m:f><m:fPr/>{e(t('x-c'), 'num')}{e(t('2v'), 'den')}</m:f>", "(x-c)/2v"),
        (f"<m:sSup>{e(t('v'))}{e(t('2'), 'sup')}</m:sSup>{t('+1')}", "v^2+1"),
        (f"<m:sSubSup>{e(t('x'))}{e(t('i+1'), 'sub')}{e(t('2'), 'sup')}</m:sSubSup>", "x_(i+1)^2"),
        (f"{t('f')}<m:d>{e(t('x'))}</m:d>{t('=1')}", "f(x)=1"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=''/></m:dPr>{e(t('x'))}</m:d>", "[x"),
        ("<m:f>" + e(FENCED, "num") + e(t("v"), "den") + "</m:f>", "(x-c)/v"),
        (
            "<m:sSup>"
            + e("<m:f>" + e(FENCED, "num") + e(t("v"), "den") + "</m:f>")
            + e(t("2"), "sup")
            + "</m:sSup>",
            "((x-c)/v)^2",
        ),
        (f"<m:rad><m:deg/>{e(t('x+1'))}</m:rad>", "√(x+1)"),
        (f"<m:rad>{e(t('3'), 'deg')}{e(t('x'))}</m:rad>", "∛x"),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{e(t('i=1'), 'sub')}{e(t('n'), 'sup')}{e(t('i'))}</m:nary>",
            "∑_(i=1)^n i",
        ),
        (f"<m:m><m:mr>{e(t('a'))}{e(t('b'))}</m:mr><m:mr>{e(t('c'))}{e(t('d'))}</m:mr></m:m>", "a, b; c, d"),
    ],
)
def test_formulas(content: str, line: str) -> None:
    formula = etree.fromstring(f'<m:oMath xmlns:m="{MATH[1:-1]}">{content}</m:oMath>')
    assert linear(formula) == line
