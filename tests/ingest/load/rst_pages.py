"""One reStructuredText page, and what every reader of that format makes of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from ingest.document import Block, RawDocument

PAGE = """\
Руководство оператора
=====================

:Version: 2.1
:status: действует

Текст с *курсивом*, **жирным** и ``кодом``, см. :ref:`раздел <sec>` и :term:`Насос`.

Тарифы
------

.. list-table:: Цены
   :header-rows: 1

   * - Тариф
     - Цена
   * - Базовый
     - 100

+------+-------+
| A    | B     |
+======+=======+
| one  | two   |
+------+-------+

Код
~~~

.. code-block:: python

   def f():
       return 42

Literal::

   keep
     indent

>>> print(1)
1

.. note:: Осторожно.

- Первый

  - Вложенный

.. image:: a.png
   :alt: Схема

.. comment nobody sees
"""


def including(secret: Path) -> str:
    """A page that asks in each way for another file."""
    return (
        f"T\n=\n\n.. include:: {secret}\n\n.. csv-table:: x\n   :file: {secret}\n\n"
        f".. raw:: html\n   :file: {secret}\n\n- .. include:: {secret}\n\n   .. figure:: {secret}\n\nend\n"
    )


def assert_is_page(document: RawDocument) -> None:
    assert document.title == "Руководство оператора"
    assert document.properties == {"version": "2.1", "status": "действует"}
    blocks = [(b.kind, b.level, b.text) for b in document.blocks]
    assert [block for block in blocks if block[0] == "heading"] == [
        ("heading", 1, "Руководство оператора"),
        ("heading", 2, "Тарифы"),
        ("heading", 3, "Код"),
    ]
    assert ("text", 0, "Текст с курсивом, жирным и кодом, см. раздел и Насос.") in blocks
    assert ("text", 0, "Цены") in blocks
    assert [text for kind, _, text in blocks if kind == "table"] == [
        "| Тариф | Цена |\n| --- | --- |\n| Базовый | 100 |",
        "| A | B |\n| --- | --- |\n| one | two |",
    ]
    assert [text for kind, _, text in blocks if kind == "code"] == [
        "def f():\n    return 42",
        "keep\n  indent",
        ">>> print(1)\n1",
    ]
    assert ("list", 0, "- Первый\n  - Вложенный") in blocks
    text = "\n".join(text for _, _, text in blocks)
    assert "Осторожно." in text
    assert "nobody sees" not in text
    packed = json.loads(json.dumps([asdict(block) for block in document.blocks]))
    assert [Block(**{**one, "lines": tuple(one["lines"])}) for one in packed] == list(document.blocks)
