import Foundation

/// A table of samples: one line for each program on each benchmark, medians and spread.
struct SampleTable {
  private let samples: [Sample]

  /// Takes samples in any order; benchmarks and programs keep that of their first appearance.
  init(_ samples: [Sample]) {
    self.samples = samples
  }

  /// The lines of the table.
  ///
  /// The spread is (largest - smallest) / median of the wall times. The ratios are this program's
  /// median over the other's, of wall times and of processor times, below 1 where this program is
  /// faster; on a machine that others use as well, the second one is the fairer for programs of one
  /// thread.
  var lines: [String] {
    var lines = [
      Self.row("benchmark", "program", "wall", "spread", "cpu", "ours/theirs", "cpu", "rounds")
    ]
    for benchmark in Self.distinct(samples.map(\.benchmark)) {
      let about = samples.filter { $0.benchmark == benchmark }
      let own = about.filter { $0.program == Sample.own }
      for program in Self.distinct(about.map(\.program)) {
        let mine = about.filter { $0.program == program }
        let walls = mine.map(\.wall)
        let median = Self.median(walls)
        let spread = ((walls.max() ?? 0) - (walls.min() ?? 0)) / median
        let hasRatio = program != Sample.own && !own.isEmpty
        func ratio(_ time: (Sample) -> Double) -> String {
          let quotient = hasRatio ? Self.median(own.map(time)) / Self.median(mine.map(time)) : 1
          return hasRatio ? String(format: "%.3f", quotient) : "-"
        }
        lines.append(
          Self.row(
            benchmark, program, Self.time(median), String(format: "%.0f %%", 100 * spread),
            Self.time(Self.median(mine.map(\.processor))), ratio(\.wall), ratio(\.processor),
            "\(mine.count)"))
      }
    }
    return lines
  }

  /// The benchmarks on which two programs computed different results.
  var disagreements: [String] {
    Self.distinct(samples.map(\.benchmark)).filter { benchmark in
      Set(samples.filter { $0.benchmark == benchmark }.map(\.result)).count > 1
    }
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<1e-6: String(format: "%.1f ns", 1e9 * seconds)
    case ..<1e-3: String(format: "%.2f us", 1e6 * seconds)
    case ..<1: String(format: "%.2f ms", 1e3 * seconds)
    default: String(format: "%.3f s", seconds)
    }
  }

  private static func row(_ fields: String...) -> String {
    let widths = [23, 19, 10, 7, 10, 12, 6, 6]
    let padded = zip(fields, widths).map { field, width in
      field + String(repeating: " ", count: max(0, width - field.count))
    }
    return padded.joined(separator: " ").trimmingCharacters(in: .whitespaces)
  }
}
