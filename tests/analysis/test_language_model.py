"""The language model is mapped from a copy in the user's cache directory, and loaded as it comes where that fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from morgue.analysis.language_model import kept_path, load_identifier

TEXTS = [
    "Dies ist ein kleiner Text auf Deutsch, der etwas sagen soll.",
    "Bu cümlede herkesin bildiği birkaç sözcük var.",
    "这是一个关于天气的短句子",
    "",
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def kept() -> Path:
    return kept_path(Path(MODEL_DIR) / MODEL_FILE)


def agrees() -> bool:
    own = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found = load_identifier()
    return all(found.rank(text) == own.rank(text) for text in TEXTS)


def test_the_copy_answers_as_the_package_does(cache: Path) -> None:
    assert agrees()  # and writes it
    assert kept().is_relative_to(cache)
    written = kept().stat()
    assert written.st_mode & 0o777 == 0o600
    assert agrees()
    assert kept().stat().st_mtime_ns == written.st_mtime_ns
    assert [path.name for path in kept().parent.iterdir()] == [kept().name]


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b"no JSON", b"\0" * 8192, None])
def test_a_copy_that_is_not_whole_is_made_again(cache: Path, damage: bytes | None) -> None:
    load_identifier()
    if damage is None:
        os.truncate(kept(), kept().stat().st_size - 1)
    else:
        kept().write_bytes(damage)
    assert agrees()
    assert kept().stat().st_size > 1 << 20


def test_without_a_place_for_a_copy_the_package_s_own_is_loaded(cache: Path) -> None:
    (cache / "morgue").write_text("in the way")
    assert agrees()
    assert (cache / "morgue").read_text() == "in the way"


def test_without_a_home_the_package_s_own_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert agrees()


def test_a_package_that_keeps_its_tables_otherwise_is_loaded_its_own_way(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("py3langid.modelio.load_model", lambda path: ())
    assert load_identifier().classify(TEXTS[0])[0] == "de"
