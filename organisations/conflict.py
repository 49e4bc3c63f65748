"""The refusal that a state gives: this can't be done *now*, whoever asks. PURE.

``AccessDenied`` judges the person; a rule judges the state and raises this, with a sentence
that says what happened and what to do.
"""


class StateConflictError(Exception):
    """The state does not allow it. ``field`` names the form field the sentence belongs to."""

    def __init__(self, sentence: str, *, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.sentence = sentence
        self.code = code
        self.field = field
