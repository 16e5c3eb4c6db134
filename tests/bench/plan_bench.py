#!/usr/bin/env python3
"""How good and how fast the planner is on the shared months of rounds.

  plan_bench.py [--bin FOLDER] [--quick] [--province] [--keep-files FOLDER]

Runs ronda-plan on ../shared/rounds (small-1..5 for 2 s, city-1..5 for 20 s, with --province province-1 for 300 s),
lets check.py judge each plan and prints one row per month. Then replans the city after one team-day fell out. --quick
uses small-1 and city-1 for a tenth of the time. Exit status 1 if a plan breaks a rule.
"""
import argparse, json, os, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve()
ROUNDS = HERE.parents[3] / "shared" / "rounds"


def figures(line):
    return {k: v for k, v in re.findall(r"(\w+)=(\S+)", line)}


def plan(program, problem, out, seconds, *more):
    run = subprocess.run(["/usr/bin/env", "time", "-f", "peak_kb=%M cpu_s=%U", program, "rounds", "--problem", problem,
                          "--out", out, "--seconds", str(seconds), "--seed", "1", *more],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return {**figures(run.stdout), **figures(run.stderr)}


def judge(problem, out):
    run = subprocess.run([sys.executable, ROUNDS / "check.py", problem, out], stdout=subprocess.PIPE, text=True)
    return figures(run.stdout.splitlines()[-1])


def row(name, mine, judged):
    print("%-11s %9s %10s %8s %8s %8s %8s %8s %8s %9s" % (
        name, judged["unplanned"], judged["violations"], judged["travel_min_per_visit"], judged["weekday_entropy"],
        judged["use_max_minus_mean_points"], mine["first_plan_s"], mine["seconds"], mine["iterations"],
        round(int(mine.get("peak_kb", 0)) / 1024)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=HERE.parents[2] / "build" / "release" / "bin")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--province", action="store_true")
    parser.add_argument("--keep-files")
    args = parser.parse_args()
    program = str(pathlib.Path(args.bin) / "ronda-plan")
    if not ROUNDS.exists():
        sys.exit("../shared/rounds is not there")
    months = [("small", s, 2) for s in range(1, 6)] + [("city", s, 20) for s in range(1, 6)]
    if args.quick:
        months = [("small", 1, 0.2), ("city", 1, 2)]
    if args.province:
        months.append(("province", 1, 300))
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(args.keep_files or scratch)
        os.makedirs(folder, exist_ok=True)
        print("%-11s %9s %10s %8s %8s %8s %8s %8s %8s %9s" % (
            "month", "unplanned", "violations", "min/vis", "entropy", "balance", "first_s", "seconds", "steps", "peak MB"))
        broken = False
        for size, seed, seconds in months:
            problem, out = str(folder / f"{size}-{seed}.json"), str(folder / f"{size}-{seed}.plan.json")
            subprocess.run([sys.executable, ROUNDS / "gen.py", size, str(seed), problem], check=True,
                           stdout=subprocess.DEVNULL)
            mine, judged = plan(program, problem, out, seconds), judge(problem, out)
            broken |= judged["violations"] != "0"
            row(f"{size}-{seed}", mine, judged)
            if size == "city" and seed == 1:
                broken |= replan(program, folder, problem, out)
    return 1 if broken else 0


def replan(program, folder, problem, out):
    """One team falls out on the day of the fullest route; a second is given to mend the plan."""
    month, before = json.load(open(problem)), json.load(open(out))
    route = max(before["routes"], key=lambda r: len(r["visits"]))
    for team in month["teams"]:
        if team["id"] == route["team"]:
            team["work"] = [w for w in team["work"] if w["day"] != route["day"]]
    changed, after = str(folder / "replan.json"), str(folder / "replan.plan.json")
    json.dump(month, open(changed, "w"))
    mine, judged = plan(program, changed, after, 1, "--keep", out), judge(changed, after)
    row("  replanned", mine, judged)
    print("  %s visits lost their team-day; %s of %s published visits moved" % (
        len(route["visits"]), mine["moved"], mine["published"]), flush=True)
    return judged["violations"] != "0"


if __name__ == "__main__":
    sys.exit(main())
