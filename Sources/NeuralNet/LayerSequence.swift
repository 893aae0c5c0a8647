import Tensor

/// Layers one after another.
final class LayerSequence: Layer {
  private let layers: [any Layer]
  private let outputs: [TensorBuffer]
  private let gradients: GradientPair
  private var inputShapes: [[Int]] = []

  /// Makes the sequence; sequences that are nested need different gradient pairs.
  init(_ layers: [any Layer], gradients: GradientPair) {
    precondition(!layers.isEmpty, "a sequence has at least one layer")
    self.layers = layers
    self.gradients = gradients
    outputs = layers.dropLast().map { _ in TensorBuffer() }
  }

  var parameters: [Parameter] { layers.flatMap(\.parameters) }

  var buffers: [(name: String, tensor: Tensor)] { layers.flatMap(\.buffers) }

  func outputShape(_ input: [Int]) -> [Int] {
    layers.reduce(input) { shape, layer in layer.outputShape(shape) }
  }

  func multiplyAdds(_ input: [Int]) -> Int {
    var shape = input
    var total = 0
    for layer in layers {
      total += layer.multiplyAdds(shape)
      shape = layer.outputShape(shape)
    }
    return total
  }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    var current = input
    inputShapes = []
    for (index, layer) in layers.enumerated() {
      inputShapes.append(current.shape)
      let next =
        index == layers.count - 1
        ? output : outputs[index].tensor(shape: layer.outputShape(current.shape))
      layer.forward(current, into: next, training: training)
      current = next
    }
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    var current = gradient
    for (index, layer) in layers.enumerated().reversed() where index > 0 {
      let next = gradients.tensor(shape: inputShapes[index], turn: index)
      layer.backward(current, into: next, accumulating: false)
      current = next
    }
    layers[0].backward(current, into: inputGradient, accumulating: accumulating)
  }
}
