"""Whether the page is up, and whether it can answer: for whatever watches over it."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from page.attempt import Failure, attempt
from page.live import LiveAssistant


def health_routes(live: LiveAssistant) -> list[Route]:
    """`/healthz`: the process is up. `/readyz`: a quotation was just found, cut and verified."""

    def healthz(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "documents": len(live.documents)})

    def readyz(request: Request) -> JSONResponse:
        # why it is not is in the log: it may name folders, and anybody may ask here
        if isinstance(attempt(live.prove), Failure):
            return JSONResponse({"status": "not ready"}, 503)
        return JSONResponse({"status": "ready"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
