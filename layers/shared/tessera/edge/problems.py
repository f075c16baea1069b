"""Problems: how a refusal is answered (RFC 9457, docs/rules.md §10)."""

from http import HTTPStatus
from typing import Any

from tessera.domain.refusals import InvalidRequest, Refusal

PROBLEM_JSON = "application/problem+json"
STATUS_BY_CODE = {
    "invalid_request": HTTPStatus.BAD_REQUEST,
    "unauthorized": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "unknown_member": HTTPStatus.NOT_FOUND,
    "unknown_order": HTTPStatus.NOT_FOUND,
    "unknown_entry": HTTPStatus.NOT_FOUND,
    "unknown_redemption": HTTPStatus.NOT_FOUND,
    "unknown_reward": HTTPStatus.NOT_FOUND,
    "unknown_action": HTTPStatus.NOT_FOUND,
    "unknown_plan": HTTPStatus.NOT_FOUND,
    "unknown_voucher": HTTPStatus.NOT_FOUND,
    "unknown_subscription": HTTPStatus.NOT_FOUND,
    "unknown_delivery": HTTPStatus.NOT_FOUND,
    "no_programme": HTTPStatus.CONFLICT,
    "insufficient_balance": HTTPStatus.CONFLICT,
    "reservation_expired": HTTPStatus.CONFLICT,
    "voucher_not_applicable": HTTPStatus.CONFLICT,
    "conflict": HTTPStatus.CONFLICT,
    "over_refund": HTTPStatus.CONFLICT,
    "over_capture": HTTPStatus.CONFLICT,
    "limit_reached": HTTPStatus.CONFLICT,
    "blocked": HTTPStatus.CONFLICT,
    "push_not_set_up": HTTPStatus.CONFLICT,
    "endpoint_paused": HTTPStatus.CONFLICT,
    "busy": HTTPStatus.CONFLICT,
    "currency_mismatch": HTTPStatus.UNPROCESSABLE_ENTITY,
    "not_supported_yet": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_many_requests": HTTPStatus.TOO_MANY_REQUESTS,
}


class TooLarge(InvalidRequest):
    """The body exceeds what any route takes."""


def status_of(refusal: Refusal) -> HTTPStatus:
    """The HTTP status of a refusal; each code has one, and only a body that is too large another."""
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if isinstance(refusal, TooLarge) else STATUS_BY_CODE[refusal.code]


def problem_of(refusal: Refusal) -> dict[str, Any]:
    """A refusal as a problem document: what is wrong, where, and what the caller may do."""
    errors = [{"path": fault.path, "message": fault.message} for fault in refusal.faults]
    return _problem(refusal.code, status_of(refusal), refusal.detail, errors)


def internal_problem(correlation_id: str) -> dict[str, Any]:
    """What is answered to the unexpected: nothing of it, but the words by which it is found in the logs."""
    detail = f"Something failed on our side ({correlation_id}); the same request may be sent again, it counts once."
    return _problem("internal_error", HTTPStatus.INTERNAL_SERVER_ERROR, detail, [])


def _problem(code: str, status: HTTPStatus, detail: str, errors: list[dict[str, str]]) -> dict[str, Any]:
    title = code.replace("_", " ").capitalize()
    kind = f"urn:tessera:problem:{code}"
    return {"type": kind, "title": title, "status": int(status), "detail": detail, "code": code, "errors": errors}
