/// What a control run leaves out, to tell learning from chance.
package enum TrainingControl: String, Codable, CaseIterable, Sendable {
  /// Nothing: an ordinary run.
  case none
  /// The gradient of the loss with respect to shuffle matrices: the penalty alone moves them, so
  /// that what they become depends on the start only.
  case penaltyOnly = "penalty-only"
  /// Which entry is whose in the gradient of the loss with respect to a shuffle matrix: its entries
  /// change places at random at every step, so that matrices are moved as far as ever, by noise.
  case shuffledGradient = "shuffled-gradient"
  /// What the labels say of the images: the labels of the training images change places at random,
  /// so that the loss is that of noise.
  case shuffledLabels = "shuffled-labels"
}
