import Tensor

/// The global average pool, `[C, N, H, W]` to `[C, N]`.
final class PoolLayer: Layer {
  func outputShape(_ input: [Int]) -> [Int] { [input[0], input[1]] }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    GlobalAveragePool.forward(input, into: output)
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    precondition(!accumulating, "a pool does not accumulate gradients")
    if let inputGradient {
      GlobalAveragePool.inputGradient(gradient, into: inputGradient)
    }
  }
}
