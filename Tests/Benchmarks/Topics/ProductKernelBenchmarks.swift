import CTensorKernels
import RandomStreams
import Tensor

/// Products of weights and panels and of panels with panels, on the shapes of the networks.
enum ProductKernelBenchmarks {
  /// Rows and inner dimension; the small ones are single groups of grouped convolutions.
  private static let shapes = [
    (58, 58), (116, 116), (232, 232), (116, 58), (1024, 464), (20, 80), (80, 20), (12, 48),
    (48, 12), (24, 27),
  ]

  static func all(_ kernels: asn_kernels, seed: UInt64) -> [KernelBenchmark] {
    var stream = RandomStream(root: seed, name: "product kernels")
    // Panels of the largest operand would not fit into the second cache with 512 elements.
    func elements(_ inner: Int) -> Int { inner > 232 ? 256 : 512 }
    return shapes.map {
      multiplyMoments(kernels, rows: $0, inner: $1, count: elements($1), &stream)
    }
      + shapes.map { multiplyGradient(kernels, rows: $0, inner: $1, count: elements($1), &stream) }
      + [(232, 232), (80, 20)].map {
        multiplyActivation(kernels, rows: $0, inner: $1, count: elements($1), &stream)
      }
      + shapes.map { outer(kernels, rows: $0, columns: $1, count: elements($1), &stream) }
      + [(232, 232), (1024, 464)].map { tile(rows: $0, inner: $1, &stream) }
  }

