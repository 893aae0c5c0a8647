import Foundation
import ImageData
import NeuralNet
import Testing

@testable import Training

@Suite struct CheckpointTests {
  /// A checkpoint with two small tensors, for what needs no network.
  private func small() throws -> Checkpoint {
    let trainer = try TinyRun.trainer(try TinyRun.configuration(shuffle: .fixed))
    let tensors: [Checkpoint.NamedTensor] = [
      .init(name: "parameter/a", shape: [2, 1], values: [1.5, -.infinity]),
      .init(name: "buffer/b", shape: [1], values: [0x1p-149]),
    ]
    return Checkpoint(header: trainer.checkpoint.header, tensors: tensors)
  }

  /// Replaces the checksum by the right one for what precedes it.
  private func sealed(_ bytes: Data) -> Data {
    let body = bytes.dropLast(8)
    return body + withUnsafeBytes(of: CheckpointFile.hash(body).littleEndian) { Data($0) }
  }

  @Test func aFileGivesBackWhatWasWritten() throws {
    let checkpoint = try small()
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try CheckpointFile.write(checkpoint, to: path)
    #expect(try CheckpointFile.read(from: path) == checkpoint)
    try FileManager.default.removeItem(atPath: path)
    #expect {
      try CheckpointFile.read(from: path)
    } throws: { error in
      guard case CheckpointError.inaccessible(path, _) = error else { return false }
      return true
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try CheckpointFile.encode(try small())
    for length in 0..<bytes.count {
      #expect(throws: CheckpointError.self) {
        try CheckpointFile.decode(bytes.prefix(length))
      }
    }
    #expect(throws: CheckpointError.corrupt("there are bytes after its end")) {
      try CheckpointFile.decode(bytes + [0])
    }
  }

  @Test func everyFlippedByteIsNoticed() throws {
    let bytes = try CheckpointFile.encode(try small())
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      #expect(throws: CheckpointError.self) { try CheckpointFile.decode(damaged) }
    }
  }

  @Test func otherFilesAndVersionsAreNamed() throws {
    let bytes = try CheckpointFile.encode(try small())
    #expect(throws: CheckpointError.notACheckpoint) {
      try CheckpointFile.decode(Data("PK345678901234567890".utf8))
    }
    for version: UInt8 in [2, 4] {
      var other = bytes
      other[8] = version
      #expect(throws: CheckpointError.unsupportedVersion(UInt32(version))) {
        try CheckpointFile.decode(sealed(other))
      }
    }
  }

  @Test func sizesFarBeyondTheFileAreTruncations() throws {
    // The extents of the last tensor, a vector of one element, lie 8 + 4 + 8 bytes before the end.
    var bytes = try CheckpointFile.encode(try small())
    for index in (bytes.count - 20)..<(bytes.count - 12) { bytes[index] = 0x7f }
    #expect(throws: CheckpointError.truncated) { try CheckpointFile.decode(sealed(bytes)) }
  }

  @Test func tensorsMustBeThoseOfTheNetwork() throws {
    let checkpoint = try small()
    #expect {
      try checkpoint.makeNetwork()
    } throws: { error in
      guard case CheckpointError.mismatch(let what) = error else { return false }
      return what.hasPrefix("parameter/") && what.hasSuffix(" is missing")
    }
    let whole = try TinyRun.trainer(try TinyRun.configuration(shuffle: .fixed)).checkpoint
    var tensors = whole.tensors
    tensors[0] = .init(name: tensors[0].name, shape: [1], values: [0])
    #expect {
      try Checkpoint(header: whole.header, tensors: tensors).makeNetwork()
    } throws: { error in
      guard case CheckpointError.mismatch(let what) = error else { return false }
      return what.contains("has the shape [1] instead of")
    }
  }

  @Test func aNetworkFromACheckpointComputesTheSame() throws {
    let trainer = try TinyRun.trainer(try TinyRun.configuration())
    let shuffle = trainer.network.shuffles[0]
    trainer.freeze(shuffle: shuffle.name, to: Array((0..<shuffle.size).reversed()))
    let network = try trainer.checkpoint.makeNetwork()
    let evaluation = Evaluation(
      of: network.inference(), on: TinyRun.images.test, statistics: trainer.checkpoint.statistics,
      batchSize: 250)
    #expect(evaluation == trainer.evaluate())
  }

  @Test func resumingOnOtherImagesIsRefused() throws {
    let checkpoint = try TinyRun.trainer(try TinyRun.configuration(shuffle: .fixed)).checkpoint
    let others = SyntheticImages.split(seed: 7, trainingCount: 8, testCount: 4)
    #expect(throws: CheckpointError.mismatch("the training images are not those of the run")) {
      try Trainer(resuming: checkpoint, images: others, rounding: TinyRun.rounding)
    }
  }
}
