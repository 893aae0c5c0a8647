#!/bin/sh
# Fails unless the compiled proofs are complete and say what is committed:
#   1. every source in theories/ is built (listed in _CoqProject);
#   2. no source leaves a proof open, adds an axiom or weakens the kernel;
#   3. every theorem of main_theorems.v, training_theorems.v and
#      routes_theorems.v is audited in Assumptions.v, in this order;
#   4. none of them depends on an axiom;
#   5. statements, definitions and assumptions match Assumptions.expected.
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

sed -n 's/^Theorem \([A-Za-z0-9_]*\).*/\1/p' theories/main_theorems.v \
    theories/training_theorems.v theories/routes_theorems.v \
  >"$work/stated"
sed -n 's/^Print Assumptions \([A-Za-z0-9_]*\)\.$/\1/p' Assumptions.v \
  >"$work/audited"
diff "$work/stated" "$work/audited" ||
  fail "Assumptions.v must audit the theorems of main_theorems.v, of \
training_theorems.v and of routes_theorems.v, in order"

coqc -q -w none -Q theories AutoShuffleNet Assumptions.v >"$work/actual"
theorems=$(wc -l <"$work/audited")
closed=$(grep -cx 'Closed under the global context' "$work/actual" || true)
[ "$closed" -eq "$theorems" ] ||
  fail "$closed of $theorems theorems are free of axioms"

diff -u Assumptions.expected "$work/actual" ||
  fail "statements or assumptions differ from Assumptions.expected"

echo "audit: $theorems theorems as stated, none with an axiom"
