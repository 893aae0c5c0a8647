import CTensorKernels
import Testing

@testable import Tensor

/// What a pass fetches while it multiplies.
@Suite struct UpcomingRowsTests {
  /// Two tiles of one group and two of another, blocks of 32 pixels.
  private let tiles = [0..<12, 12..<20, 20..<32, 32..<40]
  private let block = PixelBlock(start: 64, count: 32, isFirst: false)

  /// Each tile fetches what becomes of the next one, and the last what becomes of the first one in
  /// the next block; together they fetch once what that block packs.
  @Test func tilesFetchWhatComesNext() {
    let (outputs, h, x) = (rows(40), rows(40), rows(17))
    let upcoming = UpcomingRows(
      written: (0..<40).map(outputs.row),
      packed: (0..<17).map { ChannelSource(row: x.row($0)) },
      (0..<40).map {
        ChannelGradient(h: h.row($0), y: outputs.row($0), scale: 1, mean: 0, slope: 0, offset: 0)
      })
    #expect(upcoming.count == 40 + 17 + 2 * 40)
    var packed: [UnsafePointer<Float>?] = []
    for (index, next) in [12..<20, 20..<32, 32..<40, 0..<12].enumerated() {
      let list = list(upcoming, index)
      let start = index == 3 ? 96 : 64
      let written = next.map { place(outputs, $0, start) }
      #expect(Array(list.prefix(next.count)) == written)
      packed += list.dropFirst(next.count)
    }
    var expected = (0..<17).map { place(x, $0, 96) }
    for index in 0..<40 {
      expected += [place(h, index, 96), place(outputs, index, 96)]
    }
    #expect(packed == expected)
  }

  @Test func activationsAreFetchedWithTheirResiduals() {
    let (outputs, residuals) = (rows(40), rows(40))
    let upcoming = UpcomingRows(
      (0..<40).map {
        asn_activation(residual: residuals.row($0), y: outputs.row($0), shift: 0, floor: 0)
      }, packed: [])
    var expected: [UnsafePointer<Float>?] = []
    for index in 12..<20 {
      expected += [place(outputs, index, 64), place(residuals, index, 64)]
    }
    #expect(list(upcoming, 0) == expected)
  }

  private func rows(_ count: Int) -> ChannelRows {
    ChannelRows(count: count, grid: ImageGrid(images: 2, height: 8, width: 8))
  }

  private func place(_ rows: ChannelRows, _ index: Int, _ start: Int) -> UnsafePointer<Float>? {
    UnsafePointer(rows.row(index) + start)
  }

  private func list(_ upcoming: UpcomingRows, _ index: Int) -> [UnsafePointer<Float>?] {
    [UnsafePointer<Float>?](unsafeUninitializedCapacity: upcoming.count) { list, count in
      count = upcoming.list(tile: index, of: tiles, block: block, into: list)
    }
  }
}
