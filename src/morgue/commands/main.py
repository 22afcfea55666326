"""Run a command, and turn what happened into an exit code and a message.

Exit codes: 0 done, 1 nothing matched, 2 an error, 3 some inputs were rejected or damage was found,
130 interrupted, 143 ended by SIGTERM. Nothing else prints an error; no traceback leaves here but with MORGUE_DEBUG set.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NoReturn, cast

from morgue.errors import MorgueError, UsageError
from morgue.process import interrupts

if TYPE_CHECKING:
    import click

    from morgue.render.style import Color

FAILED = 2


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    _open_closed()
    interrupts.guard()
    try:
        code = run(sys.argv[1:])
        interrupts.end_at_once()
    except KeyboardInterrupt:  # when the run was over
        code = interrupts.INTERRUPTED
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _close_stdout()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process at once, where no thread is left that has to be waited for; an interrupted one waits for none.

    What is registered for the end is done; only the memory is not put in order, which the system takes back.
    """
    gc.freeze()  # else the interpreter looks through all that is there for garbage before it leaves
    if threading.active_count() > 1 and code not in (interrupts.INTERRUPTED, interrupts.TERMINATED):
        sys.exit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    os._exit(code)


def _open_closed() -> None:
    """Give standard streams that were closed to /dev/null, before a file of the archive takes their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code."""
    try:
        interrupts.handle()
        return _reported(arguments)
    except KeyboardInterrupt as interrupt:
        return interrupts.code_of(interrupt)


def _reported(arguments: Sequence[str]) -> int:
    """Return the exit code of a command, whose error is printed. Raises KeyboardInterrupt, also where that comes while it is."""
    try:
        return _called(arguments)
    except KeyboardInterrupt:
        raise
    except BrokenPipeError:
        _close_stdout()
        return 0
    except MorgueError as error:
        return _report(error, arguments)
    except OSError as error:
        return _report(_system_error(error), arguments)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - the last handler; a panic of the engine is no Exception
        return _internal(error, arguments)


def _called(arguments: Sequence[str]) -> int:
    """Return the exit code of the command. Raises MorgueError, also for what click has to say."""
    import click

    from morgue.commands.command import Group

    group = Group()
    try:
        if "_MORGUE_COMPLETE" in os.environ:
            from morgue.commands.completion import register

            register()
            group.main(list(arguments), prog_name="morgue", standalone_mode=False)
        with group.make_context("morgue", list(arguments)) as context:
            code = group.invoke(context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return interrupts.INTERRUPTED
    except click.ClickException as error:
        raise _usage(error) from error
    return code if isinstance(code, int) else 0


def _close_stdout() -> None:
    """Nobody reads any more: what is still buffered goes nowhere, without a word at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: Exception) -> UsageError:
    """Return what click complains of, in our form, with what may have been meant."""
    import click

    message = error.format_message() if isinstance(error, click.ClickException) else str(error)
    message = message[:1].lower() + message[1:].rstrip(".")
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help" if context else "morgue --help"
    if isinstance(error, click.NoSuchOption):
        message = f"there is no option {error.option_name}"
        if error.possibilities:
            hint = f"did you mean {error.possibilities[0]}?"
        elif not error.option_name.startswith("--") and context is not None:
            hint = _instead_of_a_letter(error.option_name[1:], context) or hint
    return UsageError(message, hint=hint)


def _instead_of_a_letter(letter: str, context: click.Context) -> str | None:
    """Return what to write where a command was given `-` and a letter; None where nothing is known.

    Options have no short form. Where words of a query may follow, the letter is most likely the first of an excluded word.
    """
    takes = {each.name for each in context.command.params if each.param_type_name == "argument"}
    if "query" in takes:
        return f"put -- before a query that begins with -, as in: {context.command_path} -- '-iran crude'"
    options = {
        name for each in context.command.params for name in each.opts if not getattr(each, "hidden", False)
    }
    near = sorted(name for name in options if name.startswith(f"--{letter}"))
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"write ./-{letter}… for a path that begins with -" if "paths" in takes else None


def _system_error(error: OSError) -> MorgueError:
    """Return a failure of the file system that no room has put in words."""
    where = error.filename or "standard output, or a file that is open already"
    return MorgueError(f"{where}: {error.strerror or error}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came of, at most ten deep."""
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _internal(error: BaseException, arguments: Sequence[str]) -> int:
    """Report a bug; an interrupt that another library wrapped is an interrupt."""
    for each in _causes(error):
        if isinstance(each, KeyboardInterrupt):
            return interrupts.code_of(each)
    if os.environ.get("MORGUE_DEBUG"):
        import traceback

        traceback.print_exception(error)
    said = " ".join(str(error).split()) or type(error).__name__
    fault = MorgueError(
        f"internal error: {type(error).__name__}: {said}"[:500],
        hint="this is a bug in morgue; MORGUE_DEBUG=1 shows where",
    )
    return _report(fault, arguments)


def _report(error: MorgueError, arguments: Sequence[str]) -> int:
    """Print an error on standard error, with a JSON format also as a JSON object on the last line."""
    from morgue.render.formats import JSON
    from morgue.render.messages import complain, error_json, say

    as_json = _value(arguments, "--format") in JSON
    color = _value(arguments, "--color")
    try:
        complain(error, cast("Color", color) if color in ("always", "never") else "auto")
        if as_json:
            say([error_json(error)], "never")
    except (OSError, ValueError):
        return FAILED  # standard error is gone too
    return FAILED


def _value(arguments: Sequence[str], option: str) -> str | None:
    """Return the last value of a shared option of a command line, which may be wrong otherwise."""
    from morgue.render.formats import JSON

    found = None
    short = {f"--{name}": f"--format={name}" for name in JSON}
    given = [short.get(each, each) for each in arguments]
    for at, each in enumerate(given):
        if each == "--":
            break
        if each.startswith(option + "="):
            found = each[len(option) + 1 :]
        elif each == option and at + 1 < len(given):
            found = given[at + 1]
    return found
