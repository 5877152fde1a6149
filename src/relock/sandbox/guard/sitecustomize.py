"""Loaded by every Python in a sandbox: no build backend is run, since that is anybody's code.

Poetry, PDM, Pipenv and pip have no option that forbids builds while they lock, but all of them start
the backend as a process of its own (pyproject_hooks' `_in_process.py`, or `setup.py`), and pip one
that installs what it requires (`__pip-runner__.py`). An exception is not enough: Poetry goes on after
it as if the package required nothing, and remembers that in its cache. So the tool ends here, and
what it wanted to build is written down for our message.
"""

import os
import re
import sys

_BACKENDS = (
    "_in_process.py",
    "__pip-runner__.py",
    "setup.py",
    "egg_info",
    "prepare_metadata_for_build_wheel",
)


def _refuse_builds(event, args):
    if event != "subprocess.Popen":
        return
    _, command, folder, _ = args
    words = [str(word) for word in (command if isinstance(command, (list, tuple)) else [command])]
    if not any(backend in word for word in words for backend in _BACKENDS):
        return
    package = _package_in(folder)
    with open(os.path.join(os.environ["HOME"], "refused-builds"), "a") as notes:
        notes.write(package + "\n")
    name = package or "a package here"
    message = f"Lockkeeper builds nothing: {name} has no wheel, or its metadata is dynamic\n"
    os.write(2, message.encode())
    os._exit(1)


def _package_in(folder):
    """The name of an unpacked source distribution; empty for anything else."""
    try:
        with open(os.path.join(folder, "PKG-INFO"), encoding="utf-8", errors="replace") as file:
            name = re.search(r"^Name: ([\w.-]+)$", file.read(), re.MULTILINE)
            return name.group(1) if name else ""
    except (OSError, TypeError):
        return ""


sys.addaudithook(_refuse_builds)
