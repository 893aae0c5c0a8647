#!/bin/sh
# Fails unless the compiled proofs are complete and say what is committed:
#   1. every source in theories/ is built (listed in _CoqProject);
#   2. no source leaves a proof open, adds an axiom or weakens the kernel;
#   3. no theorem of the *_theorems.v files depends on an axiom;
#   4. statements, definitions and assumptions match Assumptions.expected.
# With an argument, writes what 4 looks at into that file instead.
set -eu
cd "$(dirname "$0")"

fail() { echo "audit: $*" >&2; exit 1; }

for file in theories/*.v; do
  grep -qxF "$file" _CoqProject || fail "$file is not listed in _CoqProject"
done

awk -f forbidden.awk theories/*.v Assumptions.v ||
  fail "the words above may not appear in a finished proof"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Assumptions.v, with the theorems of the files that its comments name.
awk '{ print }
  /^\(\* Theorems of / {
    file = "theories/" $4 ".v"
    while ((getline line < file) > 0)
      if (split(line, word, /[^A-Za-z0-9_]+/) > 1 && word[1] == "Theorem")
        print "Check @" word[2] ".\nPrint Assumptions " word[2] "."
  }' Assumptions.v >"$work/assumptions.v"
coqc -q -w none -Q theories AutoShuffleNet "$work/assumptions.v" >"$work/actual"
[ $# -eq 0 ] || { cp "$work/actual" "$1"; exit; }

theorems=$(cat theories/*_theorems.v | grep -c '^Theorem ')
closed=$(grep -cx 'Closed under the global context' "$work/actual" || true)
[ "$closed" -eq "$theorems" ] ||
  fail "$closed of $theorems theorems are free of axioms"

diff -u Assumptions.expected "$work/actual" ||
  fail "statements or assumptions differ from Assumptions.expected"

echo "audit: $theorems theorems as stated, none with an axiom"
