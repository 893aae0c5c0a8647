import Foundation

/// The table of kernel benchmarks: rates, spread, and shares of the machine's peaks.
struct KernelTable {
  private struct Rates {
    let name: String
    let work: KernelBenchmark.Work
    let own: [Double]
    let peer: [Double]
  }

  private let rows: [Rates]
  private let peaks: [String: [Double]]

  /// Runs rounds in which every benchmark runs once, the peaks among them, so that a slow minute or
  /// a higher clock is spread over all of them.
  ///
  /// Rates are work over processor time: others may use the machine as well.
  init(peaks: [KernelBenchmark], benchmarks: [KernelBenchmark], rounds: Int, duration: Double) {
    let all = peaks + benchmarks
    var own = [[Double]](repeating: [], count: all.count)
    var peer = own
    for _ in 0..<rounds {
      for (i, benchmark) in all.enumerated() {
        own[i].append(Self.rate(benchmark.work, benchmark.operation, duration))
        if let theirs = benchmark.peer {
          peer[i].append(Self.rate(benchmark.work, theirs, duration))
        }
      }
    }
    rows = all.indices.map {
      Rates(name: all[$0].name, work: all[$0].work, own: own[$0], peer: peer[$0])
    }
    self.peaks = Dictionary(
      uniqueKeysWithValues: rows.prefix(peaks.count).map { ($0.name, $0.own) })
  }

  /// The lines of the table.
  ///
  /// The spread is (largest - smallest) / median. The share of the peak is the median of the
  /// rounds' shares, since the clock of a shared machine changes from round to round.
  var lines: [String] {
    [Self.line("kernel", "rate", "", "spread", "of peak", "OpenBLAS", "spread")]
      + rows.map { row in
        let rate = Self.median(row.own)
        let peak = peaks[MachinePeaks.name(of: row.work)] ?? []
        let peer = row.peer.isEmpty ? "" : Self.billions(Self.median(row.peer))
        return Self.line(
          row.name, Self.billions(rate), Self.unit(row.work), Self.spread(row.own),
          Self.percent(Self.median(zip(row.own, peak).map { $0 / $1 })), peer,
          row.peer.isEmpty ? "" : Self.spread(row.peer))
      }
  }

  private static func rate(
    _ work: KernelBenchmark.Work, _ operation: @escaping () -> Void, _ duration: Double
  ) -> Double {
    let sample = Benchmark("", operation, text: { _ in "" }).sample(duration: duration)
    return work.amount / sample.processor
  }

  private static func unit(_ work: KernelBenchmark.Work) -> String {
    if case .operations = work { "GFLOP/s" } else { "GB/s" }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private static func spread(_ values: [Double]) -> String {
    percent(((values.max() ?? 0) - (values.min() ?? 0)) / median(values))
  }

  private static func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }

  /// A rate in units of 10^9.
  static func billions(_ rate: Double) -> String { String(format: "%.1f", rate / 1e9) }

  private static func line(_ fields: String...) -> String {
    let widths = [38, 7, 8, 7, 8, 9, 6]
    return zip(fields, widths).map { field, width in
      field + String(repeating: " ", count: max(0, width - field.count))
    }.joined(separator: " ").trimmingCharacters(in: .whitespaces)
  }
}
