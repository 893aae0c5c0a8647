import Exact

/// A permutation of `0..<count`, written as the list of images.
///
/// Its matrix has the entry 1 at row i, column `images[i]`; texts print the images from 0.
package struct Permutation: Hashable, Sendable {
  /// The image of each index.
  package let images: [Int]

  /// The permutation with the given images, or nil when they are not a bijection of `0..<count`.
  package init?(_ images: [Int]) {
    var seen = [Bool](repeating: false, count: images.count)
    for image in images {
      guard seen.indices.contains(image), !seen[image] else { return nil }
      seen[image] = true
    }
    self.images = images
  }

  /// The identity of `0..<count`.
  package init(identity count: Int) {
    images = Array(0..<count)
  }

  private init(trusted images: [Int]) {
    self.images = images
  }

  /// The number of permuted indices.
  package var count: Int { images.count }

  /// The image of `i`.
  package subscript(i: Int) -> Int { images[i] }

  /// The permutation that undoes this one.
  package var inverse: Permutation {
    var result = [Int](repeating: 0, count: count)
    for (i, image) in images.enumerated() { result[image] = i }
    return Permutation(trusted: result)
  }

  /// The matrix with 1 at (i, `self[i]`) and 0 elsewhere.
  package var matrix: RationalMatrix {
    var result = RationalMatrix(rows: count, columns: count)
    for (i, image) in images.enumerated() { result[i, image] = 1 }
    return result
  }

  /// All permutations of `0..<count` in lexicographic order.
  ///
  /// - Complexity: `count!` permutations; meant for `count` up to about 8.
  package static func all(_ count: Int) -> [Permutation] {
    var result: [Permutation] = []
    var images: [Int] = []
    var used = [Bool](repeating: false, count: count)
    func extend() {
      if images.count == count {
        result.append(Permutation(trusted: images))
        return
      }
      for image in 0..<count where !used[image] {
        used[image] = true
        images.append(image)
        extend()
        images.removeLast()
        used[image] = false
      }
    }
    extend()
    return result
  }
}
