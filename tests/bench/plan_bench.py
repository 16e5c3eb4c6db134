#!/usr/bin/env python3
"""The figures of the planner, each beside its limit, on ../shared/rounds and ../shared/pvrp.

  plan_bench.py [--full] [--bin FOLDER] [--seed N] [--only WORD] [--keep-files FOLDER]

The quick form takes some two minutes: small-1 to 5, city-1 with a replan, and four classic instances. --full takes
some three hours: city-1 to 5, province-1 with a replan, the 23 classic instances for 30 s and again for 5 min. Each
plan is judged by check.py of its folder, which shares no code with the planner. `cpu` is processor time: where it lies
far below `wall` times the threads, other programs had the cores, and the figures are worse than the machine's own.
--only runs what has WORD in its name. Exit status 1 if a plan breaks a rule or a run fails; a figure beyond its limit is
marked MISSED and decides nothing: figures depend on the machine.
"""
import argparse, csv, json, os, pathlib, re, resource, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve()
SHARED = HERE.parents[3] / "shared"
FEW_INSTANCES = ["p02", "pr01", "p13", "pr09"]  # the two that have to be quick, and two of the hardest


class Bench:
    def __init__(self, args, folder):
        self.args, self.folder, self.broken, self.missed = args, folder, 0, 0
        self.program = str(pathlib.Path(args.bin) / "ronda-plan")

    def wanted(self, name):
        return not self.args.only or self.args.only in name

    def show(self, name, figure, value, limit, least=False):
        """One figure beside its limit: at most, or with `least` at least so much."""
        fine = limit is None or (float(value) >= limit if least else float(value) <= limit)
        self.missed += not fine
        bound = "" if limit is None else "%s %g" % (">=" if least else "<=", limit)
        print("%-14s %-28s %10s  %-10s %s" % (name, figure, value, bound, "" if fine else "MISSED"), flush=True)

    def run(self, *command):
        """Runs the planner; its line of figures, with wall and processor time and the peak of memory."""
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(["/usr/bin/env", "time", "-f", "peak_kb=%M", self.program, *map(str, command)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            self.broken += 1
            print("FAILED: %s\n%s" % (" ".join(map(str, command)), done.stderr), flush=True)
            return None
        figures = dict(re.findall(r"(\w+)=(\S+)", done.stdout + done.stderr))
        figures["wall"] = "%.2f" % (time.monotonic() - began)
        figures["cpu"] = "%.2f" % (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return figures

    def judge(self, *command):
        done = subprocess.run([sys.executable, *map(str, command), "--json"], stdout=subprocess.PIPE, text=True)
        self.broken += done.returncode != 0
        return json.loads(done.stdout)

    # Rounds

    def month(self, size, seed):
        path = self.folder / f"{size}-{seed}.json"
        subprocess.run([sys.executable, SHARED / "rounds" / "gen.py", size, str(seed), path], check=True,
                       stdout=subprocess.DEVNULL)
        return path

    def rounds(self, size, seed, seconds, threads, first_s, unplanned, travel, peak_mb):
        name, problem = f"{size}-{seed}", self.month(size, seed)
        out = self.folder / f"{name}.plan.json"
        mine = self.run("rounds", "--problem", problem, "--out", out, "--seconds", seconds, "--seed", self.args.seed,
                        "--threads", threads)
        if mine is None:
            return
        judged = self.judge(SHARED / "rounds" / "check.py", problem, out)
        self.show(name, "violations", judged["violations"], 0)
        self.show(name, "first plan, s", mine["first_plan_s"], first_s)
        self.show(name, "wall / cpu, s", mine["wall"] + " / " + mine["cpu"], None)
        self.show(name, "unplanned of %d" % judged["wanted"], judged["unplanned"], unplanned)
        explained = sum(bool(u.get("reason") and u.get("relaxation")) for u in json.load(open(out))["unplanned"])
        if judged["unplanned"]:
            self.show(name, "lodgings with a way out", explained, None)
        self.show(name, "driving, min a visit", judged["travel_min_per_visit"], travel)
        self.show(name, "weekday entropy", judged["weekday_entropy"], 0.78, least=True)
        self.show(name, "use max - mean, points", judged["use_max_minus_mean_points"], 5)
        self.show(name, "peak, MB", round(int(mine["peak_kb"]) / 1024), peak_mb)
        if size != "small" and seed == 1:
            self.replan(name, problem, out, 1 if size == "city" else 5)

    def replan(self, name, problem, before, seconds):
        """One team falls out on the day of the fullest route."""
        month, plan = json.load(open(problem)), json.load(open(before))
        lost = max(plan["routes"], key=lambda r: len(r["visits"]))
        for team in month["teams"]:
            if team["id"] == lost["team"]:
                team["work"] = [w for w in team["work"] if w["day"] != lost["day"]]
        changed, after = self.folder / f"{name}.absent.json", self.folder / f"{name}.absent.plan.json"
        json.dump(month, open(changed, "w"))
        mine = self.run("rounds", "--problem", changed, "--out", after, "--seconds", seconds, "--seed", self.args.seed,
                        "--keep", before)
        if mine is None:
            return
        judged = self.judge(SHARED / "rounds" / "check.py", changed, after)
        others = int(mine["published"]) - len(lost["visits"])
        untouched = others - (int(mine["moved"]) - len(lost["visits"]))
        name += " absent"
        self.show(name, "violations", judged["violations"], 0)
        self.show(name, "wall, s", mine["wall"], seconds + 0.5)
        self.show(name, "others untouched, %", "%.2f" % (100 * untouched / others), 97, least=True)
        gone = judged["unplanned"] - sum(u["count"] for u in plan["unplanned"])
        self.show(name, "more visits unplanned", gone, 0)

    # Classic instances

    def instances(self, names, seconds, mean_limit, worst_limit):
        best = {row["instance"]: float(row["bks"]) for row in csv.DictReader(open(SHARED / "pvrp" / "bks.csv"))}
        gaps = []
        for name in names:
            path, out = SHARED / "pvrp" / "instances" / name, self.folder / f"{name}.{seconds}.json"
            if not self.wanted(name) and not self.wanted("pvrp"):
                continue
            mine = self.run("pvrp", "--instance", path, "--out", out, "--seconds", seconds, "--seed", self.args.seed)
            if mine is None:
                continue
            judged = self.judge(SHARED / "pvrp" / "check.py", path, out)
            gaps.append(100 * (judged["cost"] / best[name] - 1))
            self.show(f"{name} {seconds} s", "gap to best known, %", "%.3f" % gaps[-1],
                      0.005 if seconds == 2 else worst_limit)
        if len(gaps) > 2:
            self.show(f"pvrp {seconds} s", "mean gap of %d, %%" % len(gaps), "%.3f" % (sum(gaps) / len(gaps)), mean_limit)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=HERE.parents[2] / "build" / "release" / "bin")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep-files")
    args = parser.parse_args()
    if not SHARED.exists():
        sys.exit("../shared with rounds and pvrp is not there")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(args.keep_files or scratch)
        os.makedirs(folder, exist_ok=True)
        bench = Bench(args, folder)
        print("load %.1f on %d cores" % (os.getloadavg()[0], os.cpu_count()))
        months = [("small", s, 2, 1, 0.05, 8, None, None) for s in range(1, 6)]
        months += [("city", s, 20, 2, 0.5, 0, 8.0, None) for s in (range(1, 6) if args.full else [1])]
        if args.full:
            months.append(("province", 1, 300, 2, 5, 0, None, 600))
        for month in months:
            if bench.wanted(f"{month[0]}-{month[1]}"):
                bench.rounds(*month)
        bench.instances(["p02", "pr01"], 2, None, None)
        names = sorted(os.listdir(SHARED / "pvrp" / "instances")) if args.full else FEW_INSTANCES[2:]
        bench.instances(names, 30, 0.8, 3)
        if args.full:
            bench.instances(names, 300, 0.25, 1)
        print("%d figures beyond their limit, %d runs broken" % (bench.missed, bench.broken))
    return 1 if bench.broken else 0


if __name__ == "__main__":
    sys.exit(main())
