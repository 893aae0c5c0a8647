import CTensorKernels
import RandomStreams
import Tensor

/// The instruction sets that the fused kernels exist for.
enum InstructionSet: String, CaseIterable {
  case portable, avx2, avx512

  /// Those that this CPU has; the portable one always is.
  static var available: [InstructionSet] { allCases.filter { asn_kernels_of($0.code) != nil } }

  /// The kernels.
  var kernels: asn_kernels {
    guard let table = asn_kernels_of(code) else { preconditionFailure("no \(self) on this CPU") }
    return table.pointee
  }

  private var code: asn_instructions {
    switch self {
    case .portable: asn_portable
    case .avx2: asn_avx2
    case .avx512: asn_avx512
    }
  }
}

/// A source with its row, its exact reader, and the size of the terms of each element.
struct RandomSource {
  let row: Tensor
  let source: asn_source
  let reference: Reference.Source

  /// A random map of a row.
  init(row: Tensor, rectified: Bool, random: inout RandomValues) {
    self.init(
      row: row, mean: random.stream.normal(), scale: random.stream.normal(),
      shift: random.stream.normal(), floor: rectified ? 0 : -.infinity)
  }

  init(row: Tensor, mean: Float, scale: Float, shift: Float, floor: Float) {
    self.row = row
    source = asn_source(x: row.pointer, mean: mean, scale: scale, shift: shift, floor: floor)
    reference = Reference.Source(
      mean: Double(mean), scale: Double(scale), shift: Double(shift), floor: Double(floor))
  }

  /// The exact values.
  var values: [Double] { row.doubles.map(reference.value) }

  /// The bounds of their errors: a difference, a product and a sum are rounded; the floor adds
  /// none.
  var bounds: [Double] { sizes.map { ErrorBound.gamma(3) * $0 } }

  /// The absolute values of the terms, summed.
  var sizes: [Double] {
    row.doubles.map { abs(($0 - reference.mean) * reference.scale) + abs(reference.shift) }
  }
}

/// Rows as panels, the plain way.
enum Panels {
  /// The floats of panels that hold `count` elements of each row.
  static func size(rows: Int, count: Int) -> Int { (count + 31) / 32 * 32 * rows }

  /// Where element `j` of a row is.
  static func place(row: Int, _ j: Int, rows: Int) -> Int { j / 32 * rows * 32 + row * 32 + j % 32 }

  /// The elements of one row, with what fills up the last panel.
  static func row(_ r: Int, of panels: Tensor, rows: Int) -> [Float] {
    (0..<(panels.count / rows)).map { panels.pointer[place(row: r, $0, rows: rows)] }
  }

  /// Panels of rows of values, filled up with zeros.
  static func pack(_ values: [[Float]], rows: Int) -> Tensor {
    let count = values.first?.count ?? 0
    let panels = Tensor(shape: [size(rows: rows, count: count)])
    for (r, row) in values.enumerated() {
      for (j, value) in row.enumerated() { panels.pointer[place(row: r, j, rows: rows)] = value }
    }
    return panels
  }
}

/// A value that no kernel computes, to see what it overwrites.
let untouched: Float = 12_345.678
