"""Presidio's analyzer as we run it: the recognizers that we ask for, over an installed model of spaCy or none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from ingest.clean.recognizers.recognizer import Span

ANY_LANGUAGE = "xx"
"""What spaCy calls the language of a model for many."""

SOUGHT = {
    "CREDIT_CARD": ("CreditCardRecognizer", "CARD"),
    "CRYPTO": ("CryptoRecognizer", "BANK_ACCOUNT"),
    "EMAIL_ADDRESS": ("EmailRecognizer", "EMAIL"),
    "IBAN_CODE": ("IbanRecognizer", "IBAN"),
    "PHONE_NUMBER": ("PhoneRecognizer", "PHONE"),
    "US_BANK_NUMBER": ("UsBankRecognizer", "BANK_ACCOUNT"),
    "US_DRIVER_LICENSE": ("UsLicenseRecognizer", "DRIVER_LICENCE"),
    "US_ITIN": ("UsItinRecognizer", "SSN"),
    "US_PASSPORT": ("UsPassportRecognizer", "PASSPORT"),
    "US_SSN": ("UsSsnRecognizer", "SSN"),
    "UK_PASSPORT": ("UkPassportRecognizer", "PASSPORT"),
    "MEDICAL_LICENSE": ("MedicalLicenseRecognizer", "PERSONAL_ID"),
    "UK_NHS": ("NhsRecognizer", "MEDICAL_POLICY"),
    "AU_MEDICARE": ("AuMedicareRecognizer", "MEDICAL_POLICY"),
    "AU_TFN": ("AuTfnRecognizer", "PERSONAL_ID"),
    "CA_SIN": ("CaSinRecognizer", "PERSONAL_ID"),
    "ES_NIE": ("EsNieRecognizer", "PERSONAL_ID"),
    "ES_NIF": ("EsNifRecognizer", "PERSONAL_ID"),
    "FI_PERSONAL_IDENTITY_CODE": ("FiPersonalIdentityCodeRecognizer", "PERSONAL_ID"),
    "IN_AADHAAR": ("InAadhaarRecognizer", "PERSONAL_ID"),
    "IN_PAN": ("InPanRecognizer", "PERSONAL_ID"),
    "IT_FISCAL_CODE": ("ItFiscalCodeRecognizer", "PERSONAL_ID"),
    "KR_RRN": ("KrRrnRecognizer", "PERSONAL_ID"),
    "PL_PESEL": ("PlPeselRecognizer", "PERSONAL_ID"),
    "SG_NRIC_FIN": ("SgFinRecognizer", "PERSONAL_ID"),
    "UK_NINO": ("UkNinoRecognizer", "PERSONAL_ID"),
}
"""Presidio's entity -> its recognizer and our type. What is not here is not asked for: places, dates, URLs,
nationalities, and IP and MAC addresses, which Presidio does not tell from versions and reserved ranges: ours do."""


NEEDS_A_WORD = frozenset(
    entity for entity, (_, kind) in SOUGHT.items() if kind in {"MEDICAL_POLICY", "PERSONAL_ID"}
) - {"FI_PERSONAL_IDENTITY_CODE", "IT_FISCAL_CODE"}
"""Entities whose check digit alone says little (one order number in ten is a valid NHS number): one of the words that
Presidio knows for them must stand before. The two others have letters in places of their own."""
SAYS_LITTLE = frozenset({"number", "license", "lic", "permit", "identification"})
"""Words that Presidio takes for signs of phones and driver's licences: order numbers and keys of software have them."""
MOST_SURE = 0.99
"""Ours know values better (a phone's country, a name's lemma): over the same letters a find of ours wins."""


REGIONS = ("US", "GB", "IN")
"""Whose local phone numbers are known; with "+" those of all countries are. Each costs a pass: Presidio's eight take
two thirds of all its time."""


class Engine:
    """Presidio's analyzer. `model` is one of spaCy that is installed, or its folder; with "" no names are found.

    `language` is the model's, ISO 639-1, ANY_LANGUAGE, or "" without one.
    """

    def __init__(self, model: str) -> None:
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
        from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
        from presidio_analyzer.nlp_engine import SpacyNlpEngine
        from presidio_analyzer.predefined_recognizers import SpacyRecognizer

        # It logs the words around a find, and those are text of documents.
        logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
        pipeline = _pipeline(model)
        self.language: str = pipeline.lang if model else ""
        engine = SpacyNlpEngine()
        engine.nlp = {"en": pipeline}  # is loaded, then: left to itself it downloads a model
        names = [SpacyRecognizer(supported_language="en", supported_entities=["PERSON"])] if model else []
        self._analyzer: Any = AnalyzerEngine(
            registry=RecognizerRegistry(recognizers=[*_recognizers(), *names], supported_languages=["en"]),
            nlp_engine=engine,
            context_aware_enhancer=LemmaContextAwareEnhancer(context_matching_mode="whole_word"),
        )

    def find(self, text: str, least_score: float, *, names: bool) -> Iterator[Span]:
        """What it finds in `text`, in order. Time grows with the square of finds: give it pages, not books."""
        found = self._analyzer.analyze(
            text=text,
            language="en",
            entities=[*SOUGHT, *(["PERSON"] if names else ())],
            score_threshold=least_score,
            return_decision_process=True,
        )
        for one in sorted(found, key=lambda one: (one.start, one.end, one.entity_type)):
            value = text[one.start : one.end]
            has_word = one.analysis_explanation and one.analysis_explanation.supportive_context_word
            if value.strip() and (has_word or one.entity_type not in NEEDS_A_WORD):
                kind = "PERSON" if one.entity_type == "PERSON" else SOUGHT[one.entity_type][1]
                yield Span(
                    start=one.end - len(value.lstrip()),
                    end=one.start + len(value.rstrip()),
                    type=kind,
                    value=_normalised(value, kind),
                    score=min(one.score, MOST_SURE),
                )


def _normalised(value: str, kind: str) -> str:
    if kind in {"EMAIL", "PERSON"}:
        return " ".join(value.casefold().split())
    return re.sub(r"[\W_]", "", value).upper() or value


def _recognizers() -> list[Any]:
    from presidio_analyzer import predefined_recognizers
    from tldextract import TLDExtract

    made = {entity: getattr(predefined_recognizers, name) for entity, (name, _) in SOUGHT.items()}
    recognizers = {entity: recognizer(supported_language="en") for entity, recognizer in made.items()}
    # By itself it fetches a list of domains from the net.
    carried = TLDExtract(suffix_list_urls=(), cache_dir=None)
    recognizers["EMAIL_ADDRESS"].validate_result = lambda address: bool(carried(address).fqdn)
    recognizers["PHONE_NUMBER"].supported_regions = REGIONS
    for one in recognizers.values():
        one.context = [word for word in one.context or () if word not in SAYS_LITTLE]
    return list(recognizers.values())


def _pipeline(model: str) -> Any:
    """The model, or words alone. Presidio seeks what it knows among lemmas: where none are made, a word is its own."""
    import spacy

    pipeline = spacy.load(model) if model else spacy.blank("en")
    if any("token.lemma" in pipeline.get_pipe_meta(name).assigns for name in pipeline.pipe_names):
        return pipeline
    words = pipeline.tokenizer

    def words_as_lemmas(text: str) -> Any:
        read = words(text)
        for word in read:
            word.lemma_ = word.lower_
        return read

    pipeline.tokenizer = words_as_lemmas
    return pipeline
