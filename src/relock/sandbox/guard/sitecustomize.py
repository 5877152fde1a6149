"""Loaded by every Python in a sandbox: no build backend is run, since that is anybody's code.

Poetry, PDM, Pipenv and pip have no option that forbids builds while they lock, but all of them start
the backend as a process of its own (pyproject_hooks' `_in_process.py`, or `setup.py`).
"""

import sys

_BACKENDS = ("_in_process.py", "setup.py", "egg_info", "prepare_metadata_for_build_wheel")


def _refuse_builds(event, args):
    if event != "subprocess.Popen":
        return
    words = [str(word) for word in (args[1] if isinstance(args[1], (list, tuple)) else [args[1]])]
    if any(backend in word for word in words for backend in _BACKENDS):
        raise RuntimeError(
            "Lockkeeper builds nothing: a package here has no wheel, or its metadata is dynamic"
        )


sys.addaudithook(_refuse_builds)
