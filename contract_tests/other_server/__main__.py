"""``python -m other_server --preset other|mixed:SEED --port 0 --target DIR/target.toml``."""

from __future__ import annotations

import argparse
from pathlib import Path

from .app import OtherServer
from .freedom import Freedom, preset
from .running import listen, serving, write_target


def _preset(text: str) -> Freedom:
    try:
        return preset(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def main() -> None:
    parser = argparse.ArgumentParser(prog="other_server", description=__doc__)
    parser.add_argument("--preset", type=_preset, default="other", metavar="other|mixed:SEED")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--target", type=Path, required=True, help="the file to write for a judge")
    options = parser.parse_args()
    app = OtherServer(options.preset)
    listening, base_url = listen(options.port)
    write_target(app, base_url, options.target)
    print(base_url, flush=True)
    serving(app).run([listening])


if __name__ == "__main__":
    main()
