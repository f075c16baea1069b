"""What the operator sees: one JSON line for whatever is worth one, and metrics. Never a body, never a person."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit, single_metric

from tessera.domain.refusals import Refusal
from tessera.edge.failures import story_of, tellable

NAMESPACE = "Tessera"

logger = Logger()
_metrics = Metrics(namespace=NAMESPACE)


@contextmanager
def observed(event: Mapping[str, Any]) -> Iterator[str]:
    """While one request is handled: its lines carry its correlation id (given), its metrics leave at the end. What
    fails inside is told, and leaves as what Lambda may write."""
    correlation_id = str(event.get("requestContext", {}).get("requestId", "unknown"))
    logger.set_correlation_id(correlation_id)
    try:
        yield correlation_id
    except Exception as failure:  # noqa: BLE001 - whatever it is, it leaves again, as something that may be written
        tell_failure(failure)
        raise tellable(failure) from None
    finally:
        publish_counts()


def tell_failure(failure: BaseException, **about: str) -> None:
    """Write what failed, and count nothing."""
    logger.error("failed", extra={**about, "failure": story_of(failure)})


def count(name: str, amount: int = 1) -> None:
    """Add to one of the metrics of this function, such as PointsAwarded."""
    _metrics.add_metric(name=name, unit=MetricUnit.Count, value=amount)


def count_refusal(code: str) -> None:
    """Count a refusal under its code: an alarm or a dashboard may look at one of them."""
    with single_metric(name="Refusals", unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
        metric.add_dimension(name="code", value=code)


def publish_counts() -> None:
    """Write what has been counted, if anything has."""
    if _metrics.metric_set:
        _metrics.flush_metrics()


@contextmanager
def counted_refusals(name: str) -> Iterator[None]:
    """Count a refusal that leaves here under a metric of its own, too."""
    try:
        yield
    except Refusal:
        count(name)
        raise
