"""Recordings: taken from whoever may record, served to everybody once somebody reviewed them."""

import asyncio
import re
from contextlib import AbstractAsyncContextManager

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from db.clips import StoredClip, reviewed_clip
from db.commands.clips import save_clip
from domain.access import Permission
from domain.errors import ClipTooLarge, NotAllowed, NotASound, WordsChanged
from domain.recording import MOST_BYTES, ClipKind, wording_hash
from ui import clip_sentences, clock
from ui.database import engine
from web.posted import bounded_body, sender_of
from web.regularly import regularly

_SECONDS = 60  # until another process plays what was reviewed in this one
_KEPT = "public, max-age=2592000, immutable"  # 30 days; a name is never used again
_NAME = re.compile("[0-9a-f]{32}")
_KINDS = {kind.value: f"audio/{kind.value}" for kind in ClipKind}


async def receive_clip(request: Request) -> Response:
    """POST with the sound as the body: 200, else 403, 409 other words, 413 long, 415 no sound."""
    sender = await sender_of(request, Permission.RECORD_CLIPS, engine())
    if sender is None:
        return Response(status_code=403)
    content = await bounded_body(request, MOST_BYTES)
    try:
        name = await asyncio.to_thread(_save, dict(request.query_params), content, sender)
    except NotAllowed:  # since a moment ago
        return Response(status_code=403)
    except WordsChanged:
        return Response(status_code=409)
    except ClipTooLarge:
        return Response(status_code=413)
    except NotASound:
        return Response(status_code=415)
    return JSONResponse({"name": name}, headers={"Cache-Control": "no-store"})


async def play_clip(request: Request) -> Response:
    """GET: the sound, whole or in part; 404 unless it was reviewed and its file is there."""
    name, kind = str(request.path_params["name"]), str(request.path_params["kind"])
    if not _NAME.fullmatch(name) or kind not in _KINDS:
        return Response(status_code=404)
    clip = await asyncio.to_thread(_reviewed, name)
    asked = (str(request.path_params["language"]), kind)
    if clip is None or (clip.language, clip.kind) != asked or not clip.path.is_file():
        return Response(status_code=404)
    return FileResponse(clip.path, media_type=_KINDS[kind], headers={"Cache-Control": _KEPT})


def clips_offered_regularly() -> AbstractAsyncContextManager[None]:
    """Within: the forms know what was reviewed, the first time at once."""
    return regularly(clip_sentences.offer, seconds=_SECONDS, name="offering recordings")


def _save(query: dict[str, str], content: bytes, sender: int) -> str:
    """The words that were on the screen must be the words of now."""
    language, sentence_id = query.get("tieng", ""), query.get("cau", "")
    words = clip_sentences.sentences(language).get(sentence_id)
    if words is None or wording_hash(words) != query.get("chu"):
        raise WordsChanged
    return save_clip(
        engine(),
        language=language,
        sentence_id=sentence_id,
        words=words,
        content=content,
        by=sender,
        now=clock.now(),
        today=clock.today(),
    )


def _reviewed(name: str) -> StoredClip | None:
    with Session(engine()) as session:
        return reviewed_clip(session, name)


routes = [
    Route(clip_sentences.SAVE_PATH, receive_clip, methods=["POST"]),
    Route(clip_sentences.PLAYED_AT + "/{language}/{name}.{kind}", play_clip),
]
