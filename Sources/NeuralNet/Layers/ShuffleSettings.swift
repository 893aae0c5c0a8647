/// How the channel shuffles of a network come about, each at its place.
package struct ShuffleSettings {
  /// Whether they are fixed or start as matrices.
  let kind: ShuffleKind
  /// The permutations of fixed ones.
  let permutations: FixedPermutations
  /// The gain of matrices, in 0...1; see `RowGain`.
  let gain: Double
  /// Where matrices start.
  let start: ShuffleStart

  /// Takes the settings; those that are left out are the papers'.
  package init(
    kind: ShuffleKind = .fixed, permutations: FixedPermutations = .manual, gain: Double = 0,
    start: ShuffleStart = .manual
  ) {
    self.kind = kind
    self.permutations = permutations
    self.gain = gain
    self.start = start
  }
}
