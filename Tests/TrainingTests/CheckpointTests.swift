import Files
import Foundation
import ImageData
import NeuralNet
import TestSupport
import Testing

@testable import Training

@Suite struct CheckpointTests {
  /// A checkpoint with two small tensors, for what needs no network.
  private func small() throws -> Checkpoint {
    let trainer = try TinyRun.trainer(try TinyRun.configuration(shuffle: .fixed))
    let tensors: [String: Checkpoint.StoredTensor] = [
      "parameter/a": .init(shape: [2, 1], values: [1.5, -.infinity]),
      "buffer/b": .init(shape: [1], values: [0x1p-149]),
    ]
    return Checkpoint(header: trainer.checkpoint.header, tensors: tensors)
  }

  /// Writes bytes to a file and reads it as a checkpoint.
  private func read(_ bytes: some Sequence<UInt8>) throws -> Checkpoint {
    let folder = try TemporaryFolder()
    return try CheckpointFile.read(from: try folder.write(Data(bytes), to: "checkpoint"))
  }

  @Test func aFileGivesBackWhatWasWritten() throws {
    let checkpoint = try small()
    try withTemporaryFolder { folder in
      let path = folder + "/checkpoint"
      try CheckpointFile.write(checkpoint, to: path)
      #expect(try CheckpointFile.read(from: path) == checkpoint)
      try FileManager.default.removeItem(atPath: path)
      #expect(
        throws: CheckpointError.inaccessible(path: path, reason: "there is no such file")
      ) { try CheckpointFile.read(from: path) }
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try CheckpointFile.encode(try small())
    for length in 0..<bytes.count {
      #expect(throws: CheckpointError.self, "\(length) bytes") { try read(bytes.prefix(length)) }
    }
    #expect(throws: CheckpointError.self) { try read(bytes + [0]) }
  }

  @Test func everyFlippedBitIsNoticed() throws {
    let bytes = try CheckpointFile.encode(try small())
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      #expect(throws: CheckpointError.self, "byte \(index)") { try read(damaged) }
    }
  }

  @Test func otherFilesAndVersionsAreNamed() throws {
    let bytes = try CheckpointFile.encode(try small())
    let network = SafetensorsWriter.file([], metadata: ["format": "autoshuffle.network/1"])
    #expect(throws: CheckpointError.notACheckpoint) { try read(network) }
    #expect(throws: CheckpointError.unsupportedVersion("3 or older")) {
      try read("ASHUFNET and so on".utf8)
    }
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    let place = try #require(text.range(of: "checkpoint/4"))
    var other = bytes
    other[text.distance(from: text.startIndex, to: place.upperBound) - 1] = UInt8(ascii: "5")
    #expect(throws: CheckpointError.unsupportedVersion("5")) { try read(other) }
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
    let name = try #require(tensors.keys.first { $0.hasPrefix("parameter/") })
    tensors[name] = .init(shape: [1], values: [0])
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
    let split = TinyRun.images
    for images in [
      others, ImageSplit(training: others.training, test: split.test),
      ImageSplit(training: split.training, test: others.test),
    ] {
      #expect(throws: CheckpointError.otherImages) {
        try Trainer(resuming: checkpoint, images: images, rounding: TinyRun.rounding)
      }
    }
  }
}
