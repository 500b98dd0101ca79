"""The root of every error Guiju raises on purpose."""


class GuijuError(Exception):
    """An anticipated failure: a language-free ``code``, one sentence, and what to do next.

    Subclasses set ``code`` (stable, greppable) and ``remedy``; both may be given per instance.
    """

    code = "guiju"
    remedy = ""

    def __init__(self, sentence: str, *, code: str = "", remedy: str = "") -> None:
        super().__init__(sentence)
        self.code = code or self.code
        self.remedy = remedy or self.remedy

    @property
    def sentence(self) -> str:
        """The sentence alone, without code and remedy."""
        return str(self.args[0])

    @property
    def description(self) -> str:
        """What kind of failure it is, in English: the first sentence that its class says of itself."""
        return (type(self).__doc__ or self.code).strip().partition("\n")[0]

    def __str__(self) -> str:
        return f"[{self.code}] {self.sentence} {self.remedy}".rstrip()
