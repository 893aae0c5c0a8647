import Foundation
import TestSupport

/// A folder in the CIFAR-10 binary format with two grey images a file.
enum TinyImages {
  /// Writes the folder.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for k in 1...5 { try write([k - 1, k], to: "data_batch_\(k).bin", in: folder) }
    try write([8, 9], to: "test_batch.bin", in: folder)
    return folder
  }

  /// Writes one file of images with these labels, without its last `dropping` bytes.
  static func write(
    _ labels: [Int], to name: String, in folder: TemporaryFolder, dropping: Int = 0
  ) throws {
    let bytes = labels.flatMap { label in
      [UInt8(label)] + [UInt8](repeating: UInt8(20 * label % 256), count: 3072)
    }
    _ = try folder.write(Data(bytes.dropLast(dropping)), to: name)
  }
}
