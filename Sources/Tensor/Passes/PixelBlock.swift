import CTensorKernels

/// Consecutive pixels that a worker takes through a pass while they are in the cache.
struct PixelBlock {
  /// The first pixel, a multiple of a panel's width.
  let start: Int

  /// The number of pixels.
  let count: Int

  /// Whether its worker has had no other block of the pass.
  let isFirst: Bool

  /// The panels that hold them, the last one filled up.
  var panels: Int { (count + Self.panel - 1) / Self.panel }

  /// The pixels of a panel.
  static let panel = Int(asn_panel)

  /// Bytes of packed rows that stay in the level 2 cache beside everything else that is touched;
  /// measured to be faster than 256, 512 and 768 KiB where that cache has 1 MiB.
  static let cacheBytes = 3 << 17

  /// Returns the pixels of a full block in a pass that packs so many rows: whole panels, at most
  /// 512.
  static func size(packedRows: Int) -> Int {
    let pixels = cacheBytes / (MemoryLayout<Float>.stride * packedRows)
    return min(max(pixels / panel, 3), 16) * panel
  }

  /// Returns how many workers have blocks of a pass.
  static func workers(length: Int) -> Int {
    min(Parallel.threads, (length + panel - 1) / panel)
  }

  /// Calls `body` for each block of `0..<length`, split over workers by whole panels.
  static func forEach(
    length: Int, size: Int, _ body: (_ block: PixelBlock, _ worker: Int) -> Void
  ) {
    let panels = (length + panel - 1) / panel
    Parallel.forEachChunk(count: panels) { range, worker in
      let end = min(range.upperBound * panel, length)
      for start in stride(from: range.lowerBound * panel, to: end, by: size) {
        let block = PixelBlock(
          start: start, count: min(size, end - start), isFirst: start == range.lowerBound * panel)
        body(block, worker)
      }
    }
  }
}
