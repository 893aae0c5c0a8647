import CTensorKernels
import RandomStreams
import Tensor

/// The depthwise passes on the shapes of the networks, 128 images a channel: one channel, which is
/// bound by arithmetic or the second cache, and as many as fill the memory of a layer.
enum DepthwiseKernelBenchmarks {
  /// Stride, image size, and channels that give an input of about 32 MB.
  private static let shapes = [
    (1, 16, 232), (1, 8, 928), (1, 4, 3712), (2, 32, 58), (2, 16, 232), (2, 8, 928),
  ]

  static func all(_ kernels: asn_kernels, seed: UInt64) -> [KernelBenchmark] {
    shapes.flatMap { stride, size, channels in
      let layer = Layer(
        stride: stride, size: size, channels: channels, kernels: kernels, seed: seed)
      return [
        layer.forward(channels: 1), layer.backward(channels: 1),
        layer.forward(channels: channels), layer.backward(channels: channels),
      ]
    }
  }

  /// The rows of a depthwise layer and of its gradients.
  private struct Layer {
    private static let images = 128

    let kernels: asn_kernels
    let (stride, size): (Int, Int)
    /// The floats of an input row and of an output row.
    let (inputs, outputs): (Int, Int)
    let (x, y, h, target): (Tensor, Tensor, Tensor, Tensor)
    let weights: Tensor
    let scratch: Tensor

    init(stride: Int, size: Int, channels: Int, kernels: asn_kernels, seed: UInt64) {
      (self.stride, self.size, self.kernels) = (stride, size, kernels)
      inputs = Layer.images * size * size
      outputs = inputs / (stride * stride)
      var stream = RandomStream(root: seed, name: "depthwise kernels")
      // The same random elements over and over.
      let pattern = (0..<1021).map { _ in stream.normal() }
      func rows(_ length: Int) -> Tensor {
        let rows = Tensor(shape: [channels, length])
        for i in 0..<rows.count { rows.pointer[i] = pattern[i % pattern.count] }
        return rows
      }
      (x, y, h, target) = (rows(inputs), rows(outputs), rows(outputs), rows(inputs))
      weights = Tensor(shape: [9], values: Array(pattern.prefix(9)))
      scratch = Tensor(shape: [asn_depthwise_pass_scratch(Int32(size), Int32(size))])
    }

    private func source(_ channel: Int) -> asn_source {
      asn_source(
        x: x.pointer + channel * inputs, mean: 0.1, scale: 1.1, shift: 0.2, floor: 0)
    }

    private func name(_ pass: String, _ channels: Int) -> String {
      "depthwise\(pass)/\(size)x\(size) by \(stride)" + (channels > 1 ? " DRAM" : "")
    }

    /// Nine multiply-adds an output and kind of result, or else all bytes that are moved.
    private func work(channels: Int, results: Int, bytes: Int) -> KernelBenchmark.Work {
      channels == 1
        ? .operations(Double(18 * results * outputs))
        : .copying(Double(bytes * channels), .memory)
    }

    func forward(channels: Int) -> KernelBenchmark {
      KernelBenchmark(
        name("", channels),
        work(channels: channels, results: 1, bytes: 4 * (inputs + outputs))
      ) {
        for c in 0..<channels {
          var (source, moments) = (source(c), asn_moments())
          kernels.depthwise_forward(
            &source, weights.pointer, 0, Int32(Layer.images), Int32(size), Int32(size),
            Int32(stride), y.pointer + c * outputs, &moments, scratch.pointer)
        }
      }
    }

    func backward(channels: Int) -> KernelBenchmark {
      let dw = Tensor(shape: [9])
      return KernelBenchmark(
        name(" gradients", channels),
        work(channels: channels, results: 2, bytes: 8 * (inputs + outputs))
      ) {
        for c in 0..<channels {
          var (source, sums) = (source(c), asn_gradient_sums())
          var gradient = asn_gradient(
            h: h.pointer + c * outputs, y: y.pointer + c * outputs, scale: 1.1, mean: 0.1,
            slope: 0.2, offset: 0.3)
          var target = asn_gradient_target(
            h: target.pointer + c * inputs, accumulate: 0, finish: 1)
          kernels.depthwise_backward(
            &gradient, &source, weights.pointer, Int32(Layer.images), Int32(size), Int32(size),
            Int32(stride), dw.pointer, &target, &sums, scratch.pointer)
        }
      }
    }
  }
}
