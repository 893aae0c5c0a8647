/// Why a run cannot start as configured.
package enum TrainingConfigurationError: Error, Equatable, Sendable {
  /// A field has a value outside its range.
  case outOfRange(field: String, range: String)
  /// The network has another number of classes than the images.
  case wrongClasses(network: Int, images: Int)
  /// There are fewer training images than a batch takes.
  case tooFewImages(available: Int, batchSize: Int)
  /// There is nothing to evaluate on.
  case noTestImages
}

extension TrainingConfigurationError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  package var description: String {
    switch self {
    case .outOfRange(let field, let range):
      "The training setting \(field) is out of range: it must be \(range)."
    case .wrongClasses(let network, let images):
      "The network has \(network) classes and the images have \(images): make them equal."
    case .tooFewImages(let available, let batchSize):
      "There are \(available) training images, fewer than a batch of \(batchSize): lower the batch "
        + "size or raise the limit."
    case .noTestImages:
      "There are no test images to evaluate on: add at least one."
    }
  }
}
