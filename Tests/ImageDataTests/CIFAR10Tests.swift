import Foundation
import TestSupport
import Testing

@testable import ImageData

@Suite struct CIFAR10Tests {
  private func overwrite(_ file: String, in folder: String, with bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent(file))
  }

  private func writeSynthetic(to folder: String) throws -> ImageSplit {
    let split = SyntheticImages.split(seed: 3, trainingCount: 12, testCount: 3)
    try CIFAR10.write(split, folder: folder)
    return split
  }

  @Test func readsBackWhatWasWritten() throws {
    try withTemporaryFolder { folder in
      let split = try writeSynthetic(to: folder + "/new")
      #expect(try CIFAR10.read(folder: folder + "/new") == split)
    }
  }

  /// Nobody's images are replaced, be it one file that is there.
  @Test(arguments: ["data_batch_4.bin", "test_batch.bin", "batches.meta.txt"])
  func imagesAreNotWrittenOver(file: String) throws {
    try withTemporaryFolder { folder in
      try overwrite(file, in: folder, with: [1, 2, 3])
      let error = ImageDataError.occupied(path: folder + "/" + file)
      #expect(throws: error) { try writeSynthetic(to: folder) }
      #expect(throws: error) { try CIFAR10Archive.fetch(into: folder) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [file])
      #expect(FileManager.default.contents(atPath: folder + "/" + file) == Data([1, 2, 3]))
    }
  }

  @Test func aRecordIsALabelAndThreePlanes() throws {
    try withTemporaryFolder { folder in
      _ = try writeSynthetic(to: folder)
      let planes: [UInt8] = [11, 22, 33].flatMap { [UInt8](repeating: $0, count: 1024) }
      try overwrite("test_batch.bin", in: folder, with: [7] + planes)
      let test = try CIFAR10.read(folder: folder).test
      #expect(test.labels == [7])
      #expect(test.pixels == planes)
    }
  }

  @Test func withoutNamesTheClassesAreThoseOfCIFAR10() throws {
    try withTemporaryFolder { folder in
      _ = try writeSynthetic(to: folder)
      try FileManager.default.removeItem(atPath: folder + "/batches.meta.txt")
      #expect(try CIFAR10.read(folder: folder).test.classNames == CIFAR10.classNames)
    }
  }

  @Test func missingFoldersAndFilesAreNamed() throws {
    try withTemporaryFolder { folder in
      #expect(throws: ImageDataError.missingFolder(path: folder + "/none")) {
        try CIFAR10.read(folder: folder + "/none")
      }
      _ = try writeSynthetic(to: folder)
      try FileManager.default.removeItem(atPath: folder + "/data_batch_4.bin")
      #expect(throws: ImageDataError.missingFile(path: folder + "/data_batch_4.bin")) {
        try CIFAR10.read(folder: folder)
      }
    }
  }

  @Test func damagedFilesAreRefused() throws {
    try withTemporaryFolder { folder in
      _ = try writeSynthetic(to: folder)
      let path = folder + "/data_batch_2.bin"
      let cases: [([UInt8], ImageDataError)] = [
        ([], .emptyFile(path: path)),
        (
          [UInt8](repeating: 1, count: 2 * 3073 - 1),
          .truncated(path: path, size: 6145, remainder: 3072)
        ),
        (
          [UInt8](repeating: 1, count: 3073) + [UInt8](repeating: 10, count: 3073),
          .labelOutOfRange(path: path, record: 1, label: 10)
        ),
      ]
      for (bytes, error) in cases {
        try overwrite("data_batch_2.bin", in: folder, with: bytes)
        #expect(throws: error) { try CIFAR10.read(folder: folder) }
      }
    }
  }

  @Test func classNamesMustBeTen() throws {
    try withTemporaryFolder { folder in
      _ = try writeSynthetic(to: folder)
      try overwrite("batches.meta.txt", in: folder, with: Array("one\ntwo\n".utf8))
      let path = folder + "/batches.meta.txt"
      #expect(throws: ImageDataError.badClassNames(path: path, found: 2)) {
        try CIFAR10.read(folder: folder)
      }
    }
  }

  @Test func whatTheFileSystemRefusesIsReported() throws {
    try withTemporaryFolder { folder in
      let split = try writeSynthetic(to: folder)
      let path = folder + "/test_batch.bin"
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false)
      let reading = #expect(throws: ImageDataError.self) { try CIFAR10.read(folder: folder) }
      guard case .unreadable(path, _) = reading else {
        Issue.record("reading gave \(String(describing: reading))")
        return
      }
      let file = folder + "/data_batch_1.bin"
      let writing = #expect(throws: ImageDataError.self) { try CIFAR10.write(split, folder: file) }
      guard case .unwritable = writing else {
        Issue.record("writing gave \(String(describing: writing))")
        return
      }
    }
  }

  @Test func everyErrorSaysWhereAndWhatToDo() {
    let errors: [ImageDataError] = [
      .missingFolder(path: "a/b"), .missingFile(path: "a/b"),
      .unreadable(path: "a/b", reason: "no"), .emptyFile(path: "a/b"),
      .truncated(path: "a/b", size: 3074, remainder: 1),
      .labelOutOfRange(path: "a/b", record: 5, label: 12), .badClassNames(path: "a/b", found: 3),
      .occupied(path: "a/b"), .unwritable(path: "a/b", reason: "no"),
    ]
    for error in errors {
      #expect(error.description.contains("a/b") && error.description.hasSuffix("."))
    }
    #expect(errors[4].description.contains("3074") && errors[5].description.contains("12"))
  }

  /// Whether the real data are at hand.
  private static let realFolder = ProcessInfo.processInfo.environment["AUTOSHUFFLE_CIFAR10"]

  @Test(
    .enabled(
      if: realFolder != nil,
      "set AUTOSHUFFLE_CIFAR10 to a folder with the binary CIFAR-10 to check the real data"))
  func theRealDataHaveTheirPublishedStatistics() throws {
    let folder = try #require(Self.realFolder)
    let split = try CIFAR10.read(folder: folder)
    #expect(split.training.countsPerClass == [Int](repeating: 5000, count: 10))
    #expect(split.test.countsPerClass == [Int](repeating: 1000, count: 10))
    let statistics = ChannelStatistics(of: split.training)
    // The published values have five decimals.
    let published = [0.49140, 0.48216, 0.44653, 0.24703, 0.24349, 0.26159]
    for (measured, known) in zip(statistics.means + statistics.deviations, published) {
      #expect(abs(measured - known) <= 0.5001e-5)
    }
  }

  @Test func namesAreReadWithoutAByteOrderMark() throws {
    try withTemporaryFolder { folder in
      _ = try writeSynthetic(to: folder)
      let names = "\u{FEFF}" + (0..<10).map { "class \($0)\r\n" }.joined()
      try overwrite("batches.meta.txt", in: folder, with: Array(names.utf8))
      #expect(try CIFAR10.read(folder: folder).test.classNames == (0..<10).map { "class \($0)" })
    }
  }

  /// Control and format characters, which could steer a terminal or turn the line around.
  @Test(arguments: ["\u{1B}[31mred", "a\u{7}", "b\u{202E}", "c\0"])
  func namesThatDisturbATerminalAreRefused(name: String) throws {
    try withTemporaryFolder { folder in
      _ = try writeSynthetic(to: folder)
      let names = ((0..<9).map { "class \($0)" } + [name]).joined(separator: "\n")
      try overwrite("batches.meta.txt", in: folder, with: Array(names.utf8))
      let path = folder + "/batches.meta.txt"
      #expect(throws: ImageDataError.badClassName(path: path, line: 10)) {
        try CIFAR10.read(folder: folder)
      }
    }
  }

  @Test func anotherArchiveIsNotUnpacked() throws {
    try withTemporaryFolder { folder in
      try overwrite("archive.tar.gz", in: folder, with: Array("something else".utf8))
      // md5sum of these 14 bytes.
      let sum = "6c7ba9c5a141421e1c03cb9807c97c74"
      #expect {
        try CIFAR10Archive.check(folder + "/archive.tar.gz")
      } throws: { error in
        guard case ImageDataError.unfetched(let reason) = error else { return false }
        return reason.contains(CIFAR10Archive.md5) && reason.contains("is \(sum)")
      }
    }
  }

  /// Every pixel, label and name counts, and which images are for which use.
  @Test func theDigestTellsSplitsApart() throws {
    let split = SyntheticImages.split(seed: 3, trainingCount: 6, testCount: 6)
    func changed(_ set: ImageSet, pixel: UInt8 = 0, label: UInt8 = 0, name: String? = nil)
      -> ImageSet
    {
      var (pixels, labels, names) = (set.pixels, set.labels, set.classNames)
      pixels[pixels.count - 1] ^= pixel
      labels[0] = (labels[0] + label) % 10
      if let name { names[3] = name }
      return ImageSet(pixels: pixels, labels: labels, classNames: names)
    }
    let (a, b) = (split.training, split.test)
    let others = [
      ImageSplit(training: changed(a, pixel: 1), test: b),
      ImageSplit(training: a, test: changed(b, pixel: 1)),
      ImageSplit(training: changed(a, label: 1), test: b),
      ImageSplit(training: a, test: changed(b, label: 1)),
      ImageSplit(training: changed(a, name: "x"), test: changed(b, name: "x")),
      ImageSplit(training: b, test: a), ImageSplit(training: a.prefix(5), test: b),
    ]
    let digests = Set((others + [split]).map(\.digest))
    #expect(digests.count == 8)
    #expect(SyntheticImages.split(seed: 3, trainingCount: 6, testCount: 6).digest == split.digest)
  }
}
