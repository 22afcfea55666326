"""Decode the text of a feed's bytes, whatever its encoding is, is said to be, or is damaged into.

Feeds lie about their encoding. What is asked, in this order: the byte order mark; the pattern of zero bytes
that UTF-16 and UTF-32 leave in markup and Western text; the declaration, where the bytes decode by it; UTF-8;
UTF-8 with a few wrong bytes; and last a guess from a capped sample. A declared single-byte encoding gives way
to UTF-8 where the bytes are valid UTF-8 beyond ASCII, which text in such an encoding practically never is.
Labels mean what the WHATWG Encoding Standard (section 4.2) says: `iso-8859-1` is windows-1252.
"""

from __future__ import annotations

import base64
import codecs
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from morgue._startup.tables import read_rows

_DATA = Path(__file__).with_name("data")

SAMPLE_BYTES = 16_384
"""How much of a text the guess looks at."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM_BEGINS = frozenset(mark[:1] for mark, _ in _BOMS)
EBCDIC_XML = b"\x4c\x6f\xa7\x94\x93"
"""How an XML declaration begins in the EBCDIC code pages."""
_XML_DECLARATION = re.compile(rb"""\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""")
_META_CHARSET = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE
)
_SEVERAL_BYTES = ("gb", "big5", "cp932", "cp949", "euc", "iso-2022", "iso2022", "hz", "johab", "shift", "utf")
_WIDE = (
    "utf-16",
    "utf-32",
    "utf_16",
    "utf_32",
    "ucs",
    "iso-10646",
    "unicode",
    "u16",
    "u32",
    "utf16",
    "utf32",
)
_GUESSABLE = re.compile(
    r"cp125\d|koi8|gb|big5|cp932|cp949|euc|shift|johab|iso8859|latin_1|cp874|tis_620|mac_cyr|cp866|ascii"
)


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of `data`, without its byte order mark; never fails. Control characters stay as they are.

    `declared` is the label that a header outside the bytes gives; None looks for one inside.
    """
    if data[:1] in _BOM_BEGINS:
        for mark, codec in _BOMS:
            if data.startswith(mark):
                return data[len(mark) :].decode(codec, "replace")
    wide = _wide(data)
    if wide is not None:
        return data.decode(wide, "replace")
    label = declared if declared is not None else declaration(data)
    return _narrow(data, label)


def narrow(data: bytes) -> bytes:
    """Return UTF-16 and UTF-32 as UTF-8, by the byte order mark or the zero bytes; any other data as it is.

    What begins with a character of ASCII shows by its first four bytes (RFC 4627, section 3).
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return decode(data).encode("utf-8", "replace")
    if b"\0" not in data[:4]:
        return data
    wide = next((codec for begin, codec in _BEGINS if begin.match(data)), None)
    if wide is None and len(data) >= 16:
        wide = _wide(data)
    return data.decode(wide, "replace").encode("utf-8", "replace") if wide else data


def with_line_feeds(data: bytes) -> bytes:
    """Return text whose lines end in carriage returns alone with line feeds in their place; any other bytes as they are.

    Classic Mac OS ended lines so, and Word for Mac still saves plain text so.
    """
    return data.replace(b"\r", b"\n") if b"\r" in data and b"\n" not in data else data


_BEGINS = (
    (re.compile(rb"\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0[^\0]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"[^\0]\0[^\0]\0"), "utf-16-le"),
)
"""The first four bytes of JSON in each encoding, as its first two characters are of ASCII."""


def declaration(data: bytes) -> str | None:
    """Return the encoding that an XML declaration or a meta element in the first bytes names, in lower case."""
    head = data[:4096]
    if head.startswith(EBCDIC_XML):
        head = head.decode("cp037").encode("ascii", "replace")
    found = _XML_DECLARATION.match(head.removeprefix(codecs.BOM_UTF8)) or _META_CHARSET.search(head)
    return found[1].decode("ascii").lower() if found else None


def codec_of(label: str | None) -> str | None:
    """Return the codec for a declared label; None where there is no such text encoding."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    label = _meanings().get(label, label)
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


@cache
def _meanings() -> dict[str, str]:
    """Return the codec that a label means, where it is not the codec of that name."""
    return {label: codec for codec, labels in read_rows(_DATA / "labels.tsv") for label in labels.split()}


_DOUBLED = re.compile("[\xc2-\xf4][\x80-\xbf\u0152-\u02dc\u2013-\u2122]")
_FOLLOWING = "\x80-\xbf" + "".join(
    re.escape(bytes([code]).decode("cp1252", "ignore")) for code in range(0x80, 0xA0)
)
_SEQUENCE = re.compile(
    f"[\xc2-\xdf][{_FOLLOWING}]|[\xe0-\xef][{_FOLLOWING}]{{2}}|[\xf0-\xf4][{_FOLLOWING}]{{3}}"
)
"""A character beyond ASCII whose bytes in UTF-8 were read as windows-1252, or Latin-1 where that has none."""


