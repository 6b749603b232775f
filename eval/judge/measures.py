"""DeepEval's four measures of retrieval-augmented generation. Its home."""

import os
from importlib.metadata import version
from typing import Any

from assistant.writer.chat import reason
from eval.errors import BadJudge
from eval.judge.model import INSTALL, Chat
from eval.judge.opinion import Material, NotJudged

# DeepEval reads these when it is imported. It would report its use to PostHog, look for a newer
# version, and take keys from files in the folder where it is started, an account's among them
QUIET = {
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
    "DEEPEVAL_UPDATE_WARNING_OPT_IN": "0",
    "DEEPEVAL_DISABLE_DOTENV": "1",
    "DEEPEVAL_DISABLE_LEGACY_KEYFILE": "1",
    "ERROR_REPORTING": "0",
}
ACCOUNT = "CONFIDENT_API_KEY"  # with it, traces would go to the makers' platform


class DeepEval:
    """DeepEval, asking one chat model; safe to use from several threads.

    Every measure counts the verdicts of the model. Where they are not one for each thing that was
    to be judged, the library counts those that there are, and none at all as 0 or as 1; here that
    is `NotJudged`. Faithfulness is the share of claims that the passages bear out (Es et al. 2023,
    RAGAS): the library would by default pass a claim which they merely do not contradict.

    Raises:
        BadJudge: the extra is not installed.
    """

    def __init__(self, chat: Chat, name: str) -> None:
        os.environ.update(QUIET)
        os.environ.pop(ACCOUNT, None)
        try:
            from deepeval import metrics
            from deepeval.models import DeepEvalBaseLLM
            from deepeval.test_case import LLMTestCase
        except ImportError as error:
            raise BadJudge(INSTALL) from error

        class Model(DeepEvalBaseLLM):
            def load_model(self) -> Chat:
                return chat

            def generate(self, prompt: str, schema: object = None) -> str:
                # the schema stands in the prompt too; not every model can be held to one
                return chat(prompt)

            async def a_generate(self, prompt: str, schema: object = None) -> str:
                return chat(prompt)

            def get_model_name(self) -> str:
                return name

        options = {
            "model": Model(), "async_mode": False, "include_reason": False, "eval_mode": "llm"
        }  # fmt: skip
        self._case = LLMTestCase
        self._makers: dict[str, Any] = {
            "faithfulness": lambda: metrics.FaithfulnessMetric(
                penalize_ambiguous_claims=True, **options
            ),
            "answer_relevancy": lambda: metrics.AnswerRelevancyMetric(**options),
            "contextual_precision": lambda: metrics.ContextualPrecisionMetric(**options),
            "contextual_recall": lambda: metrics.ContextualRecallMetric(**options),
        }

    @property
    def version(self) -> str:
        """Names the library and its release."""
        return f"DeepEval {version('deepeval')}"

    def score(self, measure: str, read: Material) -> float:
        """See `Judge.score`."""
        metric = self._makers[measure]()  # a metric holds what it last measured
        case = self._case(
            input=read.question,
            actual_output=read.answer,
            expected_output=read.expected,
            retrieval_context=list(read.passages),
        )
        try:
            score = float(metric.measure(case, _show_indicator=False))
        except Exception as error:  # any provider's errors, and the library's own
            raise NotJudged(reason(error)) from error
        _check(metric, wanted(measure, metric, read))
        return score


def wanted(measure: str, metric: Any, read: Material) -> int | None:
    """How many verdicts a measure needs; None where the model itself cuts the parts."""
    match measure:
        case "faithfulness":
            return len(metric.claims)
        case "answer_relevancy":
            return len(metric.statements)
        case "contextual_precision":
            return len(read.passages)
        case _:
            return None


def _check(metric: Any, wanted: int | None) -> None:
    given = len(metric.verdicts)
    if wanted == 0:
        raise NotJudged("the model found nothing to judge")
    if given != wanted and (wanted is not None or not given):
        raise NotJudged("the model gave no verdict" if not given else "verdicts are missing")
