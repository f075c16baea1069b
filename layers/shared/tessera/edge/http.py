"""HTTP: Chalice views that know nothing of HTTP, between a request that is in order and problem+json.

A handler declares its routes on an `Api` and is the Lambda handler itself:

    api = Api("award_orders", reading=prices)

    @api.writes("PUT", "/orders/{order_id}", who=(CHECKOUT,), body=Order, answers={201: OrderAwarded}, summary="…")
    def award(call: Call[Order]) -> Answer: …

    handler = api
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple, TypeVar

from chalice.app import Chalice, Response
from pydantic import BaseModel

from tessera.domain.refusals import Refusal
from tessera.edge.callers import MEMBER
from tessera.edge.observe import count, count_refusal, logger, observed, tell_failure
from tessera.edge.origins import origin_headers
from tessera.edge.pages import HTML, Page, headers_of
from tessera.edge.patience import JitteredPatience
from tessera.edge.problems import PROBLEM_JSON, internal_problem, problem_of
from tessera.edge.routes import Asked, Call, Query, Route, Signed, call_of
from tessera.edge.security_headers import SECURITY_HEADERS
from tessera.edge.sheets import Sheet
from tessera.edge.sheets import headers_of as sheet_headers_of
from tessera.operations.carrying_out import Answer

Body = TypeVar("Body", bound=BaseModel)
Params = TypeVar("Params", bound=Query)


class Reply(NamedTuple):
    """An answer that is no write's, or one with another than the route's usual status."""

    body: Mapping[str, Any]
    status: int | None = None
    replayed: bool = False


View = Callable[[Call[Asked]], Answer | Reply | Page | Sheet]


class Api(Chalice):
    """The routes of one function: a Lambda handler for API Gateway's REST events.

    `reading` gives what amounts of money in a body are read with, where a route is priced. `is_for_trials`: only test
    stacks have it, so that the description of the API leaves it out. Whatever is sent, the answer is one of the
    route's own, or a problem; only a failure of ours is a 500.
    """

    def __init__(self, name: str, *, reading: Callable[[], object] = lambda: None, is_for_trials: bool = False) -> None:
        super().__init__(app_name=name, configure_logs=False, env={})
        self.log.disabled = True  # it writes whole paths and the words of what failed
        self._reading = reading
        self.is_for_trials = is_for_trials
        self.declared: list[Route[Any]] = []

    def reads(
        self,
        path: str,
        *,
        who: Iterable[str],
        answers: Mapping[int, Any],
        summary: str,
        query: type[Params],
        refusals: Iterable[str] = (),
        has_sheet: bool = False,
    ) -> Callable[[View[Params]], View[Params]]:
        """Declare a GET that changes nothing."""

        def declare(view: View[Params]) -> View[Params]:
            told, refused = view.__doc__ or "", tuple(refusals)
            return self._serve(
                Route(
                    "GET", path, tuple(who), query, answers, summary, told, True, refusals=refused, has_sheet=has_sheet
                ),
                view,
            )

        return declare

    def writes(
        self,
        verb: str,
        path: str,
        *,
        who: Iterable[str],
        body: type[Body],
        answers: Mapping[int, Any],
        summary: str,
        is_priced: bool = False,
        refusals: Iterable[str] = (),
    ) -> Callable[[View[Body]], View[Body]]:
        """Declare a route that takes a body."""

        def declare(view: View[Body]) -> View[Body]:
            told = view.__doc__ or ""
            return self._serve(
                Route(verb, path, tuple(who), body, answers, summary, told, False, is_priced, tuple(refusals)), view
            )

        return declare

    def shows(
        self, verb: str, path: str, *, form: type[Body], statuses: Iterable[int], summary: str
    ) -> Callable[[View[Body]], View[Body]]:
        """Declare a page: open, because what it shows is in its address, and answered with one of these statuses."""

        def declare(view: View[Body]) -> View[Body]:
            told, answers = view.__doc__ or "", dict.fromkeys(statuses, str)
            return self._serve(Route(verb, path, (), form, answers, summary, told, verb == "GET", is_page=True), view)

        return declare

    def hears(
        self, path: str, *, answers: Mapping[int, Any], summary: str, refusals: Iterable[str]
    ) -> Callable[[View[Signed]], View[Signed]]:
        """Declare a POST that whoever signs its body may send: open, and handed on as it came."""

        def declare(view: View[Signed]) -> View[Signed]:
            told, why = view.__doc__ or "", tuple(refusals)
            return self._serve(
                Route("POST", path, (), Signed, answers, summary, told, False, refusals=why, is_signed=True), view
            )

        return declare

    def __call__(self, event: Any, context: Any) -> Any:
        """Handle one API Gateway event."""
        with observed(event) as correlation_id, self._deadline():
            self._event, self._correlation_id = event, correlation_id
            return super().__call__(event, context)

    def _deadline(self) -> AbstractContextManager[None]:
        """Who moves a test clock waits for all the nights that it passes."""
        return nullcontext() if self.is_for_trials else JitteredPatience().for_one_request()

    def _serve(self, route: Route[Asked], view: View[Asked]) -> View[Asked]:
        def serve(**_path: str) -> Response:
            response = self._answered(route, view)
            if MEMBER in route.who:  # no other token belongs into a browser
                response.headers.update(origin_headers(self._event))
            return response

        self.declared.append(route)
        # Any content type: a body is JSON or a problem that says why it is not.
        self.route(route.path, methods=[route.verb], content_types=["*/*"], name=f"{route.verb} {route.path}")(serve)
        return view

    def _answered(self, route: Route[Asked], view: View[Asked]) -> Response:
        try:
            call = call_of(route, self._event, self._reading)
            return _answer(route, view(call))
        except Refusal as refusal:
            return _refused(route, refusal)
        except Exception as failure:  # noqa: BLE001 - whatever it is, a client gets a problem and never a stack trace
            # The one place that catches everything: the caller gets a problem, the operator the story and an alarm.
            tell_failure(failure, verb=route.verb, route=route.path)
            count("Failures")
            return _response(500, internal_problem(self._correlation_id), PROBLEM_JSON, {})


def _answer(route: Route[Any], given: Answer | Reply | Page | Sheet) -> Response:
    if isinstance(given, Sheet):
        return Response(given.text, {**SECURITY_HEADERS, **sheet_headers_of(given)}, next(iter(route.answers)))
    if isinstance(given, Page):
        return Response(given.html, {**SECURITY_HEADERS, **headers_of(given), "Content-Type": HTML}, given.status)
    status = given.status if isinstance(given, Reply) else None
    headers = {"Idempotent-Replayed": "true"} if given.replayed else {}
    return _response(status or next(iter(route.answers)), given.body, "application/json", headers)


def _refused(route: Route[Any], refusal: Refusal) -> Response:
    problem = problem_of(refusal)
    count_refusal(refusal.code)
    logger.info("refused", extra={"verb": route.verb, "route": route.path, "code": refusal.code})
    return _response(problem["status"], problem, PROBLEM_JSON, _again(refusal))


def _again(refusal: Refusal) -> dict[str, str]:
    """When the same request may be sent again, where that is known."""
    seconds = refusal.retry_after_seconds
    return {} if seconds is None else {"Retry-After": str(seconds)}


def _response(status: int, body: Mapping[str, Any], content_type: str, headers: Mapping[str, str]) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, {**SECURITY_HEADERS, "Content-Type": content_type, **headers}, status)
