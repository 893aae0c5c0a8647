import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// Batch norm, chains and the classifier as layers.
@Suite struct LayerTests {
  @Test(arguments: [false, true], [1, 2, 5, 1500])
  func batchNormStaysWithinItsBound(rectified: Bool, length: Int) {
    var stream = RandomStream(root: 1, name: "batch norm \(rectified) \(length)")
    let norm = BatchNorm(name: "norm", channels: 3, rectified: rectified)
    for parameter in norm.parameters { randomise(parameter.value, &stream) }
    let x = random([3, 1, 1, length], &stream)
    let g = random(x.shape, &stream)
    let (y, dx) = (Tensor(shape: x.shape), Tensor(shape: x.shape))
    let chain = ChannelwiseChain([norm], workspace: Workspace())
    chain.forward(x, into: y, training: true)
    chain.backward(g, into: dx, accumulating: false)
    for channel in 0..<3 {
      let range = channel..<(channel + 1)
      func row(_ tensor: Tensor) -> [Float] { tensor.channels(range).values }
      let bound = BatchNormBound(
        x: row(x).map(Double.init), gradient: row(g).map(Double.init),
        scale: Double(norm.parameters[0].value.values[channel]),
        shift: Double(norm.parameters[1].value.values[channel]), rectified: rectified)
      expectClose(row(y), bound.output, bounds: bound.outputErrors)
      expectClose(row(dx), bound.inputGradient, bounds: bound.inputGradientErrors)
      expectClose(
        [norm.parameters[0].gradient.values[channel]], [bound.scaleGradient],
        bounds: [bound.scaleGradientError])
      expectClose(
        [norm.parameters[1].gradient.values[channel]], [bound.shiftGradient],
        bounds: [bound.shiftGradientError])
    }
  }

  /// Two training passes by hand, then inference with the running values.
  @Test func runningStatisticsFollowPyTorch() {
    let norm = BatchNorm(name: "norm", channels: 1, rectified: false)
    let chain = ChannelwiseChain([norm], workspace: Workspace())
    let y = Tensor(shape: [1, 2, 1, 2])
    // Mean 3, unbiased variance 20/3; then mean 1, variance 0.
    chain.forward(Tensor(shape: y.shape, values: [0, 2, 4, 6]), into: y, training: true)
    chain.forward(Tensor(shape: y.shape, values: [1, 1, 1, 1]), into: y, training: true)
    let mean = 0.9 * 0.3 + 0.1
    let variance = 0.9 * (0.9 + 0.1 * 20 / 3)
    let running = norm.buffers.map { Double($0.tensor.values[0]) }
    // Each update is rounded once, relative to values near 1.
    #expect(abs(running[0] - mean) <= ErrorBound.gamma(2))
    #expect(abs(running[1] - variance) <= 2 * ErrorBound.gamma(2))
    chain.forward(Tensor(shape: y.shape, values: [0, 1, 2, 3]), into: y, training: false)
    #expect(norm.buffers.map { Double($0.tensor.values[0]) } == running)
    let exact = (0..<4).map { (Double($0) - mean) / (variance + 1e-5).squareRoot() }
    // About ten roundings of values below 4.
    expectClose(y.values, exact, bounds: exact.map { _ in 4 * ErrorBound.gamma(10) })
  }

  /// A chain does what its layers do one by one, to the bit, in both directions.
  @Test(arguments: [1, 2], [1, 2])
  func chainIsItsLayersInTurn(stride: Int, threads: Int) {
    var stream = RandomStream(root: 2, name: "chain \(stride)")
    let shape = [5, 3, 7, 6]
    let x = random(shape, &stream)
    let outputShape = [5, 3, (6 + stride) / stride, (5 + stride) / stride]
    let g = random(outputShape, &stream)
    func layers() -> [any ChannelwiseLayer] {
      [
        BatchNorm(name: "first", channels: 5, rectified: true),
        DepthwiseLayer(name: "depthwise", channels: 5, stride: stride, seed: 1),
        BatchNorm(name: "second", channels: 5, rectified: false),
      ]
    }
    func pass(_ layer: any Layer) -> [[Float]] {
      let (y, dx) = (Tensor(shape: outputShape), Tensor(shape: shape))
      #expect(layer.outputShape(shape) == outputShape)
      layer.forward(x, into: y, training: true)
      // The gradient may be overwritten.
      layer.backward(
        Tensor(shape: g.shape, values: g.values), into: dx, accumulating: false)
      return [y.values, dx.values] + layer.parameters.map(\.gradient.values)
    }
    Parallel.withThreads(threads) {
      let chain = ChannelwiseChain(layers(), workspace: Workspace())
      let separate = LayerSequence(
        layers().map { ChannelwiseChain([$0], workspace: Workspace()) }, gradients: GradientPair())
      #expect(pass(chain) == pass(separate))
    }
  }

  @Test(arguments: [1, 2, 3])
  func classifierStaysWithinItsBound(threads: Int) {
    var stream = RandomStream(root: 3, name: "classifier")
    let layer = LinearLayer(name: "classifier", from: 7, to: 4, seed: 2, workspace: Workspace())
    let (x, g) = (random([7, 5], &stream), random([4, 5], &stream))
    let (y, dx) = (Tensor(shape: [4, 5]), Tensor(shape: [7, 5]))
    Parallel.withThreads(threads) {
      layer.forward(x, into: y, training: true)
      layer.backward(g, into: dx, accumulating: false)
    }
    func results(_ value: (Float) -> Double) -> [[Double]] {
      let w = layer.parameters[0].value.values.map(value)
      let b = layer.parameters[1].value.values.map(value)
      let (x, g) = (x.values.map(value), g.values.map(value))
      let product = Reference.multiply(w, x, rows: 4, inner: 7, columns: 5)
      return [
        product.enumerated().map { $1 + b[$0 / 5] },
        Reference.multiply(
          Reference.transpose(w, rows: 4, columns: 7), g, rows: 7, inner: 4, columns: 5),
        Reference.multiply(
          g, Reference.transpose(x, rows: 7, columns: 5), rows: 4, inner: 5, columns: 7),
        (0..<4).map { g[($0 * 5)..<($0 * 5 + 5)].reduce(0, +) },
      ]
    }
    let computed = [y.values, dx.values] + layer.parameters.map(\.gradient.values)
    let (exact, sizes) = (results { Double($0) }, results { abs(Double($0)) })
    for (index, terms) in [8, 4, 6, 5].enumerated() {
      expectClose(
        computed[index], exact[index],
        bounds: sizes[index].map { ErrorBound.dot(terms: terms, absoluteSum: $0) })
    }
  }

  private func random(_ shape: [Int], _ stream: inout RandomStream) -> Tensor {
    let tensor = Tensor(shape: shape)
    randomise(tensor, &stream)
    return tensor
  }

  private func randomise(_ tensor: Tensor, _ stream: inout RandomStream) {
    for i in 0..<tensor.count { tensor.pointer[i] = stream.normal() }
  }
}
