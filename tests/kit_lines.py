"""Lines as an offline kit writes them, made here by another hand than the script's."""

import json
import zlib

KEY = "ABCDEFGHJKLMNPQ2-01"


def line(said):
    text = json.dumps(said, ensure_ascii=False)
    return f'["{zlib.crc32(text.encode()):08x}",{text}]'


def record(kit, asked, number=0, /, **changed):
    """A person who answered everything; `changed` replaces what they said."""
    said = {
        **{"key": f"{number:016}-01", "kit": kit.token, "at": kit.made_at.isoformat()},
        **{"seconds": 90, "consent": kit.consent_version, "mode": "assisted"},
        **{"age_band": "60-69", "gender": "female", "audience": "citizen", "device": 2},
        "answers": {question.id: number % 4 for question in asked.questions},
    }
    return {**said, **changed}


def file_of(kit, *records, promised=None):
    """The content of a file with these people."""
    head = {"kit": kit.token, "format": 1, "records": promised or len(records)}
    return ("\n".join(line(one) for one in (head, *records)) + "\n").encode()
