"""The one way templates are rendered: sandboxed, escaped, no name left undefined."""

from collections.abc import Callable

import jinja2
from jinja2.sandbox import SandboxedEnvironment


def environment_for(read: Callable[[str], str | None]) -> SandboxedEnvironment:
    """Return an environment whose templates `read` returns by their path below `templates/`."""
    return SandboxedEnvironment(
        loader=jinja2.FunctionLoader(read),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
