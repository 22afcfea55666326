"""python -m bench.faults CAMPAIGN: run a campaign of faults."""

from __future__ import annotations

import argparse
import sys
import time


def main() -> int:
    """1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    kill = kinds.add_parser("kill", help="kill -9 at random moments and in every step")
    kill.add_argument("--rounds", type=int, default=500)
    kill.add_argument("--each-step", type=int, default=20)
    kill.add_argument("--seed", type=int, default=1)
    damage = kinds.add_parser("damage", help="flipped bits, files cut off, files missing")
    damage.add_argument("--places", type=int, default=1000)
    damage.add_argument("--mend-every", type=int, default=20)
    damage.add_argument("--engine", default="tantivy")
    damage.add_argument("--seed", type=int, default=1)
    disk = kinds.add_parser("disk", help="full disks of 2, 8 and 32 MB")
    disk.add_argument("--rounds", type=int, default=30)
    disk.add_argument("--seed", type=int, default=1)
    calls = kinds.add_parser("calls", help="failing writes, fsyncs and mmaps, by libfiu")
    calls.add_argument("--faults", type=int, default=1000)
    calls.add_argument("--seed", type=int, default=1)
    readers = kinds.add_parser("readers", help="readers beside a writer")
    readers.add_argument("--seconds", type=float, default=600)
    readers.add_argument("--readers", type=int, default=4)
    given = vars(parser.parse_args())
    kind = given.pop("kind")
    began = time.monotonic()
    import importlib

    done, failures = importlib.import_module(f"bench.faults.{kind}").campaign(**given)
    print(f"{kind}: {done} faults, {len(failures)} failures, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
