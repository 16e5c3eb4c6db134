#!/usr/bin/env bash
# pvrp_bench.sh: the planner on the classic instances of periodic routing, one core each, judged by check.py.
#   tests/bench/pvrp_bench.sh [--seconds S] [--seed N] [--bin PATH] [--data FOLDER] [instance…]
# FOLDER holds instances/, bks.csv and check.py (default ../shared/pvrp beside the repository). Prints one line an
# instance, then the mean and the worst gap to the best known value. Exit status 1 if a plan is missing or not legal.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=30 seed=1 bin="$root/build/release/bin/ronda-plan" data="$root/../shared/pvrp"
while [[ $# -gt 0 ]]; do
  case $1 in
    --seconds) seconds=$2; shift 2 ;;
    --seed) seed=$2; shift 2 ;;
    --bin) bin=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    -*) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
    *) break ;;
  esac
done
[[ -x $bin ]] || { echo "$bin: not built (cmake --preset release, target ronda-plan)" >&2; exit 2; }
[[ -f $data/check.py ]] || { echo "$data: no check.py, bks.csv and instances there; nothing to measure" >&2; exit 2; }
if [[ $# -eq 0 ]]; then
  mapfile -t names < <(cd "$data/instances" && ls)
  set -- "${names[@]}"
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
for name in "$@"; do
  if "$bin" pvrp --instance "$data/instances/$name" --seconds "$seconds" --seed "$seed" --out "$folder/$name.json" \
      > "$folder/figures" 2>&1 &&
    python3 "$data/check.py" "$data/instances/$name" "$folder/$name.json" --bks "$data/bks.csv" > "$folder/verdict"; then
    gap=$(sed -n 's/.* gap=+\{0,1\}\(-\{0,1\}[0-9.]*\)%.*/\1/p' "$folder/verdict")
    printf '%-6s gap %7s %%  %s\n' "$name" "${gap:-unknown}" "$(grep -o 'cost=.*' "$folder/figures")"
    [[ -n $gap ]] && echo "$gap" >> "$folder/gaps"
  else
    printf '%-6s NO LEGAL PLAN: %s\n' "$name" "$(head -n 2 "$folder/figures" | tr '\n' ' ')"
    failed=1
  fi
done
[[ -s $folder/gaps ]] &&
  awk '{ s += $1; if ($1 > w) w = $1 } END { printf "mean gap %.3f %%, worst %.3f %%, %d instances\n", s / NR, w, NR }' \
    "$folder/gaps"
exit $failed
