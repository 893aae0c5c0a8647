import Tensor

extension ChannelShuffle: Layer {
  var parameters: [Parameter] { matrix.map { [$0] } ?? [] }

  func outputShape(_ input: [Int]) -> [Int] {
    precondition(input[0] == size, "\(name) got \(input[0]) channels")
    return input
  }

  func multiplyAdds(_ input: [Int]) -> Int {
    matrix == nil ? 0 : size * size * ImageGrid(input).count
  }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    self.input = input
    if let matrix {
      MatrixProduct.apply(matrix.value, to: input, into: output)
    } else if let permutation {
      ChannelPermutation.gather(input, permutation, into: output)
    }
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    precondition(!accumulating, "a shuffle does not accumulate gradients")
    guard let input, let inputGradient else {
      preconditionFailure("a shuffle needs a forward pass and a place for its input's gradient")
    }
    if let matrix {
      MatrixProduct.weightGradient(
        gradient, input, into: matrix.gradient, scratch: workspace.partialSums)
      MatrixProduct.apply(matrix.value, transposed: true, to: gradient, into: inputGradient)
    } else if let permutation {
      ChannelPermutation.scatter(gradient, permutation, into: inputGradient)
    }
  }
}
