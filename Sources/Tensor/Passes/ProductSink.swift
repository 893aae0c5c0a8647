import CTensorKernels

/// Where the rows of a product go; each array holds an element for each row.
enum ProductSink {
  /// To activations.
  case activations([asn_activation])

  /// To rows; their moments are added to a worker's.
  case moments([UnsafeMutablePointer<Float>?], UnsafeMutablePointer<asn_moments>)

  /// To the targets of the gradients of sources; their sums are added to a worker's.
  case gradients([asn_source], [asn_gradient_target], UnsafeMutablePointer<asn_gradient_sums>)

  /// The number of rows.
  var count: Int {
    switch self {
    case .activations(let activations): activations.count
    case .moments(let outputs, _): outputs.count
    case .gradients(_, let targets, _): targets.count
    }
  }
}