def undoubled(text: str) -> str:
    """Return text that was written as UTF-8, read as a Western encoding and written as UTF-8 again, made whole.

    Only where the whole text reverses so; other text comes back as it is.
    """
    if text.isascii() or _DOUBLED.search(text) is None:
        return text
    try:
        return text.encode("cp1252", _BACK).decode("utf-8")
    except UnicodeError:
        return text


def undoubled_parts(text: str) -> str:
    """Undo the double encoding of each character of a text, of a feed that is known to be encoded twice.

    Characters that were not, as those that a template or a reference put between them, stay as they are.
    """
    whole = undoubled(text)
    return _SEQUENCE.sub(_undoubled, text) if whole is text else whole


def _undoubled(found: re.Match[str]) -> str:
    """Return the character of a sequence, or the sequence where it is none of UTF-8."""
    return _strict(found[0].encode("cp1252", _BACK), "utf-8") or found[0]


def _as_latin(error: UnicodeError) -> tuple[bytes, int]:
    """Return the bytes of characters that windows-1252 lacks: those of Latin-1. Raises the error for any other."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    try:
        return error.object[error.start : error.end].encode("latin-1"), error.end
    except UnicodeEncodeError:
        raise error from None


_BACK = "morgue-back-to-latin"
codecs.register_error(_BACK, _as_latin)


def _wide(data: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 codec whose zero bytes `data` shows; None for any other text."""
    head = data[:1024]
    if b"\0" not in head or len(head) < 4:
        return None
    head = head[: len(head) // 4 * 4]
    quarter = len(head) // 4
    zeros = [head[place::4].count(0) for place in range(4)]
    many, few = quarter * 0.7, quarter * 0.2
    if zeros[1] > many and zeros[2] > many and zeros[3] > many and zeros[0] <= few:
        return "utf-32-le"
    if zeros[0] > many and zeros[1] > many and zeros[2] > many and zeros[3] <= few:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    some = max(1.0, quarter * 0.2)
    if odd >= some and even * 8 <= odd:
        return "utf-16-le"
    if even >= some and odd * 8 <= even:
        return "utf-16-be"
    return None


def _narrow(data: bytes, label: str | None) -> str:
    """Return the text of bytes that are neither UTF-16 nor UTF-32, by `label` where it fits."""
    codec = codec_of(label)
    if codec is not None and codec.startswith(_WIDE):
        codec = None
    if codec is not None and codec.startswith(_SEVERAL_BYTES) and codec != "utf-8":
        text = _strict(data, codec)
        if text is not None:
            return text
    if b"\x1b$" in data and (text := _strict(data, "iso2022_jp_ext")) is not None:
        return text
    text = _strict(data, "utf-8")
    if text is not None and not data.startswith(EBCDIC_XML):
        return text
    if codec is not None and codec != "utf-8":
        text = _strict(data, codec)
        if text is not None:
            return text
        if codec.startswith(_SEVERAL_BYTES):
            return data.decode(codec, "replace")
        if codec == "cp1252":
            return _patched(data) if _mostly_utf8(data) else data.decode("cp1252", _ERRORS)
    return _patched(data) if _mostly_utf8(data) else _guessed(data)


def _strict(data: bytes, codec: str) -> str | None:
    """Return the text by `codec`, or None where a byte does not fit."""
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, AssertionError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Return whether wrong bytes are few beside whole UTF-8 sequences: damaged UTF-8, or cut off in a character.

    Or lines of two encodings were put together: then no line has both, and text that is none of UTF-8 has fewer.
    """
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore")) - wrong
    return beyond > 4 * wrong or (beyond > wrong and _is_of_lines(text))


def _is_of_lines(text: str) -> bool:
    """Return whether each line beyond ASCII has either wrong bytes or whole characters."""
    return all("\ufffd" not in line or line.replace("\ufffd", "").isascii() for line in text.splitlines())


def _patched(data: bytes) -> str:
    """Return UTF-8 in which wrong bytes are read as windows-1252; a character cut off at the end goes."""
    cut = re.search(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z", data[-4:])
    if cut is not None:
        tail = len(cut[0])
        if _strict(data[-tail:], "utf-8") is None:
            data = data[:-tail]
    return data.decode("utf-8", _ERRORS)


def _guessed(data: bytes) -> str:
    """Return the text by the likeliest legacy encoding, windows-1252 where nothing is likelier."""
    from charset_normalizer import from_bytes

    sample = _sample(data)
    if (codec := _by_alphabet(sample)) is not None and (text := _strict(data, codec)) is not None:
        return text
    if (text := _by_language(data)) is not None:
        return text
    high = sum(1 for byte in sample if byte > 0x7F)
    letters = sum(1 for byte in sample if byte > 0x7F or chr(byte).isalpha())
    if high >= 16 and (high * 4 > letters or high >= 200):
        best = from_bytes(sample, steps=5, chunk_size=1024).best()
        if best is not None and _GUESSABLE.match(best.encoding):
            if _is_western(sample, best.encoding):
                return data.decode("cp1252", _ERRORS)
            text = _strict(data, best.encoding)
            if text is not None:
                return text
    codec = _written_in(sample)
    text = _strict(data, codec) if codec is not None else None
    return data.decode("cp1252", _ERRORS) if text is None else text


def _is_western(sample: bytes, codec: str) -> bool:
    """Return whether a text that was guessed to be by an encoding of other Latin letters is one of windows-1252 by its letters.

    Most letters of German are in the same places in both, and a rare one (naïve, à, Señor) in one of them only. Languages
    of the other encodings are known by their words before (`_by_language`).
    """
    return (
        codecs.lookup(codec).name in _PAGES
        and _strangeness(sample.decode("cp1252", _ERRORS), _WESTERN) <= _STRANGE
    )


@cache
def _alphabets() -> dict[str, tuple[list[str], str]]:
    """Return the encodings of languages of Latin letters that windows-1252 lacks, and their letters beyond ASCII."""
    return {code: (pages.split(), letters) for code, pages, letters in read_rows(_DATA / "alphabets.tsv")}


_STRANGE = 0.06
"""No more of the letters beyond ASCII are of other alphabets, as those of foreign names are."""


def _by_language(data: bytes) -> str | None:
    """Return the text by an encoding of its language, where nearly all letters beyond ASCII are then of its alphabet.

    A language shows through the wrong letters, by its many right ones: few words of any text have a letter beyond ASCII only.
    """
    from morgue.analysis.language import language, likeliest

    sample = _sample(data)
    western = sample.decode("cp1252", _ERRORS)
    texts = {page: text for page in _PAGES if (text := _strict(sample, page)) is not None}
    if _strangeness(western, _WESTERN) > _STRANGE:
        codes = {likeliest(western)}
        if _alphabets().keys().isdisjoint(codes):
            codes.update(map(likeliest, texts.values()))
    else:  # the letters alone do not speak against windows-1252
        codes = {language(western) or ""}
    found = [
        (_strangeness(texts[page], alphabet), page)
        for code in sorted(codes & _alphabets().keys())
        for pages, alphabet in (_alphabets()[code],)
        for page in pages
        if page in texts
    ]
    strange, page = min(found, key=lambda each: each[0], default=(1.0, ""))
    return _strict(data, page) if strange <= _STRANGE else None


_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœß"
_PAGES = ("cp1250", "iso8859-2", "iso8859-16", "cp1254", "cp1257", "iso8859-13", "cp1252")


def _strangeness(text: str, alphabet: str) -> float:
    """Return the share of the letters beyond ASCII, and of signs inside words, that an alphabet does not have."""
    beyond = [
        each for word in _SPACES.split(text) for each in word.strip(_AROUND).lower() if not each.isascii()
    ]
    return sum(each not in alphabet for each in beyond) / len(beyond) if beyond else 1.0


_AROUND = "“”„‘’‚«»‹›¿¡…–—•·'\""


class _Alphabet(NamedTuple):
    """The letters beyond ASCII of languages that share an encoding, and sets of them of each of which a text has one.

    Read as windows-1252 such a text consists of letters too, but of those that no language has together.
    """

    codec: str
    letters: frozenset[str]
    telling: tuple[frozenset[str], ...]


_ALPHABETS = (
    # ğ, ı and ş are in the place of ð, ý and þ; ç and ü are not in Icelandic or Faroese, ı and ü not in Latvian
    _Alphabet(
        "cp1254",
        frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛ"),
        (frozenset("ğışĞİŞ"), frozenset("çüÇÜ"), frozenset("ıüİÜ")),
    ),
    # š and ž are in the place of ð and þ; beside them are letters that read as à, è, ë, û, â, ç, ì, î, ï, ò
    _Alphabet(
        "cp1257",
        frozenset("ąčęėįšųūžāēģīķļņŗĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅŖ"),
        (frozenset("šžŠŽ"), frozenset("ąčėūāēģīļņĄČĖŪĀĒĢĪĻŅ")),
    ),
)


def _by_alphabet(sample: bytes) -> str | None:
    """Return the encoding in which the letters of a sample are those of Turkish, or of Lithuanian or Latvian, and no others."""
    for codec, letters, telling in _ALPHABETS:
        text = _strict(sample, codec)
        if text is None or not _is_written(sample, codec):
            continue
        found = {each for each in text if each > "\x7f" and each.isalpha()}
        if found <= letters and not any(map(found.isdisjoint, telling)):
            return codec
    return None


_CANDIDATES = ("cp862", "cp866", "cp737", "cp855", "cp850", "mac-roman", "cp852", "cp1250", "cp874")
"""The encodings of DOS, the Macintosh and Central Europe that are asked, in this order, where windows-1252 gives no words."""

_OPENS, _CLOSES = "“„‘«¿¡", "”’»…“"
_SIGNS = frozenset("–—•·°§€£©®™\xa0")
_SPACES = re.compile(r"[\s\x00-,./:-@\[-`{-~-]+")
_LEAST_WORDS = 3
"""How many words beyond ASCII show an encoding."""


def _written_in(sample: bytes) -> str | None:
    """Return the encoding in which all words of a sample are well formed, where they are not in windows-1252; else None."""
    if _is_written(sample, "cp1252") or _has_hard_spaces(sample):
        return None
    return next((codec for codec in _CANDIDATES if _is_written(sample, codec)), None)


_HARD_SPACES = re.compile(r"(?:^|(?<=[\s,;:|\"]))\xa0|\xa0(?=[\s,;:|\"]|$)", re.MULTILINE)


def _has_hard_spaces(sample: bytes) -> bool:
    """Return whether nearly all that is beyond ASCII in a sample are spaces of windows-1252 that do not break, beside other spaces.

    By encodings of DOS their byte is á, which is within a word.
    """
    spaces = sample.count(b"\xa0")
    if not spaces or 20 * spaces < 19 * sum(byte > 0x7F for byte in sample):
        return False
    return 20 * len(_HARD_SPACES.findall(sample.decode("cp1252", _ERRORS))) >= 19 * spaces


def _is_written(sample: bytes, codec: str) -> bool:
    """Return whether the words with bytes beyond ASCII, nearly all of them, are words by an encoding."""
    text = _strict(sample, codec)
    if text is None:
        return False
    words = [word for word in _SPACES.split(text) if word and not word.isascii()]
    wrong = sum(not _is_formed(word) for word in words)
    return len(words) >= _LEAST_WORDS and wrong * 20 <= len(words)


def _is_formed(word: str) -> bool:
    """Return whether a word has letters of one script, small behind a capital or all capital, between signs of its language."""
    word = word.strip("'").lstrip(_OPENS).rstrip(_CLOSES)
    parts = [part for part in re.split("[’'–—\xa0]", word) if part not in _SIGNS]
    return all(_is_one_word(part.lstrip(_OPENS).rstrip(_CLOSES)) for part in parts)


def _is_one_word(part: str) -> bool:
    if not part or part.isascii():
        return True
    if "\u0e00" <= part[0] <= "\u0e7f":
        return all("\u0e00" <= each <= "\u0e7f" for each in part) and not _LOOSE_MARK.search(part)
    is_latin = [each < "\u0250" for each in part]
    cased = part[1:] == part[1:].lower() or part == part.upper()
    return part.isalpha() and cased and all(is_latin) == any(is_latin) and not _RARE.search(part)


_LOOSE_MARK = re.compile(
    "(?:^|[\u0e30\u0e32\u0e33\u0e40-\u0e45])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\u0e40-\u0e44](?:$|[^\u0e01-\u0e2e])"
)
"""A mark or vowel of Thai without the consonant that it belongs to."""

_RARE = re.compile("[ªºµƒŸˆ˜ˇˉ]")
"""Letters by their category that hardly any word has."""


def _sample(data: bytes) -> bytes:
    """Return the lines with bytes beyond ASCII, up to SAMPLE_BYTES: where the encoding shows."""
    found: list[bytes] = []
    size = 0
    for line in data[: 1 << 20].splitlines():
        if not line.isascii():
            found.append(line[:2048])
            size += len(found[-1]) + 1
            if size >= SAMPLE_BYTES:
                break
    return b"\n".join(found)[:SAMPLE_BYTES]


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Return what replaces bytes that a codec refuses: windows-1252, and Latin-1 where that has no character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(
        _strict(wrong[at : at + 1], "cp1252") or chr(wrong[at]) for at in range(len(wrong))
    ), error.end


_ERRORS = "morgue-windows"
codecs.register_error(_ERRORS, _as_windows)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def of_base64(text: bytes) -> bytes:
    """Return the bytes of Base64. Other characters in it are ignored (RFC 2045, section 6.8), and padding may be wrong."""
    kept = _NOT_BASE64.sub(b"", text)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    return base64.b64decode(kept + b"=" * (-len(kept) % 4))
