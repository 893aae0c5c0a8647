#if canImport(Glibc)
  import Glibc
#endif

/// Zeroed memory from the system itself, in pages of 2 MiB as far as the system has such.
///
/// It goes back at once when it is freed, so that what a network occupies does not depend on what
/// was in memory before it. Large pages matter where a block of pixels is read from hundreds of
/// rows: with a small page for each, the processor looks up addresses all the time (measured: 2 to
/// 5 % of a training step).
struct LargePages {
  /// The memory, aligned to a large page.
  let memory: UnsafeMutableRawPointer

  private let mapped: UnsafeMutableRawBufferPointer

  /// Takes so many bytes; nil if they are too few for a large page, or the system is not Linux.
  init?(bytes: Int) {
    #if canImport(Glibc)
      let large = Self.count(bytes: bytes) * Self.size
      if large == 0 { return nil }
      let count = max(bytes, large) + Self.size
      let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      guard let start, start != MAP_FAILED else { fatalError("there are no \(count) bytes left") }
      mapped = UnsafeMutableRawBufferPointer(start: start, count: count)
      memory = start.alignedUp(toMultipleOf: Self.size)
      // A hint; without large pages nothing is lost.
      madvise(memory, large, MADV_HUGEPAGE)
    #else
      return nil
    #endif
  }

  /// Gives the memory back.
  func free() {
    #if canImport(Glibc)
      munmap(mapped.baseAddress, mapped.count)
    #endif
  }

  /// The bytes that are occupied by so many, with the rest of a large page that they do not fill.
  static func occupied(bytes: Int) -> Int {
    #if canImport(Glibc)
      max(bytes, count(bytes: bytes) * size)
    #else
      bytes
    #endif
  }

  private static let size = 1 << 21

  /// How many large pages there are for so many bytes; what does not fill three quarters of a last
  /// one stays in small pages, since all of a large page counts once it is touched.
  private static func count(bytes: Int) -> Int { (bytes + size / 4) / size }
}
