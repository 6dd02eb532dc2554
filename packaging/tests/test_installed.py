"""The wheel and the archive as a user meets them."""

import os
import pathlib
import subprocess

import pytest

from conftest import AS_NOBODY, Installed, profile_of

# What users cannot be kept from setting, and what would fill standard output.
NOISY = {"JAVA_TOOL_OPTIONS": "-Xlog:all=info:stdout", "JDK_JAVA_OPTIONS": "-Xlog:all=info:stdout"}


@pytest.fixture(params=["wheel", "archive"])
def installed(request: pytest.FixtureRequest) -> Installed:
    return request.getfixturevalue(request.param)


def first_words(result: "subprocess.CompletedProcess[str]") -> str:
    """The process as a dump names it: what it runs, and its id."""
    return result.stdout.partition(" · ")[0]


def test_says_its_version(installed: Installed) -> None:
    result = installed.run("--version")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("hotclub 0.") and result.stdout.count("\n") == 1


def test_says_where_a_process_is(installed: Installed, target: int) -> None:
    result = installed.run("dump", "--pid", str(target))
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("  >")] == ["innermost", "middle", "<module>"]


def test_records_a_page_for_the_browser(installed: Installed, busy_target: int, tmp_path: pathlib.Path) -> None:
    page = tmp_path / "x.html"
    result = installed.run("record", "-o", str(page), "-d", "1", "--pid", str(busy_target))
    assert result.returncode == 0, result.stderr
    assert "count_up" in result.stderr
    assert page.read_text().lstrip().lower().startswith("<!doctype html")
    assert "count_up" in profile_of(page)


def test_brings_its_own_java(installed: Installed, target: int) -> None:
    files = installed.mapped_files(target)
    [machine] = [file for file in files if file.endswith("/libjvm.so")]
    assert machine.startswith(str(installed.command.parents[1]))


def test_starts_from_the_cache_that_its_first_use_made(installed: Installed, target: int) -> None:
    cache = installed.made_cache(target)
    assert str(cache) in installed.mapped_files(target)
    assert cache.stat().st_mode & 0o077 == 0
    assert cache.parent.stat().st_mode & 0o077 == 0


def test_writes_nothing_of_the_jvm_to_standard_output(wheel: Installed, target: int) -> None:
    wheel.made_cache(target)
    result = wheel.run("dump", "--pid", str(target), **NOISY)
    assert result.returncode == 0
    assert first_words(result) == f"python -c {target}"
    assert "[info]" not in result.stdout + result.stderr


def test_writes_to_standard_error_why_the_jvm_does_not_start(wheel: Installed) -> None:
    result = wheel.run("--version", JDK_JAVA_OPTIONS="--add-modules no.such.module")
    assert result.returncode != 0
    assert result.stdout == ""
    assert "no.such.module" in result.stderr


def test_a_damaged_cache_only_costs_time(wheel: Installed, target: int) -> None:
    cache = wheel.made_cache(target)
    whole = cache.read_bytes()
    try:
        for damaged in (b"", b"not a cache", whole[: len(whole) // 2]):
            cache.write_bytes(damaged)
            result = wheel.run("dump", "--pid", str(target))
            assert result.returncode == 0, (len(damaged), result.stderr)
            assert first_words(result) == f"python -c {target}", len(damaged)
            assert "innermost" in result.stdout
    finally:
        cache.write_bytes(whole)


def test_a_cache_that_others_can_write_is_not_loaded(wheel: Installed, target: int) -> None:
    cache = wheel.made_cache(target)
    for mode in (0o770, 0o707, 0o755):
        cache.parent.chmod(mode)
        try:
            assert str(cache) not in wheel.mapped_files(target), oct(mode)
        finally:
            cache.parent.chmod(0o700)
    above = cache.parent.parent
    before = above.stat().st_mode & 0o777
    above.chmod(0o777)
    try:
        assert str(cache) not in wheel.mapped_files(target)
    finally:
        above.chmod(before)
    assert str(cache) in wheel.mapped_files(target)


def test_a_cache_of_another_user_is_not_loaded(wheel: Installed, target: int) -> None:
    if os.getuid() != 0:
        pytest.skip("only root gives files away")
    cache = wheel.made_cache(target)
    for path in (cache, cache.parent):
        os.chown(path, 65534, 65534)
        try:
            assert str(cache) not in wheel.mapped_files(target)
        finally:
            os.chown(path, 0, 0)


def test_a_link_to_a_cache_is_not_followed(wheel: Installed, target: int, tmp_path: pathlib.Path) -> None:
    cache = wheel.made_cache(target)
    (tmp_path / "hotclub").symlink_to(cache.parent)
    assert str(cache) not in wheel.mapped_files(target, XDG_CACHE_HOME=str(tmp_path))


def test_works_where_the_home_folder_is_read_only(wheel: Installed, target: int) -> None:
    # nobody, not even root, makes a folder there
    result = wheel.run("dump", "--pid", str(target), HOME="/proc", XDG_CACHE_HOME="/proc")
    assert (result.returncode, result.stderr) == (0, "")
    assert "innermost" in result.stdout


def test_works_for_a_user_without_rights(wheel: Installed, strangers_target: int) -> None:
    result = subprocess.run(
        [*AS_NOBODY, str(wheel.command), "dump", "--pid", str(strangers_target)],
        env=wheel.environment | {"HOME": "/nonexistent", "XDG_CACHE_HOME": "", "HOTCLUB_AOT": "off", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    assert "innermost" in result.stdout


def test_is_found_through_links(wheel: Installed, tmp_path: pathlib.Path) -> None:
    (tmp_path / "first").symlink_to(wheel.command)
    (tmp_path / "second").symlink_to("first")
    result = subprocess.run([str(tmp_path / "second"), "--version"], env=wheel.environment, capture_output=True, text=True, timeout=120)
    assert result.stdout.startswith("hotclub ")
    by_name = subprocess.run(
        ["sh", "-c", "second --version"],
        env=wheel.environment | {"PATH": f"{tmp_path}:{wheel.environment['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert by_name.stdout == result.stdout


def test_says_what_to_do_when_there_is_no_java(wheel: Installed, tools: pathlib.Path, tmp_path: pathlib.Path) -> None:
    launcher = tmp_path / "bin" / "hotclub"
    launcher.parent.mkdir()
    launcher.write_bytes(wheel.command.read_bytes())
    launcher.chmod(0o755)
    without_files = subprocess.run([str(launcher), "--version"], env=wheel.environment, capture_output=True, text=True, timeout=120)
    assert without_files.returncode == 1
    assert without_files.stdout == ""
    assert "install it again" in without_files.stderr
