/// How the channel shuffles of a network come about.
package enum ShuffleKind: String, Codable, CaseIterable, Sendable {
  /// The transpose shuffle, an index permutation.
  case fixed
  /// A dense matrix, trained with the permutation penalty.
  case learned
  /// A dense matrix, trained with the projection only: the ablation.
  case relaxed
}
