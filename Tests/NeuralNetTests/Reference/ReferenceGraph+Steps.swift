import Tensor

@testable import NeuralNet

extension ReferenceGraph: NetworkGraph {
  func stem(_ layer: StemLayer, _ norm: BatchNorm) -> [Channel] {
    let kernel = layer.weight.value.shape[3]
    let convolution = Reference.Convolution(
      inputs: 3, outputs: layer.weight.value.rows, groups: 1, kernel: kernel, stride: 1,
      padding: kernel / 2, grid: ImageGrid(images.shape))
    return normalised(
      Approximation(exactly: images), bounded(convolution, layer.weight), norm, rectified: true,
      into: layer.weight
    ) { _ in }
  }

  func pointwise(
    _ x: [Channel], _ layer: PointwiseLayer, _ norm: BatchNorm, rectified: Bool
  ) -> [Channel] {
    let convolution = bounded(
      pointwise(x, layer.outputs, groups: layer.groups), layer.weight)
    return normalised(
      joined(x), convolution, norm, rectified: rectified, into: layer.weight
    ) { gradient in
      Self.add(convolution.inputGradient(gradient), to: x)
    }
  }

  func depthwise(_ x: [Channel], _ layer: DepthwiseLayer, _ norm: BatchNorm) -> [Channel] {
    let convolution = bounded(
      Reference.Convolution(
        inputs: x.count, outputs: x.count, groups: x.count, kernel: 3, stride: layer.stride,
        padding: 1, grid: x[0].grid), layer.weight)
    return normalised(
      joined(x), convolution, norm, rectified: false, into: layer.weight
    ) { gradient in
      Self.add(convolution.inputGradient(gradient), to: x)
    }
  }

  func expansion(
    _ x: [Channel], _ layer: PointwiseLayer, _ norm: BatchNorm, adding residual: [Channel]?
  ) -> [Channel] {
    let convolution = bounded(
      pointwise(x, layer.outputs, groups: layer.groups), layer.weight)
    let sums: [Approximation]
    var expansion: BoundedExpansion?
    if mode == .batch && isBounded {
      let made = BoundedExpansion(
        x.map(\.value), convolution, scales: norm.scales, shifts: norm.shifts)
      note(
        norm, means: made.means, variances: made.variances, count: x[0].grid.count)
      expansion = made
      sums = made.output
    } else {
      sums = normalise(convolution.output(joined(x), roundings: 1), norm)
    }
    let before = residual.map { zip(sums, $0).map { $0.adding($1.value) } } ?? sums
    let values = store(Approximation(joining: before).rectified).split(into: layer.outputs)
    let output = values.map { Channel($0, grid: x[0].grid) }
    tape.append { graph in
      let h = zip(output, values).map { $1.mask($0.gradient ?? graph.zero($0)) }
      for (channel, gradient) in zip(residual ?? [], h) { channel.add(gradient) }
      if let expansion {
        let gradients = expansion.gradients(h)
        Self.add(gradients.input, to: x)
        graph.gradients[layer.weight.name] = gradients.weights
        graph.gradients[norm.parameters[0].name] = gradients.scales
        graph.gradients[norm.parameters[1].name] = gradients.shifts
      } else {
        let raw = convolution.output(graph.joined(x))
        let gradient = graph.normGradient(raw, norm, h)
        Self.add(convolution.inputGradient(gradient), to: x)
        graph.gradients[layer.weight.name] = convolution.weightGradient(graph.joined(x), gradient)
      }
    }
    return output
  }

  func averagePool(_ x: [Channel]) -> [Channel] {
    let grid = x[0].grid
    let pooled = grid.strided(by: 2)
    // Nine products with a rounded 1/9.
    let means = x.map {
      $0.value.mapped(roundings: 11) { Reference.averagePool($0, grid: grid) }
    }
    let output = store(Approximation(joining: means)).split(into: x.count)
      .map { Channel($0, grid: pooled) }
    tape.append { graph in
      for (channel, pooled) in zip(x, output) {
        let gradient = pooled.gradient ?? graph.zero(pooled)
        channel.add(
          gradient.mapped(roundings: 11) { Reference.averagePoolGradient($0, grid: grid) })
      }
    }
    return output
  }

  func product(_ matrix: Parameter, _ x: [Channel]) -> [Channel] {
    let convolution = bounded(pointwise(x, matrix.value.rows, groups: 1), matrix)
    let output = store(convolution.output(joined(x))).split(into: matrix.value.rows)
      .map { Channel($0, grid: x[0].grid) }
    tape.append { graph in
      let gradient = Approximation(joining: output.map { $0.gradient ?? graph.zero($0) })
      graph.gradients[matrix.name] = convolution.weightGradient(graph.joined(x), gradient)
      Self.add(convolution.inputGradient(gradient), to: x)
    }
    return output
  }

  func classify(_ x: [Channel], _ layer: LinearLayer) {
    let grid = x[0].grid
    let means = Approximation(
      joining: x.map {
        $0.value.mapped(roundings: grid.pixels + 1) {
          Reference.globalAveragePool($0, grid: grid)
        }
      })
    let (weight, bias) = (layer.parameters[0], layer.parameters[1])
    // A product with one pixel for each image.
    let convolution = bounded(
      Reference.Convolution(
        inputs: layer.inputs, outputs: layer.outputs, groups: 1, kernel: 1, stride: 1, padding: 0,
        grid: ImageGrid(images: grid.images, height: 1, width: 1)), weight)
    let biases = Approximation(
      unbounded: (0..<(layer.outputs * grid.images)).map {
        Double(bias.value.pointer[$0 / grid.images])
      })
    // The bias is the first summand, so that one more rounding touches each product.
    logits = convolution.output(means, roundings: 1).adding(biases)
    tape.append { graph in
      let g = graph.logitGradient
      graph.gradients[weight.name] = convolution.weightGradient(means, g)
      let sums = g.split(into: layer.outputs).map {
        $0.mapped(roundings: grid.images) { [$0.reduce(0, +)] }
      }
      graph.gradients[bias.name] = Approximation(joining: sums)
      let ofMeans = convolution.inputGradient(g).split(into: x.count)
      for (channel, gradient) in zip(x, ofMeans) {
        channel.add(
          gradient.mapped(roundings: 1) {
            Reference.globalAveragePoolGradient($0, grid: grid)
          })
      }
    }
  }
}
