import Tensor

@testable import NeuralNet

extension ReferenceInterpreter {
  /// Runs an instruction; returns the channels of its output.
  func run(_ instruction: Instruction, _ output: Output?) -> [Value] {
    let x = values(instruction.input)
    let residual = instruction.residual.map(values)
    switch (instruction.operation, output) {
    case (.stem(let layer), let output?): return stem(layer, output)
    case (.pointwise(let layer), let output?): return pointwise(x, layer, output)
    case (.depthwise(let layer), let output?): return depthwise(x, layer, output)
    case (.expansion(let layer, let norm), _):
      return expansion(x, layer, norm, adding: residual)
    case (.averagePool, _): return averagePool(x)
    case (.shuffle(let layer), _): return product(layer.mixing, x)
    case (.classifier(let layer), _):
      classify(x, layer)
      return []
    default: preconditionFailure("a convolution has an output, and nothing is fused")
    }
  }

  private func stem(_ layer: StemLayer, _ output: Output) -> [Value] {
    let kernel = layer.weight.value.shape[3]
    let convolution = Reference.Convolution(
      inputs: 3, outputs: layer.weight.value.rows, groups: 1, kernel: kernel, stride: 1,
      padding: kernel / 2, grid: ImageGrid(images.shape))
    return convolved(
      Approximation(exactly: images), bounded(convolution, layer.weight), into: layer.weight,
      output
    ) { _ in }
  }

  private func pointwise(_ x: [Value], _ layer: PointwiseLayer, _ output: Output) -> [Value] {
    let convolution = bounded(
      pointwise(x, layer.outputs, groups: layer.groups), layer.weight)
    return convolved(joined(x), convolution, into: layer.weight, output) { gradient in
      Self.add(convolution.inputGradient(gradient), to: x)
    }
  }

  private func depthwise(_ x: [Value], _ layer: DepthwiseLayer, _ output: Output) -> [Value] {
    let convolution = bounded(
      Reference.Convolution(
        inputs: x.count, outputs: x.count, groups: x.count, kernel: 3, stride: layer.stride,
        padding: 1, grid: x[0].grid), layer.weight)
    return convolved(joined(x), convolution, into: layer.weight, output) { gradient in
      Self.add(convolution.inputGradient(gradient), to: x)
    }
  }

  private func expansion(
    _ x: [Value], _ layer: PointwiseLayer, _ norm: BatchNorm, adding residual: [Value]?
  ) -> [Value] {
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
    let output = values.map { Value($0, grid: x[0].grid) }
    tape.append { run in
      let h = zip(output, values).map { $1.mask($0.gradient ?? run.zero($0)) }
      for (channel, gradient) in zip(residual ?? [], h) { channel.add(gradient) }
      if let expansion {
        let gradients = expansion.gradients(h)
        Self.add(gradients.input, to: x)
        run.gradients[layer.weight.name] = gradients.weights
        run.gradients[norm.parameters[0].name] = gradients.scales
        run.gradients[norm.parameters[1].name] = gradients.shifts
      } else {
        let raw = convolution.output(run.joined(x))
        let gradient = run.normGradient(raw, norm, h)
        Self.add(convolution.inputGradient(gradient), to: x)
        run.gradients[layer.weight.name] = convolution.weightGradient(run.joined(x), gradient)
      }
    }
    return output
  }

  private func averagePool(_ x: [Value]) -> [Value] {
    let grid = x[0].grid
    let pooled = grid.strided(by: 2)
    // Nine products with a rounded 1/9.
    let means = x.map {
      $0.value.mapped(roundings: 11) { Reference.averagePool($0, grid: grid) }
    }
    let output = store(Approximation(joining: means)).split(into: x.count)
      .map { Value($0, grid: pooled) }
    tape.append { run in
      for (channel, pooled) in zip(x, output) {
        let gradient = pooled.gradient ?? run.zero(pooled)
        channel.add(
          gradient.mapped(roundings: 11) { Reference.averagePoolGradient($0, grid: grid) })
      }
    }
    return output
  }

  private func product(_ matrix: Parameter, _ x: [Value]) -> [Value] {
    let convolution = bounded(pointwise(x, matrix.value.rows, groups: 1), matrix)
    let output = store(convolution.output(joined(x))).split(into: matrix.value.rows)
      .map { Value($0, grid: x[0].grid) }
    tape.append { run in
      let gradient = Approximation(joining: output.map { $0.gradient ?? run.zero($0) })
      run.gradients[matrix.name] = convolution.weightGradient(run.joined(x), gradient)
      Self.add(convolution.inputGradient(gradient), to: x)
    }
    return output
  }

  private func classify(_ x: [Value], _ layer: LinearLayer) {
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
    tape.append { run in
      let g = run.logitGradient
      run.gradients[weight.name] = convolution.weightGradient(means, g)
      let sums = g.split(into: layer.outputs).map {
        $0.mapped(roundings: grid.images) { [$0.reduce(0, +)] }
      }
      run.gradients[bias.name] = Approximation(joining: sums)
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
