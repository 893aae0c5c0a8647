import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// The classifier.
@Suite struct LinearLayerTests {
  @Test(arguments: 1...3)
  func productsStayWithinTheirBounds(threads: Int) {
    var stream = RandomStream(root: 3, name: "classifier")
    func random(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in stream.normal() })
    }
    let layer = LinearLayer(name: "classifier", from: 7, to: 4, seed: 2)
    let (x, g) = (random([7, 5]), random([4, 5]))
    let (y, dx) = (Tensor(shape: [4, 5]), Tensor(shape: [7, 5]))
    Parallel.withThreads(threads) {
      layer.forward(x, into: y)
      layer.backward(x, gradient: g, into: dx)
    }
    // In the calling thread, into rows that are further apart.
    let apart = Tensor(shape: [4, 9])
    layer.classify(x.pointer, images: 5, into: apart.pointer + 2, rowStride: 9)
    let classified = (0..<20).map { apart.pointer[2 + $0 / 5 * 9 + $0 % 5] }
    #expect((0..<4).allSatisfy { apart.pointer[9 * $0 + 1] == 0 && apart.pointer[9 * $0 + 7] == 0 })

    func results(_ value: (Float) -> Double) -> [[Double]] {
      let w = layer.parameters[0].value.values.map(value)
      let b = layer.parameters[1].value.values.map(value)
      let (x, g) = (x.values.map(value), g.values.map(value))
      let product = Reference.multiply(w, x, rows: 4, inner: 7, columns: 5)
      let output = product.enumerated().map { $1 + b[$0 / 5] }
      return [
        output, output,
        Reference.multiply(
          Reference.transpose(w, rows: 4, columns: 7), g, rows: 7, inner: 4, columns: 5),
        Reference.multiply(
          g, Reference.transpose(x, rows: 7, columns: 5), rows: 4, inner: 5, columns: 7),
        (0..<4).map { g[($0 * 5)..<($0 * 5 + 5)].reduce(0, +) },
      ]
    }
    let computed =
      [y.values, classified, dx.values] + layer.parameters.map(\.gradient.values)
    let (exact, sizes) = (results { Double($0) }, results { abs(Double($0)) })
    for (index, terms) in [8, 8, 4, 6, 5].enumerated() {
      expectClose(
        computed[index], exact[index],
        bounds: sizes[index].map { ErrorBound.dot(terms: terms, absoluteSum: $0) })
    }
  }
}
