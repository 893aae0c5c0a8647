import Tensor

/// An operation with its weights as inference uses them: batch norms and biases folded in.
enum FoldedOperation {
  /// The first convolution, and how it reads images.
  case stem(StemLayer, FoldedProduct)
  /// A 1x1 convolution, with a residual or without, or a shuffle that is still a matrix.
  case product(FoldedProduct)
  /// A depthwise convolution or average pool.
  case depthwise(FoldedDepthwise)
  /// The global average pool and the classifier.
  case classifier(LinearLayer)

  /// Folds the map behind the output into an operation; a program for inference is not fused.
  init(_ operation: Operation, output: Output?) {
    let map = output?.map ?? .identity
    let activation = output?.activation ?? .none
    func product(_ weight: Parameter, groups: Int = 1, _ map: ChannelMap) -> FoldedProduct {
      let (weights, shifts) = map.folded(into: weight.value)
      return FoldedProduct(
        weights: weights, groups: groups, shifts: shifts, activation: activation)
    }
    switch operation {
    case .stem(let layer): self = .stem(layer, product(layer.weight, map))
    case .pointwise(let layer): self = .product(product(layer.weight, groups: layer.groups, map))
    case .expansion(let layer, let norm):
      self = .product(product(layer.weight, groups: layer.groups, .batchNorm(norm)))
    case .shuffle(let shuffle): self = .product(product(shuffle.mixing, map))
    case .depthwise(let layer):
      let (weights, shifts) = map.folded(into: layer.weight.value)
      self = .depthwise(FoldedDepthwise(weights: weights, shifts: shifts, stride: layer.stride))
    case .averagePool:
      let weights = AveragePoolStep.weights(channels: output?.count ?? 0)
      let shifts = [Float](repeating: 0, count: weights.rows)
      self = .depthwise(
        FoldedDepthwise(weights: weights, shifts: shifts, stride: AveragePoolStep.stride))
    case .classifier(let layer): self = .classifier(layer)
    case .shuffledPointwise, .expandedPointwise:
      preconditionFailure("programs are fused for training only")
    }
  }

  /// The floats of scratch for inputs of a grid.
  func scratchCount(_ grid: ImageGrid) -> Int {
    switch self {
    case .stem(_, let product), .product(let product): product.scratchCount
    case .depthwise(let convolution): convolution.scratchCount(grid)
    case .classifier(let layer): layer.inputs * grid.images
    }
  }

  /// Whether the activation is not stored, but left to the readers of the output.
  var leavesActivation: Bool {
    if case .depthwise = self { true } else { false }
  }
}

extension ChannelMap {
  /// Returns weights `[outputs, ...]` times the factors of the map by running statistics, in Double
  /// with one rounding for each, and the shifts.
  fileprivate func folded(into weight: Tensor) -> (weights: Tensor, shifts: [Float]) {
    let weights = Tensor(shape: [weight.rows, weight.columns], values: weight.values)
    switch self {
    case .identity: return (weights, [Float](repeating: 0, count: weight.rows))
    case .bias(let bias): return (weights, bias.values)
    case .batchNorm(let norm):
      let maps = (0..<weights.rows).map(norm.runningMap)
      for (row, map) in maps.enumerated() {
        for i in (row * weights.columns)..<((row + 1) * weights.columns) {
          weights.pointer[i] = Float(map.factor * Double(weights.pointer[i]))
        }
      }
      return (weights, maps.map { Float($0.shift) })
    }
  }
}
