import CTensorKernels
import RandomStreams
import Tensor

/// Packing and sinks: what reads and writes channel rows, block by block as a convolution does.
enum RowKernelBenchmarks {
  private static let channels = 58
  private static let block = 512

  static func all(_ kernels: asn_kernels, seed: UInt64) -> [KernelBenchmark] {
    // One block of every row is in the second cache; 128 images of 32x32 pixels are in no cache.
    [(KernelBenchmark.Level.second, block), (.memory, 131_072)].flatMap { level, length in
      let rows = Rows(length: length, level: level, kernels: kernels, seed: seed)
      return [rows.pack, rows.packGradient, rows.packPatches, rows.storeMoments]
        + [(false, false), (true, false), (false, true), (true, true)].map {
          rows.storeGradient(accumulate: $0, finish: $1)
        }
        + [rows.poolForward, rows.poolBackward]
    }
  }

  /// Channel rows of one length, and what is measured on them.
  private struct Rows {
    let length: Int
    let level: KernelBenchmark.Level
    let kernels: asn_kernels
    let (x, y, h): (Tensor, Tensor, Tensor)
    let panels = Tensor(shape: [(channels | 1) * block])
    let scratch = Tensor(shape: [12, block])

    init(length: Int, level: KernelBenchmark.Level, kernels: asn_kernels, seed: UInt64) {
      self.length = length
      self.level = level
      self.kernels = kernels
      var stream = RandomStream(root: seed, name: "row kernels")
      // The same random elements over and over.
      let pattern = (0..<1021).map { _ in stream.normal() }
      func tensor() -> Tensor {
        let rows = Tensor(shape: [channels, length])
        for i in 0..<rows.count { rows.pointer[i] = pattern[i % pattern.count] }
        return rows
      }
      (x, y, h) = (tensor(), tensor(), tensor())
      for i in 0..<scratch.count { scratch.pointer[i] = pattern[i % pattern.count] }
    }

    var sources: [asn_source] {
      (0..<channels).map {
        asn_source(x: x.pointer + $0 * length, mean: 0.1, scale: 1.1, shift: 0.2, floor: 0)
      }
    }

    /// The bytes of as many tensors.
    func bytes(_ tensors: Int) -> Double { 4 * Double(tensors * channels * length) }

    func name(_ kernel: String) -> String { "\(kernel)/\(level.rawValue)" }

    /// Rows of as many tensors are read; the panels are written to the second cache.
    func packing(_ tensors: Int) -> KernelBenchmark.Work {
      level == .memory
        ? .reading(bytes(tensors), level) : .copying(bytes(tensors + 1), level)
    }

    var pack: KernelBenchmark {
      let sources = sources
      return KernelBenchmark(name("pack"), packing(1)) {
        for start in stride(from: 0, to: length, by: block) {
          kernels.pack(
            sources, Int32(channels), start, block, Int32(channels | 1), panels.pointer)
        }
      }
    }

    var packGradient: KernelBenchmark {
      let gradients = (0..<channels).map {
        asn_gradient(
          h: h.pointer + $0 * length, y: y.pointer + $0 * length, scale: 1.1, mean: 0.1,
          slope: 0.2, offset: 0.3)
      }
      return KernelBenchmark(name("pack gradient"), packing(2)) {
        for start in stride(from: 0, to: length, by: block) {
          kernels.pack_gradient(
            gradients, Int32(channels), start, block, Int32(channels | 1), panels.pointer)
        }
      }
    }

    /// Nine rows of patches are written for each of three rows read; the bytes are those written.
    var packPatches: KernelBenchmark {
      // At least one image of 32x32 pixels.
      let pixels = max(1024, length)
      return KernelBenchmark(name("pack patches"), .copying(4 * Double(27 * pixels), .second)) {
        for start in stride(from: 0, to: pixels, by: block) {
          kernels.pack_patches(x.pointer, pixels, 3, 32, 32, start, block, 27, panels.pointer)
        }
      }
    }

    var storeMoments: KernelBenchmark {
      var moments = [asn_moments](repeating: asn_moments(), count: channels)
      return KernelBenchmark(name("store moments"), .writing(bytes(1), level)) {
        for start in stride(from: 0, to: length, by: block) {
          for r in 0..<channels {
            kernels.store_moments(
              scratch.pointer + r % 12 * block, block, y.pointer + r * length + start, &moments[r])
          }
        }
      }
    }

    func storeGradient(accumulate: Bool, finish: Bool) -> KernelBenchmark {
      var sources = sources
      var sums = [asn_gradient_sums](repeating: asn_gradient_sums(), count: channels)
      var targets = (0..<channels).map {
        asn_gradient_target(
          h: h.pointer + $0 * length, accumulate: accumulate ? 1 : 0, finish: finish ? 1 : 0)
      }
      let tensors = 1 + (accumulate ? 1 : 0) + (finish ? 1 : 0)
      let kind = (accumulate ? " added" : "") + (finish ? " finished" : "")
      let work: KernelBenchmark.Work =
        tensors == 1 ? .writing(bytes(1), level) : .copying(bytes(tensors), level)
      return KernelBenchmark(name("store gradient" + kind), work) {
        for start in stride(from: 0, to: length, by: block) {
          for r in 0..<channels {
            kernels.store_gradient(
              scratch.pointer + r % 12 * block, start, block, &sources[r], &targets[r], &sums[r])
          }
        }
      }
    }

    var poolForward: KernelBenchmark {
      let means = Tensor(shape: [length / 16])
      var sources = sources
      return KernelBenchmark(name("pool"), .reading(bytes(1), level)) {
        for r in 0..<channels {
          kernels.pool_forward(&sources[r], Int32(length / 16), 16, means.pointer)
        }
      }
    }

    var poolBackward: KernelBenchmark {
      let means = Tensor(shape: [length / 16])
      var sources = sources
      var sums = asn_gradient_sums()
      var targets = (0..<channels).map {
        asn_gradient_target(h: h.pointer + $0 * length, accumulate: 0, finish: 1)
      }
      return KernelBenchmark(name("pool gradient"), .copying(bytes(2), level)) {
        for r in 0..<channels {
          kernels.pool_backward(
            means.pointer, &sources[r], Int32(length / 16), 16, &targets[r], &sums)
        }
      }
    }
  }
}
