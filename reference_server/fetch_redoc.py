"""`make redoc`: puts the pinned Redoc from npm, with its licences, beside the page at `/docs` that uses it.

Two things are changed in what comes: the address of a logo that Redoc would fetch from the network, and the
note of a source map that is not shipped. Needs npm.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "redoc@2.5.4"
INTEGRITY = "sha512-M6jWhG1qoBnH6TFmzJnstyCZ87HmOY/UzDm78mHiYihEdlV/YcS9ogOo1NlElnJMeLsyxHFe2yFc4sNjHTrABQ=="
WANTED = {
    "package/bundles/redoc.standalone.js": "redoc.standalone.js",
    "package/bundles/redoc.standalone.js.LICENSE.txt": "redoc.standalone.js.LICENSE.txt",
    "package/LICENSE": "LICENSE.redoc.txt",
}
CHANGES = {
    b'"https://cdn.redoc.ly/redoc/logo-mini.svg"': b'"data:,"',
    b"\n//# sourceMappingURL=redoc.standalone.js.map": b"\n",
}
FOLDER = Path(__file__).parent / "portkey_reference_server" / "console" / "reference"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)  # noqa: S603, S607
        (archive,) = Path(folder).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != INTEGRITY:
            raise SystemExit(f"{PACKAGE} is not the package that is pinned: it has sha512-{digest}.")
        with tarfile.open(archive) as package:
            for member, name in WANTED.items():
                content = package.extractfile(member)
                if content is None:
                    raise SystemExit(f"{PACKAGE} has no {member}.")
                (FOLDER / name).write_bytes(_changed(content.read(), name))


def _changed(content: bytes, name: str) -> bytes:
    if name == "redoc.standalone.js":
        for old, new in CHANGES.items():
            if content.count(old) != 1:
                raise SystemExit(f"{PACKAGE} does not have {old!r} once: look at what it does now.")
            content = content.replace(old, new)
    return content


if __name__ == "__main__":
    main()
