#!/bin/sh
# Make the project ready to run: Python, WeasyPrint's system libraries, .venv, locked dependencies.
#
# Enters: the lock file, pyproject.toml; PYTHON (the interpreter to prefer), PITSTOP_VENV (.venv),
# PITSTOP_LANG (it, en).
# Leaves: .venv with everything installed and a stamp saying for what; exit 0. Otherwise it says in
# one message what is missing and which command brings it, and exits 1.
# When the stamp still holds, nothing is done but to compile our own modules that are newer than their
# byte-code, and no network is needed. A set-up that was
# interrupted starts again from an empty .venv.

set -eu
cd "$(dirname "$0")/.."

venv=${PITSTOP_VENV:-.venv}
lock=requirements-dev.txt
stamp=$venv/.pitstop-setup
unfinished=$venv/.pitstop-unfinished
compiled=$venv/.pitstop-compiled
apt_libraries="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# --- speaking ------------------------------------------------------------------------------------

# say ITALIAN ENGLISH: print the one that PITSTOP_LANG asks for
say() {
  case ${PITSTOP_LANG:-it} in
    en*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

fail() {
  say "Errore: $1" "Error: $2" >&2
  exit 1
}

# remedies DEBIAN FEDORA MACOS: the command for each system
remedies() {
  printf '\n    Debian, Ubuntu   %s\n    Fedora           %s\n    macOS            %s\n' \
    "$1" "$2" "$3" >&2
  say "    Windows          usare WSL2: docs/guida.it.md" \
    "    Windows          use WSL2: docs/guida.it.md" >&2
  say "
Poi ripetere lo stesso comando." "
Then repeat the same command." >&2
  exit 1
}

# --- what is there -------------------------------------------------------------------------------

# What the set-up depends on. Of pyproject.toml only what the installation reads: a new lint rule
# is no reason to install again.
fingerprint() {
  echo "root $(pwd -P)"
  echo "lock $(cksum <"$lock")"
  echo "project $(awk '/^\[/ { keep = /^\[(project|build-system|tool\.hatch)[].]/ } keep' \
    pyproject.toml | cksum)"
}

is_recent() { # PYTHON: true when it is Python 3.11 or later
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() { # print the interpreter to use
  for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if is_recent "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  return 1
}

missing_libraries() { # PYTHON: print the Debian names of the libraries that cannot be loaded
  # The names are those that WeasyPrint tries; what these three need comes with them.
  "$1" - <<'PYTHON'
import ctypes

LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}


def loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


print(*(package for package, names in LIBRARIES.items() if not any(map(loads, names))))
PYTHON
}

missing_venv() { # PYTHON: print the Debian package that python -m venv needs, if it needs one
  if ! "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    case $1 in
      */python3.[0-9]*) echo "${1##*/}-venv" ;;
      *) echo python3-venv ;;
    esac
  fi
}

is_sound() { # false when the system's Python has moved on and left .venv old or empty
  $venv/bin/python -c 'import importlib.util, sys
there = all(map(importlib.util.find_spec, ("pip", "weasyprint")))
sys.exit(not there or sys.version_info < (3, 11))' >/dev/null 2>&1
}

is_ready() { # true when nothing has to be done
  [ -f "$stamp" ] && [ ! -f "$unfinished" ] &&
    [ "$(cat "$stamp")" = "$(fingerprint)" ] &&
    is_sound && [ -z "$(missing_libraries $venv/bin/python)" ]
}

# --- what is done --------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

may_apt() {
  command -v apt-get >/dev/null 2>&1 && [ -f /etc/debian_version ] &&
    { [ "$(id -u)" -eq 0 ] || sudo -n true >/dev/null 2>&1; }
}

apt_install() { # PACKAGE...: the list of packages is refreshed only when that is needed
  # Somebody else may be installing: wait for them.
  set -- install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
  as_root apt-get "$@" >/dev/null 2>&1 || {
    as_root apt-get update -q >/dev/null && as_root apt-get "$@" >/dev/null
  }
}

