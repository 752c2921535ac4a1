# Shared by the scripts beside it; sourced, never run.
# shellcheck shell=bash

script=$(realpath "$0")
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

# say TEXT...: what happens next, apart from what programs print.
say() { printf '==> %s\n' "$*" >&2; }

# die TEXT...: ends the script with a reason.
die() {
  printf '%s: %s\n' "${script##*/}" "$*" >&2
  exit 1
}

# usage: prints the comment at the head of the script.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$script"; }

# source_date: exports SOURCE_DATE_EPOCH, which is the time of the commit unless given, so
# that the same source gives the same times in what is made of it.
source_date() {
  if [[ -z ${SOURCE_DATE_EPOCH:-} && -e .git ]]; then
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
  fi
  export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date +%s)}
}

# job_count: how many compilers run at once. A file with generated gRPC code takes
# up to 2 GiB, so memory counts as well as cores. LOTSE_JOBS overrides it.
job_count() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemTotal:/ {print int($2 / 1024 / 1024 / 2)}' /proc/meminfo)
  ((memory >= 1)) || memory=1
  echo "${LOTSE_JOBS:-$((cores < memory ? cores : memory))}"
}

# known_preset NAME: ends the script if there is no such preset.
known_preset() {
  cmake --list-presets | grep -q "\"$1\"" || die "no preset $1; see cmake --list-presets"
}

# buf ARGUMENT...: the linter of the protos, in their folder.
buf() {
  local arch
  case "$(uname -m)" in
    x86_64) arch=x64 ;;
    aarch64) arch=aarch64 ;;
    *) die "buf: there is no package for $(uname -m)" ;;
  esac
  (cd proto && "node_modules/@bufbuild/buf-linux-$arch/bin/buf" "$@")
}

# sources SUFFIX...: the files of the project that end so, one a line. Found in
# the tree, not asked of git: it works in an unpacked archive too.
sources() {
  local pattern=() suffix
  for suffix in "$@"; do
    pattern+=(-o -name "*$suffix")
  done
  find . \( -path ./build -o -path ./.git -o -name node_modules \) -prune \
    -o -type f \( "${pattern[@]:1}" \) -print | sort
}
