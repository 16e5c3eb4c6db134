#!/usr/bin/env python3
"""check_layers.py: proves that includes point downward, that only the named rooms know JSON, SQL and Beast, and prints
the largest files. Runs first in scripts/test. Exit status 1 names every arrow that points up."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# Each room, from the ground up, with the rooms it may include. What a room may reach, it may include directly.
ROOMS = {
    "shared/base": [],
    "shared/crypto": ["shared/base"],
    "shared/sqlite": ["shared/base"],
    "shared/domain": ["shared/base"],
    "shared/ledger": ["shared/crypto"],
    "shared/wire": ["shared/domain", "shared/ledger"],
    "shared/scheduling": ["shared/base"],
    "shared/document": ["shared/domain"],
    "field-app/core": ["shared/sqlite", "shared/wire", "shared/document"],
    "field-app/native": ["field-app/core"],
    "sync-server/http": ["shared/wire"],
    "sync-server/store": ["shared/sqlite", "shared/wire"],
    "sync-server/service": ["sync-server/store", "shared/scheduling", "shared/document"],
    "sync-server/worker": ["sync-server/service"],
    "sync-server/portal": ["sync-server/service", "sync-server/http"],
    "sync-server/api": ["sync-server/worker", "sync-server/portal"],
    "sync-server/planning": ["sync-server/service"],
    "sync-server": ["sync-server/api"],
}
# third-party header -> rooms that may name it
ONLY_IN = {
    r"nlohmann/": ["shared/wire"],
    r"boost/(asio|beast)": ["sync-server/http", "field-app/native", "sync-server", "scripts"],
    r"sqlite3\.h": ["shared/sqlite"],
    r"sodium\.h": ["shared/crypto"],
    r"hpdf\.h|qrencode\.h": ["shared/document"],
    r"CLI/|spdlog/": ["field-app/native", "sync-server", "sync-server/planning"],
}
FORBIDDEN_ROOM_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}


def room_of(path):
    best = None
    for room in ROOMS:
        if (path + "/").startswith(room + "/") and (best is None or len(room) > len(best)):
            best = room
    return best


def reach(room, seen=None):
    seen = set() if seen is None else seen
    for below in ROOMS[room]:
        if below not in seen:
            seen.add(below)
            reach(below, seen)
    return seen


def main():
    faults, sizes = [], []
    for top in ("shared", "field-app", "sync-server"):
        for folder, folders, names in os.walk(os.path.join(ROOT, top)):
            folders[:] = [f for f in folders if f not in ("node_modules", "web", "console")]
            for name in folders:
                if name.lower() in FORBIDDEN_ROOM_NAMES:
                    faults.append("%s: no room of that name" % os.path.relpath(os.path.join(folder, name), ROOT))
            for name in names:
                if not name.endswith((".cpp", ".hpp")):
                    continue
                path = os.path.relpath(os.path.join(folder, name), ROOT)
                room = room_of(path)
                lines = open(os.path.join(ROOT, path), encoding="utf-8").read().split("\n")
                sizes.append((len(lines), path))
                if room is None:
                    faults.append("%s: belongs to no room" % path)
                    continue
                allowed = reach(room) | {room}
                for number, line in enumerate(lines, 1):
                    include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
                    if not include:
                        continue
                    target = include.group(2)
                    if include.group(1) == '"':
                        if target.startswith("embedded/"):
                            continue
                        there = room_of(target)
                        if there is None or not os.path.exists(os.path.join(ROOT, target)):
                            faults.append("%s:%d: includes %s, which is not written from the root" % (path, number, target))
                        elif there not in allowed:
                            faults.append("%s:%d: %s may not include %s (%s)" % (path, number, room, there, target))
                    else:
                        for pattern, rooms in ONLY_IN.items():
                            if re.match(pattern, target) and room not in rooms:
                                faults.append("%s:%d: <%s> belongs behind %s" % (path, number, target, rooms[0]))
    for fault in faults:
        print(fault)
    sizes.sort(reverse=True)
    if "--sizes" in sys.argv:
        for lines, path in sizes[:10]:
            print("%5d %s" % (lines, path))
    print("layers: %d files, %d rooms, %d arrows up" % (len(sizes), len(ROOMS), len(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
