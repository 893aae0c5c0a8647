import CTensorKernels
import RandomStreams
import Tensor
import Testing

/// Rows as panels, in every instruction set, against the readers' formulas in Double.
@Suite struct PanelTests {
  /// Element counts around vectors and panels, each with a start.
  static let ranges = [
    (0, 1), (3, 15), (1, 16), (7, 31), (5, 32), (0, 33), (2, 64), (31, 100), (64, 160),
  ]

  @Test(arguments: InstructionSet.available, ranges)
  func sourcesStayWithinTheirBounds(set: InstructionSet, range: (start: Int, count: Int)) {
    var random = RandomValues("pack \(range)")
    let (start, count) = range
    let sources = (0..<7).map { r in
      RandomSource(
        row: random.tensor([start + count]), rectified: r % 2 == 0, random: &random)
    }
    let rows = 10
    let panels = Tensor(shape: [Panels.size(rows: rows, count: count)])
    panels.fill(untouched)
    set.kernels.pack(sources.map(\.source), 7, start, count, Int32(rows), panels.pointer + 2 * 32)
    let filler = [Float](repeating: 0, count: panels.count / rows - count)
    for (r, source) in sources.enumerated() {
      let row = Panels.row(r + 2, of: panels, rows: rows)
      #expect(
        worstRatio(
          Array(row.prefix(count)), Array(source.values.dropFirst(start)),
          bounds: Array(source.bounds.dropFirst(start))) <= 1)
      #expect(Array(row.dropFirst(count)) == filler)
    }
    for r in [0, 1, 9] {
      #expect(Panels.row(r, of: panels, rows: rows).allSatisfy { $0 == untouched })
    }
    withExtendedLifetime(sources) {}
  }

  @Test(arguments: InstructionSet.available, ranges)
  func gradientsStayWithinTheirBounds(set: InstructionSet, range: (start: Int, count: Int)) {
    var random = RandomValues("pack gradient \(range)")
    let (start, count) = range
    // Every other row has no y, also the rows whose elements are fetched ahead.
    let rows = (0..<9).map { r in
      (h: random.tensor([start + count]), y: r % 2 == 0 ? random.tensor([start + count]) : nil)
    }
    let gradients = rows.map { row in
      asn_gradient(
        h: row.h.pointer, y: row.y.map { UnsafePointer($0.pointer) },
        scale: random.stream.normal(), mean: random.stream.normal(),
        slope: random.stream.normal(), offset: random.stream.normal())
    }
    let panels = Tensor(shape: [Panels.size(rows: 9, count: count)])
    panels.fill(untouched)
    set.kernels.pack_gradient(gradients, 9, start, count, 9, panels.pointer)
    let filler = [Float](repeating: 0, count: panels.count / 9 - count)
    for r in 0..<9 {
      let g = gradients[r]
      let terms = (start..<(start + count)).map { j in
        let distance = rows[r].y.map { Double($0.pointer[j]) - Double(g.mean) } ?? 0
        return [
          Double(rows[r].h.pointer[j]) * Double(g.scale), distance * Double(g.slope),
          Double(g.offset),
        ]
      }
      let row = Panels.row(r, of: panels, rows: 9)
      // The second term is rounded most: difference, product and two sums.
      #expect(
        worstRatio(
          Array(row.prefix(count)), terms.map { $0.reduce(0, +) },
          bounds: terms.map { ErrorBound.gamma(4) * $0.map(abs).reduce(0, +) }) <= 1)
      #expect(Array(row.dropFirst(count)) == filler)
    }
    withExtendedLifetime(rows) {}
  }

  @Test(arguments: InstructionSet.available)
  func patchesAreCopies(set: InstructionSet) {
    var random = RandomValues("pack patches")
    let grids = [
      ImageGrid(images: 2, height: 5, width: 32), ImageGrid(images: 1, height: 3, width: 80),
      ImageGrid(images: 3, height: 4, width: 16), ImageGrid(images: 5, height: 1, width: 1),
    ]
    for grid in grids + (0..<12).map({ _ in random.grid() }) {
      let channels = random.stream.int(in: 1...3)
      let x = random.tensor([channels, grid.count])
      let start = random.stream.int(in: 0...(grid.count - 1))
      let count = random.stream.int(in: 1...(grid.count - start))
      for (start, count) in [(0, grid.count), (start, count), (start / 32 * 32, count)] {
        let rows = 9 * channels + 1
        let panels = Tensor(shape: [Panels.size(rows: rows, count: count)])
        panels.fill(untouched)
        set.kernels.pack_patches(
          x.pointer, grid.count, Int32(channels), Int32(grid.height), Int32(grid.width), start,
          count, Int32(rows), panels.pointer)
        let exact = (0..<channels).flatMap {
          Reference.patches(x.channels($0..<($0 + 1)).doubles, grid: grid)
        }
        for (r, patch) in exact.enumerated() {
          let filler = [Float](repeating: 0, count: panels.count / rows - count)
          #expect(
            Panels.row(r, of: panels, rows: rows)
              == patch[start..<(start + count)].map(Float.init) + filler)
        }
        #expect(Panels.row(rows - 1, of: panels, rows: rows).allSatisfy { $0 == untouched })
      }
    }
  }

  /// A reader must pass on what is not a number, and infinities as far as its floor allows.
  @Test(arguments: InstructionSet.available)
  func exceptionalValuesArePassedOn(set: InstructionSet) {
    let values: [Float] = [.nan, .infinity, -.infinity, -1, 2]
    // Once in whole panels and once in a rest.
    for copies in [32, 3] {
      let row = Tensor(shape: [5 * copies], values: (0..<copies).flatMap { _ in values })
      for floor in [Float(0), -.infinity] {
        let panels = Tensor(shape: [Panels.size(rows: 1, count: row.count)])
        let source = asn_source(x: row.pointer, mean: 0, scale: 1, shift: 0, floor: floor)
        set.kernels.pack([source], 1, 0, row.count, 1, panels.pointer)
        for (j, value) in row.values.enumerated() {
          let read = panels.pointer[j]
          #expect(value.isNaN ? read.isNaN : read == max(value, floor))
        }
        let gradient = asn_gradient(
          h: row.pointer, y: row.pointer, scale: 1, mean: 0, slope: 0, offset: 0)
        set.kernels.pack_gradient([gradient], 1, 0, row.count, 1, panels.pointer)
        for (j, value) in row.values.enumerated() {
          #expect(value.isFinite ? panels.pointer[j] == value : panels.pointer[j].isNaN)
        }
      }
    }
  }
}
