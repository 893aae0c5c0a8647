/// What the exact side says of a statement about given data.
///
/// There is no fourth answer: an exhausted budget, a value that is not a number or an overflow is
/// `undecided`, never `holds`.
package enum Verdict: Equatable, Sendable {
  /// Decided true, without rounding.
  case holds
  /// Decided false, with what fails; a witness beside it can be checked by hand.
  case refuted(String)
  /// Not decided, with the reason in words.
  case undecided(String)
}

/// A verdict without its reason, as formats name it.
package enum VerdictWord: String, Codable, Sendable {
  case holds, refuted, undecided
  /// The hypotheses do not hold, so that there is nothing to decide.
  case inapplicable

  /// The word of a verdict; nil means that the hypotheses do not hold.
  package init(_ verdict: Verdict?) {
    self =
      switch verdict {
      case nil: .inapplicable
      case .holds?: .holds
      case .refuted?: .refuted
      case .undecided?: .undecided
      }
  }

  /// `refuted` if one of them is; else `undecided` if one is; else `holds`.
  package init(worstOf words: some Sequence<VerdictWord>) {
    let words = Set(words)
    self = words.contains(.refuted) ? .refuted : words.contains(.undecided) ? .undecided : .holds
  }
}