  private static func random(_ shape: [Int], _ stream: inout RandomStream) -> Tensor {
    Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in stream.normal() })
  }

  /// The whole product of a matrix and a block, tile after tile, to rows and their moments.
  private static func multiplyMoments(
    _ kernels: asn_kernels, rows: Int, inner: Int, count: Int, _ stream: inout RandomStream
  ) -> KernelBenchmark {
    let (w, b) = (random([rows, inner], &stream), random([inner, count], &stream))
    let (c, y) = (Tensor(shape: [rows, count]), Tensor(shape: [rows, count]))
    let outputs: [UnsafeMutablePointer<Float>?] = (0..<rows).map { y.pointer + $0 * count }
    var moments = [asn_moments](repeating: asn_moments(), count: rows)
    return product(
      "moments", rows: rows, inner: inner, count: count, &stream,
      peer: {
        BLAS.multiply(
          .init(w.pointer, rowStride: inner), .init(b.pointer, rowStride: count),
          into: c.pointer, rowStride: count,
          extents: .init(rows: rows, columns: count, inner: inner))
      }
    ) { tile, first, height, panels, stride in
      withExtendedLifetime(y) {
        outputs[first...].withUnsafeBufferPointer { outputs in
          moments[first...].withUnsafeMutableBufferPointer { moments in
            kernels.multiply_moments(
              tile, height, Int32(inner), panels, stride, count, outputs.baseAddress, 0,
              moments.baseAddress, nil, 0)
          }
        }
      }
    }
  }

  /// The same to gradients behind rectifiers.
  private static func multiplyGradient(
    _ kernels: asn_kernels, rows: Int, inner: Int, count: Int, _ stream: inout RandomStream
  ) -> KernelBenchmark {
    let (x, h) = (random([rows, count], &stream), Tensor(shape: [rows, count]))
    let sources = (0..<rows).map {
      asn_source(x: x.pointer + $0 * count, mean: 0.1, scale: 1.1, shift: 0.2, floor: 0)
    }
    let targets = (0..<rows).map {
      asn_gradient_target(h: h.pointer + $0 * count, accumulate: 0, finish: 1)
    }
    var sums = [asn_gradient_sums](repeating: asn_gradient_sums(), count: rows)
    return product("gradient", rows: rows, inner: inner, count: count, &stream) {
      tile, first, height, panels, stride in
      withExtendedLifetime((x, h)) {
        sources[first...].withUnsafeBufferPointer { sources in
          targets[first...].withUnsafeBufferPointer { targets in
            sums[first...].withUnsafeMutableBufferPointer { sums in
              kernels.multiply_gradient(
                tile, height, Int32(inner), panels, stride, count, sources.baseAddress,
                targets.baseAddress, 0, sums.baseAddress, nil, 0)
            }
          }
        }
      }
    }
  }

  /// The same to activations with residuals.
  private static func multiplyActivation(
    _ kernels: asn_kernels, rows: Int, inner: Int, count: Int, _ stream: inout RandomStream
  ) -> KernelBenchmark {
    let (residual, y) = (random([rows, count], &stream), Tensor(shape: [rows, count]))
    let activations = (0..<rows).map {
      asn_activation(
        residual: residual.pointer + $0 * count, y: y.pointer + $0 * count, shift: 0.5, floor: 0)
    }
    return product("activation", rows: rows, inner: inner, count: count, &stream) {
      tile, first, height, panels, stride in
      withExtendedLifetime((residual, y)) {
        activations[first...].withUnsafeBufferPointer { activations in
          kernels.multiply_activation(
            tile, height, Int32(inner), panels, stride, count, activations.baseAddress, 0, nil, 0)
        }
      }
    }
  }

  /// A product whose tiles a body takes one after another: the tile, its first row, its height, the
  /// panels and the distance between them.
  private static func product(
    _ sink: String, rows: Int, inner: Int, count: Int, _ stream: inout RandomStream,
    peer: (() -> Void)? = nil,
    _ body:
      @escaping (
        _ tile: UnsafePointer<Float>, _ first: Int, _ height: Int32,
        _ panels: UnsafePointer<Float>, _ stride: Int
      ) -> Void
  ) -> KernelBenchmark {
    let panelRows = inner | 1
    let panels = random([panelRows * count], &stream)
    let tiles = random([asn_tiled_count(Int32(rows), Int32(inner))], &stream)
    return KernelBenchmark(
      "multiply to \(sink)/\(rows)x\(inner)", .operations(2 * Double(rows * inner * count)),
      peer: peer
    ) {
      for first in stride(from: 0, to: rows, by: asn_tile) {
        body(
          tiles.pointer + first * inner, first, Int32(min(asn_tile, rows - first)), panels.pointer,
          panelRows * 32)
      }
    }
  }

  private static func outer(
    _ kernels: asn_kernels, rows: Int, columns: Int, count: Int, _ stream: inout RandomStream
  ) -> KernelBenchmark {
    let (pRows, qRows) = (rows | 1, columns | 1)
    let (a, b) = (random([rows, count], &stream), random([columns, count], &stream))
    let (p, q) = (random([pRows * count], &stream), random([qRows * count], &stream))
    let (theirs, ours) = (Tensor(shape: [rows, columns]), Tensor(shape: [rows, columns]))
    return KernelBenchmark(
      "outer/\(rows)x\(columns)", .operations(2 * Double(rows * columns * count)),
      peer: {
        BLAS.multiply(
          .init(a.pointer, rowStride: count), .init(b.pointer, rowStride: count, transposed: true),
          into: theirs.pointer, rowStride: columns,
          extents: .init(rows: rows, columns: columns, inner: count), beta: 1)
      }
    ) {
      kernels.outer(
        p.pointer, pRows * 32, Int32(rows), q.pointer, qRows * 32, Int32(columns), count / 32,
        ours.pointer, columns)
    }
  }

  private static func tile(
    rows: Int, inner: Int, _ stream: inout RandomStream
  ) -> KernelBenchmark {
    let w = random([rows, inner], &stream)
    let tiles = Tensor(shape: [asn_tiled_count(Int32(rows), Int32(inner))])
    return KernelBenchmark(
      "tile/\(rows)x\(inner)", .copying(8 * Double(rows * inner), .second)
    ) {
      asn_tile_matrix(w.pointer, Int32(rows), Int32(inner), inner, 1, tiles.pointer)
    }
  }
}
