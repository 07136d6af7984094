"""The traits of all languages, and the screen that tells which of them a text may have."""

from __future__ import annotations

from ingest.clean.injection_traits import Traits
from ingest.clean.injection_traits_english import ENGLISH_LIGHT, ENGLISH_SPOKEN_TO
from ingest.clean.injection_traits_english_wants import ENGLISH_WANTS
from ingest.clean.injection_traits_russian import RUSSIAN_LIGHT, RUSSIAN_SPOKEN_TO
from ingest.clean.injection_traits_russian_wants import RUSSIAN_WANTS

_RARE = (*ENGLISH_SPOKEN_TO, *RUSSIAN_SPOKEN_TO, *ENGLISH_WANTS, *RUSSIAN_WANTS)

TRAITS = Traits(_RARE, (*ENGLISH_LIGHT, *RUSSIAN_LIGHT))
