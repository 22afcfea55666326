"""python -m bench.faults CAMPAIGN: run a campaign of faults."""

from __future__ import annotations

import argparse
import sys
import time

from bench.faults.hostile import PARTS
from bench.faults.kill import STEPS


def main() -> int:
    """1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    kill = kinds.add_parser("kill", help="kill -9 at random moments and in every step")
    kill.add_argument("--rounds", type=int, default=500)
    kill.add_argument("--each-step", type=int, default=20)
    kill.add_argument("--steps", nargs="*", default=STEPS, choices=STEPS, metavar="STEP")
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
    hostile = kinds.add_parser("hostile", help="feeds that want to do harm")
    hostile.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS)
    )
    hostile.add_argument(
        "--only", nargs="+", default=(), metavar="TEXT", help="feeds in whose names it stands"
    )
    hostile.add_argument("--quiet", action="store_true", help="tell only what is wrong")
    hostile.add_argument(
        "--unmeasured", dest="measured", action="store_false", help="do not judge seconds and memory"
    )
    queries = kinds.add_parser("queries", help="queries that cost much, and fifty of them at once")
    queries.add_argument("--number", type=int, default=20000)
    queries.add_argument("--at-once", type=int, default=50)
    queries.add_argument("--seed", type=int, default=1)
    for each in kinds.choices.values():
        each.add_argument("--if-possible", action="store_true", help="pass where this machine cannot run it")
    given = vars(parser.parse_args())
    kind, optional = given.pop("kind"), given.pop("if_possible")
    began = time.monotonic()
    import importlib

    campaign = importlib.import_module(f"bench.faults.{kind}")
    why = campaign.impossible() if hasattr(campaign, "impossible") else None
    if why:
        print(f"{kind}: cannot be run here: {why}")
        return 0 if optional else 1
    done, failures = campaign.campaign(**given)
    print(f"{kind}: {done} faults, {len(failures)} failures, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
