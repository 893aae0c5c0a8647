/// What the exact side says of a statement about given data.
///
/// There is no fourth answer: an exhausted budget, a value that is not a number or an overflow is
/// `undecided`, never `holds`.
package enum Verdict<Witness> {
  /// Decided true, without rounding.
  case holds
  /// Decided false; the witness shows it and can be checked by hand.
  case refuted(Witness)
  /// Not decided, with the reason in words.
  case undecided(String)
}

extension Verdict: Sendable where Witness: Sendable {}
extension Verdict: Equatable where Witness: Equatable {}
