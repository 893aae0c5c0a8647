extension Reference {
  /// A convolution with square kernels in groups: every kind the networks use.
  ///
  /// Inputs are `[inputs, N, H, W]`, outputs `[outputs, N, H', W']` with `H' = (H + 2 padding -
  /// kernel) / stride + 1`, weights `[outputs, inputs / groups, kernel, kernel]`.
  package struct Convolution {
    /// Input channels.
    package let inputs: Int
    /// Output channels.
    package let outputs: Int
    let groups: Int
    let kernel: Int
    let stride: Int
    let padding: Int
    /// The images that go in.
    package let grid: ImageGrid

    /// Describes a convolution of images of this grid.
    package init(
      inputs: Int, outputs: Int, groups: Int, kernel: Int, stride: Int, padding: Int,
      grid: ImageGrid
    ) {
      self.inputs = inputs
      self.outputs = outputs
      self.groups = groups
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
      self.grid = grid
    }

    /// The images that come out.
    package var outputGrid: ImageGrid {
      ImageGrid(
        images: grid.images, height: (grid.height + 2 * padding - kernel) / stride + 1,
        width: (grid.width + 2 * padding - kernel) / stride + 1)
    }

    /// The number of weights.
    package var weightCount: Int { outputs * (inputs / groups) * kernel * kernel }

    /// Returns the output.
    package func forward(_ x: [Double], weights: [Double]) -> [Double] {
      var y = [Double](repeating: 0, count: outputs * outputGrid.count)
      forEachProduct { input, weight, output in y[output] += x[input] * weights[weight] }
      return y
    }

    /// Returns the gradient of the input, given that of the output.
    package func inputGradient(_ gradient: [Double], weights: [Double]) -> [Double] {
      var dx = [Double](repeating: 0, count: inputs * grid.count)
      forEachProduct { input, weight, output in dx[input] += gradient[output] * weights[weight] }
      return dx
    }

    /// Returns the gradient of the weights, given that of the output.
    package func weightGradient(_ x: [Double], gradient: [Double]) -> [Double] {
      var dw = [Double](repeating: 0, count: weightCount)
      forEachProduct { input, weight, output in dw[weight] += gradient[output] * x[input] }
      return dw
    }

    /// Visits the index of input, weight and output of every product of the definition.
    private func forEachProduct(_ visit: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
      let out = outputGrid
      let (depth, block) = (inputs / groups, outputs / groups)
      for o in 0..<outputs {
        for d in 0..<depth {
          let c = o / block * depth + d
          for n in 0..<grid.images {
            for i in 0..<out.height {
              for j in 0..<out.width {
                for a in 0..<kernel {
                  for b in 0..<kernel {
                    let (y, x) = (i * stride + a - padding, j * stride + b - padding)
                    guard (0..<grid.height).contains(y), (0..<grid.width).contains(x) else {
                      continue
                    }
                    visit(
                      ((c * grid.images + n) * grid.height + y) * grid.width + x,
                      ((o * depth + d) * kernel + a) * kernel + b,
                      ((o * grid.images + n) * out.height + i) * out.width + j)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
