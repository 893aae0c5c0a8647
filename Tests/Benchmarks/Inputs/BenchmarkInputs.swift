import Exact
import Foundation
import MatrixFiles
import RandomStreams

/// The inputs of all benchmarks, functions of one seed; peers read the same ones from files.
struct BenchmarkInputs {
  /// The root seed.
  let seed: UInt64

  private func stream(_ name: String) -> RandomStream {
    RandomStream(root: seed, name: "benchmarks.\(name)")
  }

  /// Float32 values whose row and column sums are nearly 1, row-major.
  ///
  /// Random positive numbers over several orders of magnitude after 50 scaling passes, as a relaxed
  /// shuffle looks early in training.
  func stochasticFloats(order n: Int) -> [Float] {
    var stream = stream("stochastic.\(n)")
    var values = (0..<(n * n)).map { _ in exp(1.5 * Double(stream.normal())) }
    for _ in 0..<50 {
      for j in 0..<n {
        let sum = (0..<n).reduce(0) { $0 + values[$1 * n + j] }
        for i in 0..<n { values[i * n + j] /= sum }
      }
      for i in 0..<n {
        let sum = values[(i * n)..<(i * n + n)].reduce(0, +)
        for j in 0..<n { values[i * n + j] /= sum }
      }
    }
    return values.map(Float.init)
  }

  /// Float32 values near a permutation matrix, as late in training: 1 - 2^-7 of it, and off entries
  /// from 2^-7 / n down by 14 orders of magnitude.
  func trainedFloats(order n: Int) -> [Float] {
    var stream = stream("trained.\(n)")
    let permutation = stream.shuffled(0..<n)
    return (0..<(n * n)).map { k in
      let noise = 0x1p-7 / Double(n) * exp(-32 * Double(stream.uniform()))
      return Float((permutation[k / n] == k % n ? 1 - 0x1p-7 : 0) + noise)
    }
  }

  /// Fractions p / q with p up to 99 and q up to 6400, as hand-written matrices have them.
  func fractions(rows: Int, columns: Int) -> RationalMatrix {
    var stream = stream("fractions.\(rows).\(columns)")
    return RationalMatrix(rows: rows, columns: columns) { _, _ in
      Rational(stream.int(in: 0...99), 64 * stream.int(in: 1...100))
    }
  }

  /// Standard normal float32 values.
  func normalFloats(rows: Int, columns: Int) -> RationalMatrix {
    var stream = stream("normal.\(rows).\(columns)")
    return exact((0..<(rows * columns)).map { _ in stream.normal() }, columns: columns)
  }

  /// The matrix of finite floats, row-major.
  func exact(_ values: [Float], columns: Int) -> RationalMatrix {
    guard
      let matrix = RationalMatrix(
        exactly: values, rows: values.count / columns, columns: columns)
    else { preconditionFailure("an input that is not finite") }
    return matrix
  }

  /// The matrices that the penalty is computed of, by name of the benchmark.
  var penalties: [(name: String, matrix: RationalMatrix)] {
    [
      ("penalty/float32-64", exact(stochasticFloats(order: 64), columns: 64)),
      ("penalty/trained-64", exact(trainedFloats(order: 64), columns: 64)),
      ("penalty/fractions-64", fractions(rows: 64, columns: 64)),
    ]
  }

  /// Matrices of two rows whose dot product is computed, by name of the benchmark.
  var dotProducts: [(name: String, matrix: RationalMatrix)] {
    [
      ("dot/float32-1024", normalFloats(rows: 2, columns: 1024)),
      ("dot/fractions-256", fractions(rows: 2, columns: 256)),
    ]
  }

  /// Float32 matrices whose best assignment is computed, by name of the benchmark.
  var assignments: [(name: String, order: Int, values: [Float])] {
    [512, 1024].map { ("assignment/float32-\($0)", $0, stochasticFloats(order: $0)) }
  }

  /// Writes all inputs to `folder`: exact ones as lines of fractions with a blank between, floats
  /// as npy; the name of a file is that of its benchmark with a dash for the slash.
  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, matrix) in penalties + dotProducts {
      let text = matrix.rows.map { $0.map(\.description).joined(separator: " ") + "\n" }.joined()
      try Data(text.utf8).write(to: file(name, "txt", in: folder))
    }
    for (name, order, values) in assignments {
      let bytes = MatrixWriter.npy(values, rows: order, columns: order)
      try Data(bytes).write(to: file(name, "npy", in: folder))
    }
  }

  private func file(_ name: String, _ type: String, in folder: URL) -> URL {
    folder.appendingPathComponent(
      name.replacingOccurrences(of: "/", with: "-") + "." + type)
  }
}