need_system_packages() { # PYTHON: install what the system lacks, or say how to
  interpreter=$1
  # shellcheck disable=SC2046 # one word per package is meant, here and below
  set -- $(missing_libraries "$interpreter") $(missing_venv "$interpreter")
  [ $# -gt 0 ] || return 0
  if may_apt; then
    say "Installo i pacchetti di sistema che mancano: $*" \
      "Installing the missing system packages: $*"
    apt_install "$@" || say "apt-get non è riuscito." "apt-get failed." >&2
    # shellcheck disable=SC2046
    set -- $(missing_libraries "$interpreter") $(missing_venv "$interpreter")
    [ $# -gt 0 ] || return 0
  fi
  say "Errore: mancano dei pacchetti di sistema: $*. Si installano così:" \
    "Error: system packages are missing: $*. Install them like this:" >&2
  venv_package=$(missing_venv "$interpreter")
  remedies \
    "sudo apt-get update && sudo apt-get install -y $apt_libraries ${venv_package:-python3-venv}" \
    "sudo dnf install -y pango harfbuzz python3" \
    "brew install pango python@3.13"
}

make_venv() { # PYTHON: .venv, kept when it is sound and ours
  if [ -d $venv ] && [ ! -f $unfinished ] && is_recent $venv/bin/python &&
    $venv/bin/python -m pip --version >/dev/null 2>&1 &&
    grep -qF "$(pwd -P)/$venv/bin/" $venv/bin/pip 2>/dev/null; then
    : >$unfinished
    return
  fi
  say "Creo l'ambiente virtuale in $venv" "Creating the virtual environment in $venv"
  mkdir -p $venv
  : >$unfinished
  "$1" -m venv --clear $venv || fail "non riesco a creare $venv con $1." \
    "could not create $venv with $1."
  : >$unfinished # --clear has removed it
}

install_locked() {
  say "Installo le dipendenze bloccate in $lock (un minuto circa)" \
    "Installing the dependencies locked in $lock (about a minute)"
  pip install --require-hashes -r $lock
  say "Installo pitstop in $venv" "Installing pitstop into $venv"
  pip install --no-build-isolation --no-deps -e .
}

# Byte-code is written here, and found where nothing may be written while briefs are made: in a folder that
# is read-only, or with PYTHONDONTWRITEBYTECODE, which pip heeds too. Some packages bring files of other
# Pythons, which cannot be compiled; a folder that is read-only now stays as it is.

compile_libraries() {
  $venv/bin/python -m compileall -q $venv/lib >/dev/null 2>&1 || true
}

compile_ours() { # what is newer than it was at the last time, after a `git pull` for one
  if [ ! -f $compiled ] || [ -n "$(find pitstop_docs -name '*.py' -newer $compiled | head -n 1)" ]; then
    touch $compiled.new 2>/dev/null || return 0
    $venv/bin/python -m compileall -q pitstop_docs >/dev/null 2>&1 || true
    mv $compiled.new $compiled # as old as the moment before
  fi
}

pip() {
  $venv/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input "$@" && return
  rm -f $unfinished # pip has undone its work: what was there before still holds
  fail "pip non è riuscito (vedi sopra). Se mancava la rete, ripetere lo stesso comando." \
    "pip failed (see above). If the network was down, repeat the same command."
}

# --- the whole -----------------------------------------------------------------------------------

trap 'exit 130' INT HUP TERM

# A person's own pip settings must not send the packages elsewhere.
unset PIP_USER PIP_TARGET PIP_PREFIX PYTHONHOME PYTHONPATH

# Apple's tools drop DYLD_… at every step through /bin/sh, so it is set here and in the Makefile.
if [ "$(uname -s)" = Darwin ]; then
  brew_prefix=$(brew --prefix 2>/dev/null || echo /opt/homebrew)
  export DYLD_FALLBACK_LIBRARY_PATH="$brew_prefix/lib:/usr/local/lib:/usr/lib"
fi

if is_ready; then
  compile_ours
  exit 0
fi

python=$(find_python) || {
  say "Errore: serve Python 3.11 o più recente. Si installa così (o si indica con PYTHON=…):" \
    "Error: Python 3.11 or later is needed. Install it like this (or name it with PYTHON=…):" >&2
  remedies "sudo apt-get update && sudo apt-get install -y python3 python3-venv" \
    "sudo dnf install -y python3" \
    "brew install python@3.13"
}
need_system_packages "$python"
make_venv "$python"
install_locked
compile_libraries
compile_ours
fingerprint >$stamp
rm -f $unfinished
say "Pronto." "Ready."
