# Prints every use, outside comments and strings, of a word that leaves a proof
# open, adds an axiom or switches a kernel check off; exits 1 if there is one.
# Section variables and hypotheses are legal; outside sections they are axioms.
# A coercion is not printed, so that a statement with one could say less than the
# audit shows; an instance or another file could bring one.

function report(word) {
  printf "%s:%d: %s\n", FILENAME, FNR, word
  found = 1
}

FNR == 1 { comment = 0; string = 0; sections = 0 }

{
  code = ""
  for (i = 1; i <= length($0); i++) {
    two = substr($0, i, 2)
    one = substr($0, i, 1)
    if (string) { if (one == "\"") string = 0 }
    else if (two == "(*") { comment++; i++; code = code " " }
    else if (comment && two == "*)") { comment--; i++ }
    else if (one == "\"") string = 1
    else if (!comment) code = code one
  }
  words = split(code, word, /[^A-Za-z0-9_']+/)
  for (i = 1; i <= words; i++) {
    w = word[i]
    if (w ~ /^(Admitted|admit|Admit|give_up|Abort|Axiom|Axioms|Parameter|Parameters|Conjecture|Declare|Primitive|bypass_check|Guard|Positivity|Universe|Module|Coercion|Coercions|Canonical|Instance|Load)$/)
      report(w)
    if (w == "Section") sections++
    if (w == "End") sections--
    if (w ~ /^(Variable|Variables|Hypothesis|Hypotheses|Context)$/ && !sections)
      report(w " outside a section")
  }
}

END { exit found }
