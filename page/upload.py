"""The way in for files: PUT /library/files?upload=…&name=…&size=…, with the bytes as the body.

Gradio's own upload is closed: it takes files of whoever sends some, and hands them out again. A
file that is sent here lies aside (`page.intake`) until the step that adds it takes it, and cannot
be had from outside.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from index.errors import BadInput
from page.permission import Deed, NotAllowed, check_allowed
from page.words import words_for

if TYPE_CHECKING:
    from page.site import Site

GONE = 499  # nobody is there to read it


def receive(site: "Site") -> Callable[[Request], Awaitable[Response]]:
    """Takes a file of an upload; 204 where its lot will be told when the upload is added."""

    async def put(request: Request) -> Response:
        say = words_for(request.headers.get("accept-language"))
        given = request.query_params
        length = int(request.headers["content-length"])
        announced = int(given.get("size", "")) if given.get("size", "").isdecimal() else length
        try:
            # before a byte of the body is read
            check_allowed(site, Deed.LIBRARY, say)
            await site.librarian.intake.take(
                given.get("upload", ""),
                given.get("name", ""),
                max(length, announced),
                request.stream(),
                say,
            )
        except NotAllowed as no:
            return JSONResponse({"why": str(no)}, 403)
        except BadInput as wrong:
            return JSONResponse({"why": str(wrong)}, 400)
        except ClientDisconnect:
            return Response(status_code=GONE)
        return Response(status_code=204)

    return put
